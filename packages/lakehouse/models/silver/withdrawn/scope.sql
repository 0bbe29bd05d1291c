-- is_present: silver.withdrawn has the row already, and it goes or is replaced.
select event_id, received_at_ms, max(present) = 1 as is_present
from (
  select event_id, winner_received_at_ms as received_at_ms, 1 as present from run.silver_winners where is_in_withdrawn
  union all
  select event_id, received_at_ms, case when is_moving then 1 else 0 end as present
  from run.silver_verdicts
  where is_moving or (is_new and is_withdrawn)
) found
group by event_id, received_at_ms

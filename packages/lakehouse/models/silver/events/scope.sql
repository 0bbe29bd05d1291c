-- is_present: silver.events has the row already, and it goes or is replaced. For new ones silver is not searched again.
select event_id, coalesce(winner_received_at_ms, received_at_ms) as received_at_ms, is_in_events as is_present
from run.silver_winners
union
select event_id, received_at_ms, true as is_present from run.silver_verdicts where is_moving

-- is_present: the event_id has a row already, which an earlier one replaces. For new ones silver is not searched again.
select event_id, max(case when winner_content_hash is null then 0 else 1 end) = 1 as is_present
from run.silver_arrivals
where is_earlier
group by event_id

-- New rows that differ from the winner, and every row of an event_id whose winner changed.
select a.shard_id, a.sequence_number, a.line
from run.silver_arrivals a
left join run.silver_winners w on w.event_id = a.event_id
where a.content_hash <> coalesce(w.content_hash, a.winner_content_hash)
union
select b.shard_id, b.sequence_number, b.line
from (select shard_id, sequence_number, line, event_id from bronze.events where received_at_ms >= (select start_ms from run.horizon)) b
join (select event_id from run.silver_winners where is_replacing) r on r.event_id = b.event_id

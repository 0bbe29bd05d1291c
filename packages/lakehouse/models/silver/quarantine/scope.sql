select distinct n.quarantine_id
from run.bronze_quarantine_added n
left join silver.quarantine q on q.quarantine_id = n.quarantine_id
where case
  when q.quarantine_id is null then true
  when n.received_at_ms <> q.received_at_ms then n.received_at_ms < q.received_at_ms
  when n.frame_id <> q.frame_id then n.frame_id < q.frame_id
  when n.line <> q.line then n.line < q.line
  when n.shard_id <> q.shard_id then n.shard_id < q.shard_id
  else n.sequence_number < q.sequence_number
end

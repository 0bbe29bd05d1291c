with
  new_events as (
    select event_id, received_at_ms, frame_id, line, shard_id, sequence_number, content_hash from run.bronze_events_added
  ),
  present as (
    select event_id, received_at_ms, frame_id, line, shard_id, sequence_number, content_hash, false as is_withdrawn
    from silver.events
    where received_at_ms >= (select start_ms from run.horizon)
    union all
    select event_id, received_at_ms, frame_id, line, shard_id, sequence_number, content_hash, true as is_withdrawn
    from silver.withdrawn
    where received_at_ms >= (select start_ms from run.horizon)
  ),
  final as (
    select
      n.event_id,
      n.received_at_ms,
      n.frame_id,
      n.line,
      n.shard_id,
      n.sequence_number,
      n.content_hash,
      w.content_hash as winner_content_hash,
      w.received_at_ms as winner_received_at_ms,
      w.is_withdrawn as is_winner_withdrawn,
      -- The total order by which the first received wins: received_at_ms, frame_id, line. Only a frame that is in
      -- the stream twice gets beyond these; shard_id and sequence_number (as text) decide then.
      case
        when w.event_id is null then true
        when n.received_at_ms <> w.received_at_ms then n.received_at_ms < w.received_at_ms
        when n.frame_id <> w.frame_id then n.frame_id < w.frame_id
        when n.line <> w.line then n.line < w.line
        when n.shard_id <> w.shard_id then n.shard_id < w.shard_id
        else n.sequence_number < w.sequence_number
      end as is_earlier
    from new_events n
    left join present w on w.event_id = n.event_id
  )
select * from final

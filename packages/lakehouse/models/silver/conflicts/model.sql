with
  received as (
    select b.frame_id, b.line, b.shard_id, b.sequence_number, b.event_id, b.event_type, b.source, b.event_time_ms, b.received_at_ms, b.received_at,
      b.content_hash, b.raw_key
    from bronze.events b
    join run.silver_conflicts_scope c
      on c.shard_id = b.shard_id and c.sequence_number = b.sequence_number and c.line = b.line
  ),
  winners as (
    select event_id, frame_id, line, content_hash
    from silver.events
    where received_at_ms >= (select start_ms from run.horizon)
    union all
    select event_id, frame_id, line, content_hash
    from silver.withdrawn
    where received_at_ms >= (select start_ms from run.horizon)
  ),
  final as (
    select
      r.*,
      w.frame_id as winner_frame_id,
      w.line as winner_line,
      w.content_hash as winner_content_hash
    from received r
    join winners w on w.event_id = r.event_id
    where r.content_hash <> w.content_hash
  )
select * from final

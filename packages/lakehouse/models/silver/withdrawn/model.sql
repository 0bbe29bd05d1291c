with
  final as (
    select
      event_id, event_type, frame_id, line, shard_id, sequence_number, received_at_ms,
      timestamp_millis(received_at_ms) as received_at, content_hash, raw_key, source, key_id
    from run.silver_verdicts
    where is_withdrawn and (is_new or is_moving)
  )
select * from final

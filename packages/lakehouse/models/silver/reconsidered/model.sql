with
  changed as (
    select user_id_hash, min(received_at_ms) as from_ms
    from run.silver_decisions
    where is_changed
    group by user_id_hash
  ),
  present as (
    select
      e.event_id, e.user_id_hash, e.event_type, e.frame_id, e.line, e.shard_id, e.sequence_number, e.received_at_ms,
      e.content_hash, e.raw_key, e.source, e.key_id, true as is_in_events
    from silver.events e
    join changed c on c.user_id_hash = e.user_id_hash
    where e.received_at_ms > c.from_ms
      and e.received_at_ms > (select min(from_ms) from changed)
      and e.event_type <> 'consent_update'
    union all
    select
      t.event_id, b.user_id_hash, t.event_type, t.frame_id, t.line, t.shard_id, t.sequence_number, t.received_at_ms,
      t.content_hash, t.raw_key, t.source, t.key_id, false as is_in_events
    from silver.withdrawn t
    join bronze.events b on b.shard_id = t.shard_id and b.sequence_number = t.sequence_number and b.line = t.line
    join changed c on c.user_id_hash = b.user_id_hash
    where t.received_at_ms > c.from_ms
      and t.received_at_ms > (select min(from_ms) from changed)
      and b.received_at_ms > (select min(from_ms) from changed)
  ),
  -- All of them lie within the horizon: changed decisions do, and these came after.
  final as (
    select p.*
    from present p
    left join (select event_id from run.silver_winners where is_replacing) w on w.event_id = p.event_id
    where w.event_id is null
  )
select * from final

with
  -- Only keys go through the windows of winners; what a decision needs is joined here.
  arrived as (
    select e.user_id_hash, e.event_type, e.consent_analytics, e.received_at_ms, e.frame_id, e.line, e.shard_id, e.sequence_number
    from run.bronze_events_added e
    join run.silver_winners w on w.shard_id = e.shard_id and w.sequence_number = e.sequence_number and w.line = e.line
    where e.user_id_hash is not null
  ),
  present as (
    select event_id, user_id_hash, consent_analytics, received_at_ms, frame_id, line, shard_id, sequence_number
    from silver.events
    where event_type = 'consent_update' and user_id_hash is not null
  ),
  replaced as (
    select p.user_id_hash, p.shard_id, p.sequence_number, p.line
    from present p
    join (select event_id from run.silver_winners where is_in_events) w on w.event_id = p.event_id
    where p.received_at_ms >= (select start_ms from run.horizon)
  ),
  users as (
    select user_id_hash from arrived
    union
    select user_id_hash from replaced
  ),
  final as (
    select
      p.user_id_hash, p.consent_analytics, p.received_at_ms, p.frame_id, p.line, p.shard_id, p.sequence_number,
      r.line is null as is_valid,
      r.line is not null as is_changed
    from present p
    join users u on u.user_id_hash = p.user_id_hash
    left join replaced r
      on r.shard_id = p.shard_id and r.sequence_number = p.sequence_number and r.line = p.line
    union all
    select user_id_hash, consent_analytics, received_at_ms, frame_id, line, shard_id, sequence_number, true, true
    from arrived
    where event_type = 'consent_update'
  )
select * from final

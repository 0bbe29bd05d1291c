with
  decided as (select distinct user_id_hash from run.silver_decisions),
  candidates as (
    select
      w.event_id, e.user_id_hash, e.event_type, e.frame_id, e.line, e.shard_id, e.sequence_number, e.received_at_ms,
      e.content_hash, e.raw_key, e.source, e.key_id, true as is_new, w.is_in_events
    from run.bronze_events_added e
    join run.silver_winners w on w.shard_id = e.shard_id and w.sequence_number = e.sequence_number and w.line = e.line
    join decided d on d.user_id_hash = e.user_id_hash
    where e.event_type <> 'consent_update'
    union all
    select
      r.event_id, r.user_id_hash, r.event_type, r.frame_id, r.line, r.shard_id, r.sequence_number, r.received_at_ms,
      r.content_hash, r.raw_key, r.source, r.key_id, false as is_new, r.is_in_events
    from run.silver_reconsidered r
  ),
  -- A user's events and decisions in the order of receipt; of one moment the events first. One pass, however many there are.
  timeline as (
    select *, 0 as is_decision, 0 as is_withdrawal from candidates
    union all
    select
      null, user_id_hash, null, frame_id, line, shard_id, sequence_number, received_at_ms,
      null, null, null, null, null, null, 1, case when consent_analytics then 0 else 1 end
    from run.silver_decisions
    where is_valid
  ),
  numbered as (
    select
      *,
      sum(is_decision) over (
        partition by user_id_hash
        order by received_at_ms nulls last, is_decision nulls last, frame_id nulls last, line nulls last,
          shard_id nulls last, sequence_number nulls last
        rows between unbounded preceding and current row
      ) as decision_number
    from timeline
  ),
  judged as (
    select *, max(is_withdrawal) over (partition by user_id_hash, decision_number) = 1 as is_withdrawn from numbered
  ),
  final as (
    select
      event_id, event_type, frame_id, line, shard_id, sequence_number, received_at_ms, content_hash, raw_key, source,
      key_id, is_new, is_withdrawn,
      -- A winner of earlier runs that is in the table where it no longer belongs.
      not is_new and is_in_events = is_withdrawn as is_moving
    from judged
    where is_decision = 0
  )
select * from final

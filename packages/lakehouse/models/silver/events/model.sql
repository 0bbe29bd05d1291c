with
  kept as (
    select e.*
    from run.bronze_events_added e
    join run.silver_winners w on w.shard_id = e.shard_id and w.sequence_number = e.sequence_number and w.line = e.line
    left join (select shard_id, sequence_number, line from run.silver_verdicts where is_withdrawn) v
      on v.shard_id = e.shard_id and v.sequence_number = e.sequence_number and v.line = e.line
    where v.line is null
    union all
    select * from run.silver_returns
  ),
  final as (
    select
      e.*,
      timestamp_millis(e.event_time_ms) as event_time,
      date_trunc('hour', timestamp_millis(e.event_time_ms)) as event_hour,
      cast(timestamp_millis(e.event_time_ms) as date) as event_date,
      case
        when e.session_id is not null then 's:' || e.session_id
        when e.user_id_hash is not null then 'v:' || e.user_id_hash
      end as session_group
    from kept e
  )
select * from final

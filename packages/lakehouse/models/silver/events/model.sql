with
  arrivals as (select * from run.silver_arrivals where is_earlier),
  new_events as (select * from run.bronze_events_added),
  placed as (
    select
      shard_id,
      sequence_number,
      line,
      row_number() over (
        partition by event_id
        order by received_at_ms nulls last, frame_id nulls last, line nulls last,
          shard_id nulls last, sequence_number nulls last
      ) as place
    from arrivals
  ),
  -- Only keys go through the window; the wide rows are joined afterwards.
  winners as (select shard_id, sequence_number, line from placed where place = 1),
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
    from new_events e
    join winners w on w.shard_id = e.shard_id and w.sequence_number = e.sequence_number and w.line = e.line
  )
select * from final

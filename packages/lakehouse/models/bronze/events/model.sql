with
  typed_events as (select * from run.typed_events),
  files as (select * from run.files where kind = 'events'),
  final as (
    select
      t.*,
      timestamp_millis(t.received_at_ms) as received_at,
      f.object_key as raw_key,
      {run_id} as run_id
    from typed_events t
    join files f on f.typed_key = t.typed_key
  )
select * from final

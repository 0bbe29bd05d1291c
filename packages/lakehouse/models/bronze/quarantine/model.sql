with
  typed_quarantine as (select * from run.typed_quarantine),
  files as (select * from run.files where kind = 'quarantine'),
  final as (
    select
      t.*,
      timestamp_millis(t.received_at_ms) as received_at,
      f.object_key as quarantine_key,
      {run_id} as run_id
    from typed_quarantine t
    join files f on f.typed_key = t.typed_key
  )
select * from final

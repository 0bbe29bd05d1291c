with
  sightings as (
    select n.*
    from run.bronze_quarantine_added n
    join run.silver_quarantine_scope s on s.quarantine_id = n.quarantine_id
  ),
  placed as (
    select
      *,
      row_number() over (
        partition by quarantine_id
        order by received_at_ms nulls last, frame_id nulls last, line nulls last,
          shard_id nulls last, sequence_number nulls last
      ) as place
    from sightings
  ),
  final as (select * from placed where place = 1)
select * from final

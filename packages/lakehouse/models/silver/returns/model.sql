with
  places as (
    select shard_id, sequence_number, line, received_at_ms
    from run.silver_verdicts
    where is_moving and not is_withdrawn
  ),
  final as (
    select b.*
    from bronze.events b
    join places p on p.shard_id = b.shard_id and p.sequence_number = b.sequence_number and p.line = b.line
    where b.received_at_ms between (select min(received_at_ms) from places) and (select max(received_at_ms) from places)
  )
select * from final

with
  placed as (
    select
      *,
      row_number() over (
        partition by event_id
        order by received_at_ms nulls last, frame_id nulls last, line nulls last,
          shard_id nulls last, sequence_number nulls last
      ) as place
    from run.silver_arrivals
    where is_earlier
  ),
  final as (
    select
      event_id, received_at_ms, shard_id, sequence_number, line, content_hash, winner_received_at_ms,
      winner_content_hash is not null as is_replacing,
      coalesce(not is_winner_withdrawn, false) as is_in_events,
      coalesce(is_winner_withdrawn, false) as is_in_withdrawn
    from placed
    where place = 1
  )
select * from final

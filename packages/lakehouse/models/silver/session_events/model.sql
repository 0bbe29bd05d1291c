with
  spans as (select * from run.silver_session_events_scope),
  -- By the client's clock where it was corrected; apart, so that the engine can leave out files and row groups for both.
  uncorrected as (
    select
      e.session_group, e.event_id, e.frame_id, e.line, e.event_type, e.event_time_ms as order_ms, e.event_time_ms, e.event_time,
      e.client_time_ms, e.session_id, e.user_id_hash, e.page_path, e.referrer_host, e.utm_source, e.utm_medium, e.utm_campaign
    from silver.events e
    join spans s on s.session_group = e.session_group
    where e.client_time_ms is null
      and e.event_time_ms between s.from_ms and s.to_ms
      and e.event_time_ms between (select min(from_ms) from spans) and (select max(to_ms) from spans)
      and e.event_type not in ({sessionless_event_types})
  ),
  corrected as (
    select
      e.session_group, e.event_id, e.frame_id, e.line, e.event_type, e.client_time_ms as order_ms, e.event_time_ms, e.event_time,
      e.client_time_ms, e.session_id, e.user_id_hash, e.page_path, e.referrer_host, e.utm_source, e.utm_medium, e.utm_campaign
    from silver.events e
    join spans s on s.session_group = e.session_group
    where e.client_time_ms between s.from_ms and s.to_ms
      and e.client_time_ms between (select min(from_ms) from spans) and (select max(to_ms) from spans)
      and e.event_type not in ({sessionless_event_types})
  ),
  events as (
    select * from uncorrected
    union all
    select * from corrected
  ),
  spaced as (
    select
      *,
      order_ms - lag(order_ms) over (
        partition by session_group
        order by order_ms nulls last, event_id nulls last, frame_id nulls last, line nulls last
      ) as gap_ms
    from events
  ),
  cut as (
    select
      *,
      sum(case when session_id is null and gap_ms >= {session_gap_ms} then 1 else 0 end) over (
        partition by session_group
        order by order_ms nulls last, event_id nulls last, frame_id nulls last, line nulls last
        rows between unbounded preceding and current row
      ) as session_number
    from spaced
  ),
  placed as (
    select
      *,
      row_number() over (
        partition by session_group, session_number
        order by order_ms nulls last, event_id nulls last, frame_id nulls last, line nulls last
      ) as position
    from cut
  ),
  named as (
    select
      session_group,
      session_number,
      coalesce(session_id, md5(session_group || '|' || cast(event_time_ms as string) || '|' || event_id)) as session_id
    from placed
    where position = 1
  ),
  final as (
    select
      n.session_id,
      p.session_group,
      p.session_id is not null as is_client_session,
      p.position,
      p.event_id,
      p.event_type,
      p.order_ms,
      p.event_time_ms,
      p.event_time,
      p.client_time_ms,
      p.user_id_hash,
      p.page_path,
      p.referrer_host,
      p.utm_source,
      p.utm_medium,
      p.utm_campaign
    from placed p
    join named n on n.session_group = p.session_group and n.session_number = p.session_number
  )
select * from final

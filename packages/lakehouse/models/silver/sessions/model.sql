with
  session_events as (select * from run.silver_session_events),
  final as (
    select
      session_id,
      session_group,
      is_client_session,
      min_by(user_id_hash, position) filter (where user_id_hash is not null) as user_id_hash,
      min(event_time) as started_at,
      max(event_time) as ended_at,
      min(event_time_ms) as started_at_ms,
      max(event_time_ms) as ended_at_ms,
      case when count(client_time_ms) > 0 then min(order_ms) end as client_started_at_ms,
      case when count(client_time_ms) > 0 then max(order_ms) end as client_ended_at_ms,
      cast(min(event_time) as date) as session_date,
      max(event_time_ms) - min(event_time_ms) as duration_ms,
      count(*) as event_count,
      count(*) filter (where event_type = 'page_view') as page_view_count,
      min_by(page_path, position) filter (where event_type = 'page_view' and page_path is not null) as entry_path,
      max_by(page_path, position) filter (where event_type = 'page_view' and page_path is not null) as exit_path,
      min_by(referrer_host, position) filter (where referrer_host is not null) as referrer_host,
      min_by(utm_source, position) filter (where utm_source is not null) as utm_source,
      min_by(utm_medium, position) filter (where utm_medium is not null) as utm_medium,
      min_by(utm_campaign, position) filter (where utm_campaign is not null) as utm_campaign
    from session_events
    group by session_id, session_group, is_client_session
  )
select * from final

with
  page_views as (
    select
      e.event_hour as hour,
      coalesce(e.page_path, '') as page_path,
      coalesce(e.user_id_hash, e.session_id) as visitor
    from silver.events e
    join run.gold_page_views_1h_scope s on s.hour = e.event_hour
    where e.event_type = 'page_view'
      and e.event_hour between (select min(hour) from run.gold_page_views_1h_scope)
        and (select max(hour) from run.gold_page_views_1h_scope)
  ),
  final as (
    select hour, page_path, count(*) as view_count, count(distinct visitor) as visitor_count
    from page_views
    group by hour, page_path
  )
select * from final

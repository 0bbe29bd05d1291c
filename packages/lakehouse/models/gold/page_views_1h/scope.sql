select event_hour as hour from run.silver_events_added where event_type = 'page_view'
union
select event_hour as hour from run.silver_events_removed where event_type = 'page_view'

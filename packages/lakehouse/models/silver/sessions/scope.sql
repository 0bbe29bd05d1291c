-- The sessions that the spans have now, and those that they had. from_ms and to_ms: the event times (started_at_ms) between
-- which they lie; a span is of the times that order goes by.
with
  spans as (select * from run.silver_session_events_scope),
  had as (
    select s.session_id, s.started_at_ms, s.ended_at_ms
    from silver.sessions s
    join spans h on h.session_group = s.session_group
    where s.client_started_at_ms is null
      and s.started_at_ms >= h.from_ms and s.ended_at_ms <= h.to_ms
      and s.started_at_ms between (select min(from_ms) from spans) and (select max(to_ms) from spans)
    union all
    select s.session_id, s.started_at_ms, s.ended_at_ms
    from silver.sessions s
    join spans h on h.session_group = s.session_group
    where s.client_started_at_ms >= h.from_ms and s.client_ended_at_ms <= h.to_ms
      and s.client_started_at_ms between (select min(from_ms) from spans) and (select max(to_ms) from spans)
  )
select session_id, min(started_at_ms) as from_ms, max(ended_at_ms) as to_ms
from (
  select session_id, event_time_ms as started_at_ms, event_time_ms as ended_at_ms from run.silver_session_events
  union all
  select session_id, started_at_ms, ended_at_ms from had
) found
group by session_id

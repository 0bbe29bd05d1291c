-- The sessions that the spans have now, and those that they had; from_ms and to_ms: the span that holds them.
select session_id, min(from_ms) as from_ms, max(to_ms) as to_ms
from (
  select e.session_id, h.from_ms, h.to_ms
  from run.silver_session_events e
  join run.silver_session_events_scope h on h.session_group = e.session_group
  where e.position = 1
  union all
  select s.session_id, h.from_ms, h.to_ms
  from silver.sessions s
  join run.silver_session_events_scope h on h.session_group = s.session_group
  where s.started_at_ms >= h.from_ms and s.ended_at_ms <= h.to_ms
    and s.started_at_ms between (select min(from_ms) from run.silver_session_events_scope)
      and (select max(to_ms) from run.silver_session_events_scope)
) found
group by session_id

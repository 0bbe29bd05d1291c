-- Per touched group one span: from the first to the last changed event, widened by the sessions it touches (a session
-- touches it when less than the gap lies between them; a client's session always does). A session outside of the span is
-- at least the gap away from every change on its side, so no change can reach it. One span per group, not one per changed
-- event, keeps the joins below one to one; what lies between two far changes is recomputed, found equal and left alone.
with
  changed as (
    select session_group, event_time_ms from run.silver_events_added
    where session_group is not null and event_type not in ({sessionless_event_types})
    union all
    select session_group, event_time_ms from run.silver_events_removed
    where session_group is not null and event_type not in ({sessionless_event_types})
  ),
  touched as (
    select session_group, min(event_time_ms) as from_ms, max(event_time_ms) as to_ms from changed group by session_group
  ),
  sessions as (
    select s.session_group, min(s.started_at_ms) as from_ms, max(s.ended_at_ms) as to_ms
    from silver.sessions s
    join touched t on t.session_group = s.session_group
    where s.is_client_session
      or (s.ended_at_ms > t.from_ms - {session_gap_ms} and s.started_at_ms < t.to_ms + {session_gap_ms})
    group by s.session_group
  )
select
  t.session_group,
  least(t.from_ms, coalesce(s.from_ms, t.from_ms)) as from_ms,
  greatest(t.to_ms, coalesce(s.to_ms, t.to_ms)) as to_ms
from touched t
left join sessions s on s.session_group = t.session_group

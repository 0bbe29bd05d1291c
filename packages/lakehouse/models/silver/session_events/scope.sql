-- Times are those that order goes by. Per touched group one span: from the first to the last changed event, widened by the
-- sessions it touches (a session touches it when less than the gap lies between them; a client's session always does). A
-- session outside of the span is at least the gap away from every change on its side, so no change can reach it. One span
-- per group, not one per changed event, keeps the joins below one to one; what lies between two far changes is recomputed,
-- found equal and left alone.
with
  changed as (
    select session_group, coalesce(client_time_ms, event_time_ms) as order_ms from run.silver_events_added
    where session_group is not null and event_type not in ({sessionless_event_types})
    union all
    select session_group, coalesce(client_time_ms, event_time_ms) as order_ms from run.silver_events_removed
    where session_group is not null and event_type not in ({sessionless_event_types})
  ),
  touched as (
    select session_group, min(order_ms) as from_ms, max(order_ms) as to_ms from changed group by session_group
  ),
  ordered as (
    select
      s.session_group,
      s.is_client_session,
      coalesce(s.client_started_at_ms, s.started_at_ms) as first_ms,
      coalesce(s.client_ended_at_ms, s.ended_at_ms) as last_ms
    from silver.sessions s
    join touched t on t.session_group = s.session_group
  ),
  sessions as (
    select o.session_group, min(o.first_ms) as from_ms, max(o.last_ms) as to_ms
    from ordered o
    join touched t on t.session_group = o.session_group
    where o.is_client_session
      or (o.last_ms > t.from_ms - {session_gap_ms} and o.first_ms < t.to_ms + {session_gap_ms})
    group by o.session_group
  )
select
  t.session_group,
  least(t.from_ms, coalesce(s.from_ms, t.from_ms)) as from_ms,
  greatest(t.to_ms, coalesce(s.to_ms, t.to_ms)) as to_ms
from touched t
left join sessions s on s.session_group = t.session_group

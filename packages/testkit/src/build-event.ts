/** Deep-partial changes to a built event; undefined removes a field. */
export type EventChanges = Readonly<Record<string, unknown>>;

/** A valid page view as a client sends it. `n` makes ids that differ. */
export function buildPageView(n: number, changes: EventChanges = {}): Record<string, unknown> {
  return withChanges(
    {
      event_id: `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
      event_type: 'page_view',
      schema_version: '1.0.0',
      ts: new Date(Date.UTC(2026, 0, 15, 12, 0, n % 60)).toISOString(),
      user: { user_id_hash: (n % 7).toString(16).repeat(64), consent: { analytics: true, ads: false } },
      session: { session_id: `session-${n % 5}` },
      ctx: { page_url: `https://shop.example/product/${n}`, user_agent: 'Mozilla/5.0 (X11; Linux x86_64)' },
    },
    changes,
  );
}

function withChanges(event: Record<string, unknown>, changes: EventChanges): Record<string, unknown> {
  const changed = { ...event, ...changes };
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
}

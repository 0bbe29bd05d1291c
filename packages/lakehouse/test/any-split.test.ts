import type { ManifestRow } from '@millrace/pipeline';
import fc from 'fast-check';
import { type Bed, day, minute, type TypedRow, toEvent, withBed } from './lake-bed.ts';

/**
 * Few values of each kind, so that event ids collide, sessions touch and bridge, winners move, and decisions about consent
 * come before, with and after the events they are about.
 */
const eventArbitrary = fc.record({
  id: fc.integer({ min: 0, max: 11 }),
  content: fc.constantFrom('A', 'A', 'B'),
  minutes: fc.constantFrom(0, 1, 29, 30, 31, 59, 60, 61, 1439, 1441),
  received: fc.integer({ min: 0, max: 9 }),
  user: fc.constantFrom('ann', 'ann', 'bob', null),
  session: fc.constantFrom(null, null, null, 'S'),
  type: fc.constantFrom(
    'page_view',
    'page_view',
    'page_view',
    'click',
    'server_request',
    'consent_update',
    'consent_update',
  ),
  /** Of a decision; whatever else there is was consented to when it was received. */
  consents: fc.constantFrom(true, false, false),
  /** What was added to the client's time, in minutes. */
  correction: fc.constantFrom(null, null, null, 1, 40, -40),
  path: fc.constantFrom('/', '/product/1', '/cart', null),
});

const inputArbitrary = fc
  .array(fc.array(eventArbitrary, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 7 })
  .chain((files) =>
    fc.record({
      files: fc.constant(files),
      order: fc.shuffledSubarray([...files.keys()], { minLength: files.length, maxLength: files.length }),
      /** After which files a run ends. */
      cuts: fc.array(fc.boolean(), { minLength: files.length, maxLength: files.length }),
    }),
  );

const tables = [
  'silver.events',
  'silver.withdrawn',
  'silver.conflicts',
  'silver.quarantine',
  'silver.sessions',
  'gold.fact_funnel',
  'gold.page_views_1h',
];

test('CONSENT-6: any split of the same files into runs, in any order, gives the same silver and gold as one run', async () => {
  await fc.assert(
    fc.asyncProperty(inputArbitrary, async ({ files, order, cuts }) => {
      await withBed(async (whole) => {
        await withBed(async (split) => {
          const events = files.map((file) => file.map(toTyped));
          await whole.refine(await landAll(whole, events));

          const { kept, withdrawn } = judge(events.flat());
          expect(await whole.select(placesSql('silver.events'))).toEqual(toPlaces(kept));
          expect(await whole.select(placesSql('silver.withdrawn'))).toEqual(toPlaces(withdrawn));
          expect(await whole.select(sessionsSql)).toEqual(toSessions(kept));

          const rows = await landAll(split, events);
          let run: ManifestRow[] = [];
          for (const [index, file] of order.entries()) {
            run.push(rows[file] as ManifestRow);
            if (!cuts[index] && index < order.length - 1) continue;
            await split.refine(run);
            run = [];
          }
          for (const table of tables) {
            const sql = `select * from ${table} order by all`;
            expect({ table, rows: await split.select(sql) }).toEqual({ table, rows: await whole.select(sql) });
          }
          expect(await countUnexplained(split)).toEqual([[0]]);
        });
      });
    }),
    { numRuns: 10 },
  );
}, 120_000);

async function landAll(bed: Bed, files: readonly (readonly TypedRow[])[]): Promise<readonly ManifestRow[]> {
  const rows: ManifestRow[] = [];
  for (const events of files) rows.push(await bed.land(events));
  return rows;
}

type Drawn = typeof eventArbitrary extends fc.Arbitrary<infer T> ? T : never;

function toTyped({ id, content, minutes, received, user, session, type, path, consents, correction }: Drawn): TypedRow {
  const time = day + minutes * minute;
  return toEvent({
    event_id: `event-${id}`,
    content_hash: `${id}-${content}`,
    event_time_ms: time,
    client_time_ms: correction === null ? null : time - correction * minute,
    clock_correction: correction === null ? null : correction * minute,
    received_at_ms: day + received,
    user_id_hash: user,
    session_id: session,
    event_type: type,
    consent_analytics: type === 'consent_update' ? consents : true,
    page_path: path,
  });
}

const placesSql = (table: string) => `select event_id, frame_id from ${table} order by event_id`;
const toPlaces = (rows: readonly TypedRow[]) =>
  rows.map(({ event_id, frame_id }) => [event_id, frame_id]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

/** The rules once more, in another language: the first received wins; the newest decision before it judges it. */
function judge(events: readonly TypedRow[]): {
  readonly kept: readonly TypedRow[];
  readonly withdrawn: readonly TypedRow[];
} {
  const winners = new Map<unknown, TypedRow>();
  const inOrder = [...events].sort(
    (a, b) => receivedAt(a) - receivedAt(b) || (String(a['frame_id']) < String(b['frame_id']) ? -1 : 1),
  );
  for (const event of inOrder) if (!winners.has(event['event_id'])) winners.set(event['event_id'], event);
  const isDecision = (event: TypedRow) => event['event_type'] === 'consent_update';
  const isWithdrawn = (event: TypedRow) => {
    if (isDecision(event) || event['user_id_hash'] === null) return false;
    const before = [...winners.values()].filter(
      (other) =>
        isDecision(other) && other['user_id_hash'] === event['user_id_hash'] && receivedAt(other) < receivedAt(event),
    );
    return before.at(-1)?.['consent_analytics'] === false;
  };
  const { kept = [], withdrawn = [] } = Object.groupBy(winners.values(), (event) =>
    isWithdrawn(event) ? 'withdrawn' : 'kept',
  );
  return { kept, withdrawn };
}

function receivedAt(event: TypedRow): number {
  return Number(event['received_at_ms']);
}

const sessionsSql = `select session_group, started_at_ms, ended_at_ms, client_started_at_ms, client_ended_at_ms, event_count
  from silver.sessions order by session_group, coalesce(client_started_at_ms, started_at_ms)`;

type Session = { first: number; last: number; started: number; ended: number; isCorrected: boolean; count: number };

/** Gaps by the client's clock; starts and ends by event time. */
function toSessions(events: readonly TypedRow[]): readonly (readonly unknown[])[] {
  const byGroup = Map.groupBy(
    events.filter(({ event_type }) => event_type !== 'server_request' && event_type !== 'consent_update'),
    ({ session_id, user_id_hash }) => (session_id === null ? `v:${user_id_hash}` : `s:${session_id}`),
  );
  byGroup.delete('v:null');
  return [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([group, ofGroup]) =>
      cut(group, ofGroup).map(({ first, last, started, ended, isCorrected, count }) => [
        ...[group, started, ended],
        ...(isCorrected ? [first, last] : [null, null]),
        count,
      ]),
    );
}

function cut(group: string, events: readonly TypedRow[]): readonly Session[] {
  const times = events
    .map(({ event_time_ms, client_time_ms }) => ({
      order: Number(client_time_ms ?? event_time_ms),
      time: Number(event_time_ms),
      isCorrected: client_time_ms !== null,
    }))
    .sort((a, b) => a.order - b.order);
  const sessions: Session[] = [];
  for (const { order, time, isCorrected } of times) {
    const last = sessions.at(-1);
    if (last && (group.startsWith('s:') || order - last.last < 30 * minute)) {
      last.last = order;
      last.started = Math.min(last.started, time);
      last.ended = Math.max(last.ended, time);
      last.isCorrected ||= isCorrected;
      last.count += 1;
    } else {
      sessions.push({ first: order, last: order, started: time, ended: time, isCorrected, count: 1 });
    }
  }
  return sessions;
}

/** bronze − silver − withdrawn − conflicts − duplicates, each counted from bronze by its own rule. */
function countUnexplained(bed: Bed) {
  return bed.select(`
    with winners as (
      select event_id, content_hash from bronze.events
      qualify row_number() over (partition by event_id order by received_at_ms, frame_id, line, shard_id, sequence_number) = 1
    )
    select (select count(*) from bronze.events) - (select count(*) from silver.events) - (select count(*) from silver.withdrawn)
      - (select count(*) from silver.conflicts)
      - (select count(*) from bronze.events join winners using (event_id, content_hash)) + (select count(*) from winners)`);
}

import type { ManifestRow } from '@millrace/pipeline';
import fc from 'fast-check';
import { type Bed, day, minute, type TypedRow, toEvent, withBed } from './lake-bed.ts';

/** Few values of each kind, so that event ids collide, sessions touch and bridge, and winners move. */
const eventArbitrary = fc.record({
  id: fc.integer({ min: 0, max: 11 }),
  content: fc.constantFrom('A', 'A', 'B'),
  minutes: fc.constantFrom(0, 1, 29, 30, 31, 59, 60, 61, 1439, 1441),
  received: fc.integer({ min: 0, max: 9 }),
  user: fc.constantFrom('ann', 'ann', 'bob', null),
  session: fc.constantFrom(null, null, null, 'S'),
  type: fc.constantFrom('page_view', 'page_view', 'click', 'server_request'),
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
  'silver.conflicts',
  'silver.quarantine',
  'silver.sessions',
  'gold.fact_funnel',
  'gold.page_views_1h',
];

test('any split of the same files into runs, in any order, gives the same silver and gold as one run', async () => {
  await fc.assert(
    fc.asyncProperty(inputArbitrary, async ({ files, order, cuts }) => {
      await withBed(async (whole) => {
        await withBed(async (split) => {
          const events = files.map((file) => file.map(toTyped));
          await whole.refine(await landAll(whole, events));

          expect(await whole.select(sessionsSql)).toEqual(toSessions(events.flat()));

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
    { numRuns: 8 },
  );
}, 60_000);

async function landAll(bed: Bed, files: readonly (readonly TypedRow[])[]): Promise<readonly ManifestRow[]> {
  const rows: ManifestRow[] = [];
  for (const events of files) rows.push(await bed.land(events));
  return rows;
}

function toTyped({
  id,
  content,
  minutes,
  received,
  user,
  session,
  type,
  path,
}: typeof eventArbitrary extends fc.Arbitrary<infer T> ? T : never): TypedRow {
  return toEvent({
    event_id: `event-${id}`,
    content_hash: `${id}-${content}`,
    event_time_ms: day + minutes * minute,
    received_at_ms: day + received,
    user_id_hash: user,
    session_id: session,
    event_type: type,
    page_path: path,
  });
}

const sessionsSql = `select session_group, started_at_ms, ended_at_ms, event_count
  from silver.sessions order by session_group, started_at_ms`;

/** The rule once more, in another language: winners, then gaps. */
function toSessions(events: readonly TypedRow[]): readonly (readonly unknown[])[] {
  const winners = new Map<unknown, TypedRow>();
  const inOrder = [...events].sort(
    (a, b) =>
      Number(a['received_at_ms']) - Number(b['received_at_ms']) ||
      (String(a['frame_id']) < String(b['frame_id']) ? -1 : 1),
  );
  for (const event of inOrder) if (!winners.has(event['event_id'])) winners.set(event['event_id'], event);

  const times = new Map<string, number[]>();
  for (const event of winners.values()) {
    const group = event['session_id'] === null ? `v:${event['user_id_hash']}` : `s:${event['session_id']}`;
    if (event['event_type'] === 'server_request' || group === 'v:null') continue;
    times.set(group, [...(times.get(group) ?? []), Number(event['event_time_ms'])]);
  }

  const sessions: [string, number, number, number][] = [];
  for (const [group, ofGroup] of [...times].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let last: [string, number, number, number] | undefined;
    for (const time of ofGroup.sort((a, b) => a - b)) {
      if (last && (group.startsWith('s:') || time - last[2] < 30 * minute)) {
        last[2] = time;
        last[3] += 1;
      } else {
        last = [group, time, time, 1];
        sessions.push(last);
      }
    }
  }
  return sessions;
}

/** bronze − silver − conflicts − duplicates, each counted from bronze by its own rule. */
function countUnexplained(bed: Bed) {
  return bed.select(`
    with winners as (
      select event_id, content_hash from bronze.events
      qualify row_number() over (partition by event_id order by received_at_ms, frame_id, line, shard_id, sequence_number) = 1
    )
    select (select count(*) from bronze.events) - (select count(*) from silver.events) - (select count(*) from silver.conflicts)
      - (select count(*) from bronze.events join winners using (event_id, content_hash)) + (select count(*) from winners)`);
}

import fc from 'fast-check';
import { type Bed, day, type TypedRow, toEvent, withBed } from './lake-bed.ts';

const second = 1_000;
const sessionsSql = `
  select user_id_hash, (started_at_ms - ${day}) // 1000, (ended_at_ms - ${day}) // 1000, event_count
  from silver.sessions order by started_at_ms, session_id`;

const at = (seconds: number, values: TypedRow = {}) => toEvent({ event_time_ms: day + seconds * second, ...values });

test.each([
  ['29:59', 1799, 1],
  ['30:00', 1800, 2],
  ['30:01', 1801, 2],
])('a gap of %s', async (_, seconds, sessions) => {
  await withBed(async (bed) => {
    await bed.take(at(0), at(seconds));
    expect(await bed.select('select count(*) from silver.sessions')).toEqual([[sessions]]);
    // The same when the second event comes in a run of its own, or first.
    await bed.take(at(0, { user_id_hash: 'bob' }));
    await bed.take(at(seconds, { user_id_hash: 'bob' }));
    await bed.take(at(seconds, { user_id_hash: 'eve' }));
    await bed.take(at(0, { user_id_hash: 'eve' }));
    expect(await bed.select('select user_id_hash, count(*) from silver.sessions group by all order by all')).toEqual([
      ['ann', sessions],
      ['bob', sessions],
      ['eve', sessions],
    ]);
  });
});

test('a session goes over midnight, and belongs to the day on which it started', async () => {
  await withBed(async (bed) => {
    await bed.take(at(-600));
    await bed.take(at(600));
    expect(await bed.select(sessionsSql)).toEqual([['ann', -600, 600, 2]]);
    expect(await bed.select('select session_date, duration_ms from silver.sessions')).toEqual([
      ['2026-01-14', 1_200_000],
    ]);
    expect(await bed.select('select session_date from gold.fact_funnel')).toEqual([['2026-01-14']]);
  });
});

test('a late event bridges two sessions: one row is left, and no other session is touched', async () => {
  await withBed(async (bed) => {
    await bed.take(at(-9000), at(0), at(60), at(3000), at(3060), at(20_000), at(30, { user_id_hash: 'bob' }));
    expect(await bed.select(sessionsSql)).toHaveLength(5);
    const untouched = `select rowid, * from silver.sessions
      where user_id_hash = 'bob' or started_at_ms in (${day - 9_000_000}, ${day + 20_000_000}) order by all`;
    const before = await bed.select(untouched);
    const changed = await bed.take(at(1500));
    expect(changed['silver.sessions']).toEqual({ added: 1, removed: 2 });
    // The first session keeps its id and its steps, so its funnel row stays.
    expect(changed['gold.fact_funnel']).toEqual({ added: 0, removed: 1 });
    expect(await bed.select(sessionsSql)).toEqual([
      ['ann', -9000, -9000, 1],
      ['ann', 0, 3060, 5],
      ['bob', 30, 30, 1],
      ['ann', 20_000, 20_000, 1],
    ]);
    expect(await bed.select(untouched)).toEqual(before);
  });
});

test('a client session is taken as it is, whatever lies between its events and whoever sends them', async () => {
  await withBed(async (bed) => {
    await bed.take(at(0, { session_id: 'S', user_id_hash: null }), at(86_400, { session_id: 'S' }), at(10));
    await bed.take(at(-86_400, { session_id: 'S' }));
    expect(
      await bed.select(
        'select session_id, is_client_session, event_count, user_id_hash from silver.sessions order by 3',
      ),
    ).toEqual([
      [expect.stringMatching(/^[0-9a-f]{32}$/), false, 1, 'ann'],
      ['S', true, 3, 'ann'],
    ]);
  });
});

test('what makes no session: requests, metrics, system events, decisions about consent, and events of nobody', async () => {
  await withBed(async (bed) => {
    await bed.take(
      at(0, { event_type: 'server_request', page_path: null }),
      at(1, { event_type: 'metric' }),
      at(2, { event_type: 'system_event' }),
      at(3, { user_id_hash: null }),
      at(3, { event_type: 'consent_update', page_path: null }),
      at(4, { event_type: 'click', page_path: null }),
    );
    expect(await bed.select(sessionsSql)).toEqual([['ann', 4, 4, 1]]);
    expect(await bed.select('select page_view_count, entry_path, exit_path from silver.sessions')).toEqual([
      [0, null, null],
    ]);
    expect(await bed.select('select count(*) from gold.fact_funnel')).toEqual([[0]]);
  });
});

test('a winner that moves to another time and visitor leaves one session and joins the other', async () => {
  await withBed(async (bed) => {
    await bed.take(at(0), at(1000), at(2000), at(5000, { user_id_hash: 'bob' }));
    const moving = { event_id: 'm', content_hash: 'x' };
    await bed.take(at(3000, { ...moving, received_at_ms: day + 9_000_000 }));
    expect(await bed.select(sessionsSql)).toEqual([
      ['ann', 0, 3000, 4],
      ['bob', 5000, 5000, 1],
    ]);
    await bed.take(at(5500, { ...moving, user_id_hash: 'bob', received_at_ms: day + 8_000_000 }));
    expect(await bed.select(sessionsSql)).toEqual([
      ['ann', 0, 2000, 3],
      ['bob', 5000, 5500, 2],
    ]);
  });
});

test('a winner that moves away from the middle of a session cuts it in two', async () => {
  await withBed(async (bed) => {
    const middle = { event_id: 'm', content_hash: 'x' };
    await bed.take(at(0), at(1500, { ...middle, received_at_ms: day + 9_000_000 }), at(3000));
    expect(await bed.select(sessionsSql)).toEqual([['ann', 0, 3000, 3]]);
    await bed.take(at(3100, { ...middle, received_at_ms: day + 8_000_000 }));
    expect(await bed.select(sessionsSql)).toEqual([
      ['ann', 0, 0, 1],
      ['ann', 3000, 3100, 2],
    ]);
  });
});

test('entry and exit are the first and last page view in the order of time and id', async () => {
  await withBed(async (bed) => {
    await bed.take(
      at(5, { event_id: 'b', page_path: '/b' }),
      at(5, { event_id: 'a', page_path: '/a', referrer_host: 'search.example' }),
      at(9, { event_id: 'c', page_path: null }),
      at(9, { event_id: 'd', event_type: 'click', page_path: '/d' }),
    );
    expect(
      await bed.select(
        'select entry_path, exit_path, event_count, page_view_count, referrer_host from silver.sessions',
      ),
    ).toEqual([['/a', '/b', 4, 3, 'search.example']]);
  });
});

/** Received with a clock that was so many seconds late: the event's time is the client's, corrected. */
const corrected = (clientSeconds: number, correctionSeconds: number, values: TypedRow = {}) =>
  at(clientSeconds + correctionSeconds, {
    client_time_ms: day + clientSeconds * second,
    clock_correction: correctionSeconds * second,
    ...values,
  });

/** Refines, and notes the positions that the run gave: they last no longer than the run. */
async function takePositions(bed: Bed, ...events: readonly TypedRow[]): Promise<readonly (readonly unknown[])[]> {
  const plan = bed.plan([await bed.land(events)]);
  const steps = plan.steps.map((step) => {
    if (step.name !== 'audit-silver') return step;
    const note = {
      table: 'x',
      purpose: 'test',
      sql: 'create or replace table main.positions as select session_id, event_id, position from run_silver_session_events',
    };
    return { ...step, statements: [...step.statements, note] };
  });
  for (const { name } of steps) await bed.lake.executeStep({ ...plan, steps }, name, day);
  return bed.select('select session_id, event_id from main.positions order by session_id, position');
}

test('ORDER-1: positions in a session follow the client’s times, whatever correction each batch got', async () => {
  /** A session's events in the client's order, a second or more apart, in batches; a correction of 0 is none. */
  const batch = fc.record({
    correction: fc.constantFrom(0, 0, 61, 3600, -90, -7200),
    gaps: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
  });
  const session = fc.record({
    batches: fc.array(batch, { minLength: 2, maxLength: 4 }),
    isClientSession: fc.boolean(),
    isReversed: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(session, { minLength: 20, maxLength: 20 }), async (drawn) => {
      const sessions = drawn.map(({ batches, isClientSession, isReversed }, n) => {
        let time = 0;
        const group = isClientSession ? { session_id: `S${n}` } : { user_id_hash: `u${n}` };
        const files = batches.map(({ correction, gaps }) =>
          gaps.map((gap) => {
            time += gap;
            return correction === 0 ? at(time, group) : corrected(time, correction, group);
          }),
        );
        return {
          ordered: files.flat().map(({ event_id }) => event_id),
          taken: isReversed ? files.toReversed() : files,
        };
      });
      await withBed(async (bed) => {
        const run = (ofLast: number) => sessions.flatMap(({ taken }) => taken.at(-ofLast) ?? []);
        for (const ofLast of [4, 3, 2]) await bed.take(...run(ofLast));
        // The last run touches every session, so it numbers all of their events.
        const positions = await takePositions(bed, ...run(1));
        const found = Map.groupBy(positions, ([sessionId]) => sessionId);
        expect([...found.values()].map((rows) => rows.map(([, eventId]) => eventId)).sort()).toEqual(
          sessions.map(({ ordered }) => ordered).sort(),
        );
        expect(await bed.select('select count(*) from silver.sessions')).toEqual([[sessions.length]]);
      });
    }),
    { numRuns: 3 },
  );
}, 120_000);

test('ORDER-1: gaps, entry, exit and funnel go by the client’s clock; starts and ends are event times', async () => {
  await withBed(async (bed) => {
    await bed.take(
      // By event time the second batch lies before the first one, and half an hour apart from it.
      corrected(0, 7200, { event_id: 'a', page_path: '/' }),
      corrected(10, 7200, { event_id: 'b', page_path: '/product/1' }),
      at(20, { event_id: 'c', page_path: '/cart' }),
      // By event time this one is near.
      corrected(9000, -8970, { event_id: 'd', page_path: '/late' }),
    );
    expect(
      await bed.select(`select entry_path, exit_path, event_count, (started_at_ms - ${day}) // 1000, (ended_at_ms - ${day}) // 1000,
          duration_ms // 1000, (client_started_at_ms - ${day}) // 1000, (client_ended_at_ms - ${day}) // 1000
        from silver.sessions order by client_started_at_ms`),
    ).toEqual([
      ['/', '/cart', 3, 20, 7210, 7190, 0, 20],
      ['/late', '/late', 1, 30, 30, 0, 9000, 9000],
    ]);
    expect(await bed.select('select deepest_step_name, session_date from gold.fact_funnel order by all')).toEqual([
      ['cart', '2026-01-15'],
      ['visit', '2026-01-15'],
    ]);
  });
});

test('without a correction a session says nothing of the client’s clock', async () => {
  await withBed(async (bed) => {
    await bed.take(at(0), at(60));
    expect(await bed.select('select client_started_at_ms, client_ended_at_ms from silver.sessions')).toEqual([
      [null, null],
    ]);
  });
});

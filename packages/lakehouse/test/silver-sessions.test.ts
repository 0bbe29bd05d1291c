import { day, type TypedRow, toEvent, withBed } from './lake-bed.ts';

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

test('what makes no session: requests, metrics, system events, and events of nobody', async () => {
  await withBed(async (bed) => {
    await bed.take(
      at(0, { event_type: 'server_request', page_path: null }),
      at(1, { event_type: 'metric' }),
      at(2, { event_type: 'system_event' }),
      at(3, { user_id_hash: null }),
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

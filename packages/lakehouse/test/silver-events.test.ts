import { day, minute, toEvent, toQuarantineEntry, withBed } from './lake-bed.ts';

const winnersSql = 'select event_id, frame_id, content_hash from silver.events order by all';
const conflictsSql = 'select event_id, frame_id, winner_frame_id from silver.conflicts order by all';

test('of several rows with one event_id the first received is the silver row', async () => {
  await withBed(async (bed) => {
    const at = (frame: string, received: number, line = 1) =>
      toEvent({ event_id: 'e', frame_id: frame, line, received_at_ms: day + received });
    await bed.take(at('c', 5), at('b', 3, 2), at('b', 3, 1), at('d', 3));
    expect(await bed.select('select frame_id, line from silver.events')).toEqual([['b', 1]]);
    expect(await bed.select('select count(*) from bronze.events')).toEqual([[4]]);
    expect(await bed.select('select count(*) from silver.conflicts')).toEqual([[0]]);
  });
});

test('a later run that brings an earlier received row replaces the winner, and what follows from it', async () => {
  await withBed(async (bed) => {
    const late = toEvent({
      event_id: 'e',
      frame_id: 'late',
      content_hash: 'L',
      user_id_hash: 'bob',
      page_path: '/late',
      event_time_ms: day + 26 * 60 * minute,
      received_at_ms: day + 5,
    });
    const early = toEvent({
      event_id: 'e',
      frame_id: 'early',
      content_hash: 'E',
      page_path: '/early',
      received_at_ms: day + 4,
    });
    await bed.take(late);
    expect(await bed.select('select user_id_hash, session_date from silver.sessions')).toEqual([['bob', '2026-01-16']]);
    const changed = await bed.take(early);
    expect(changed['silver.events']).toEqual({ added: 1, removed: 1 });
    expect(await bed.select(winnersSql)).toEqual([['e', 'early', 'E']]);
    expect(await bed.select(conflictsSql)).toEqual([['e', 'late', 'early']]);
    expect(await bed.select('select user_id_hash, session_date from silver.sessions')).toEqual([['ann', '2026-01-15']]);
    expect(await bed.select('select page_path, view_count from gold.page_views_1h')).toEqual([['/early', 1]]);
    expect(await bed.select('select session_date from gold.fact_funnel')).toEqual([['2026-01-15']]);
  });
});

test('rows with other content than the winner are conflicts, also when the winner changes', async () => {
  await withBed(async (bed) => {
    const at = (frame: string, received: number, content: string) =>
      toEvent({ event_id: 'e', frame_id: frame, received_at_ms: day + received, content_hash: content });
    await bed.take(at('m', 5, 'A'), at('n', 6, 'B'));
    expect(await bed.select(conflictsSql)).toEqual([['e', 'n', 'm']]);
    await bed.take(at('o', 7, 'A'), at('p', 8, 'C'));
    expect(await bed.select(conflictsSql)).toEqual([
      ['e', 'n', 'm'],
      ['e', 'p', 'm'],
    ]);
    // Now B wins: what was a duplicate of A is a conflict, and what was a conflict with B a duplicate.
    await bed.take(at('a', 1, 'B'));
    expect(await bed.select(conflictsSql)).toEqual([
      ['e', 'm', 'a'],
      ['e', 'o', 'a'],
      ['e', 'p', 'a'],
    ]);
    const [counts] = await bed.select(
      `select (select count(*) from bronze.events), (select count(*) from silver.events),
        (select count(*) from silver.conflicts)`,
    );
    expect(counts).toEqual([5, 1, 3]);
  });
});

test('a second import changes no row of silver and gold', async () => {
  await withBed(async (bed) => {
    const times = [0, 1, 2, 50, 51, 2000];
    const paths = ['/', '/product/1', '/cart', '/', '/x', '/'];
    const events = times.map((minutes, index) =>
      toEvent({ event_time_ms: day + minutes * minute, page_path: paths[index] ?? '/' }),
    );
    const refused = toQuarantineEntry();
    await bed.refine([await bed.land(events, [refused])]);
    // rowid would change for a row that is written again.
    const tables = ['silver.events', 'silver.sessions', 'silver.quarantine', 'gold.fact_funnel', 'gold.page_views_1h'];
    const read = () => Promise.all(tables.map((table) => bed.select(`select rowid, * from ${table} order by all`)));
    const before = await read();

    const again = events.map((event, index) => ({
      ...event,
      frame_id: `again-${index}`,
      sequence_number: `9${index}`,
      received_at_ms: Number(event['received_at_ms']) + 3_600_000,
    }));
    const changed = await bed.refine([
      await bed.land(again, [{ ...refused, frame_id: 'again', sequence_number: '99', received_at_ms: day + 1 }]),
    ]);
    expect(Object.keys(changed).filter((table) => !table.startsWith('lake.'))).toEqual([
      'bronze.events',
      'bronze.quarantine',
    ]);
    expect(await read()).toEqual(before);
    expect(await bed.select('select count(*) from bronze.events')).toEqual([[12]]);
    expect(await bed.select('select count(*) from bronze.quarantine')).toEqual([[2]]);
  });
});

test('a frame that is in the stream twice gives one silver row, and does not stop the run', async () => {
  await withBed(async (bed) => {
    const event = toEvent({ sequence_number: '7' });
    await bed.take(event);
    await bed.take({ ...event, sequence_number: '8' }, { ...event, sequence_number: '6' });
    expect(await bed.select('select sequence_number from silver.events')).toEqual([['6']]);
    expect(await bed.select('select count(*) from bronze.events')).toEqual([[3]]);
  });
});

test('an event_id that comes back beyond the horizon is a new event', async () => {
  await withBed(async (bed) => {
    const days = (count: number) => ({ event_time_ms: day + count * 1440 * minute });
    await bed.take(toEvent({ event_id: 'e', ...days(0) }));
    await bed.refine([await bed.land([toEvent({ event_id: 'e', ...days(2) })])], 3);
    expect(await bed.select('select count(*) from silver.events')).toEqual([[1]]);
    const row = await bed.land([toEvent({ event_id: 'e', ...days(4) })]);
    await bed.refine([{ ...row, arrivedAt: day + 4 * 1440 * minute }], 3);
    expect(await bed.select('select count(*) from silver.events')).toEqual([[2]]);
    expect(await bed.select('select count(*) from silver.conflicts')).toEqual([[0]]);
  });
});

test('of several sightings of a refused line the first received counts', async () => {
  await withBed(async (bed) => {
    const seen = (frame: string, received: number) =>
      toQuarantineEntry({ quarantine_id: 'q', frame_id: frame, received_at_ms: day + received });
    await bed.refine([await bed.land([], [seen('b', 2), seen('c', 3)])]);
    expect(await bed.select('select frame_id from silver.quarantine')).toEqual([['b']]);
    await bed.refine([await bed.land([], [seen('a', 1)])]);
    expect(await bed.select('select frame_id from silver.quarantine')).toEqual([['a']]);
    expect(await bed.select('select count(*) from bronze.quarantine')).toEqual([[3]]);
  });
});

test('times become timestamps in UTC, and the session group says how sessions are found', async () => {
  await withBed(async (bed) => {
    await bed.take(
      toEvent({ event_id: 'a', event_time_ms: day + 61_007, session_id: 'S' }),
      toEvent({ event_id: 'b', event_time_ms: -1 }),
      toEvent({ event_id: 'c', user_id_hash: null }),
    );
    const { columns, rows } = await bed.lake.query(
      'select event_time, event_hour, event_date, received_at, session_group from silver.events order by event_id',
    );
    expect(columns.map(({ type }) => type)).toEqual(['TIMESTAMP', 'TIMESTAMP', 'DATE', 'TIMESTAMP', 'VARCHAR']);
    expect(rows).toEqual([
      ['2026-01-15T00:01:01.007Z', '2026-01-15T00:00:00.000Z', '2026-01-15', '2026-01-15T00:01:01.017Z', 's:S'],
      ['1969-12-31T23:59:59.999Z', '1969-12-31T23:00:00.000Z', '1969-12-31', '1970-01-01T00:00:00.009Z', 'v:ann'],
      ['2026-01-15T00:00:00.000Z', '2026-01-15T00:00:00.000Z', '2026-01-15', '2026-01-15T00:00:00.010Z', null],
    ]);
  });
});

import { rmSync } from 'node:fs';
import type { ManifestRow } from '@millrace/pipeline';
import { day, minute, toEvent, toQuarantineEntry, withBed } from './lake-bed.ts';

test('a run after a crash between publish and report loads nothing twice', async () => {
  await withBed(async (bed) => {
    const row = await bed.land([toEvent()], [toQuarantineEntry()]);
    await bed.refine([row]);
    await bed.reopen();
    const counts = await bed.lake.tableCounts();
    const next = await bed.land([toEvent()]);
    const changed = await bed.refine([row, next]);
    expect(changed['bronze.events']).toEqual({ added: 1, removed: 0 });
    expect(changed['lake.loads']).toEqual({ added: 1, removed: 0 });
    expect(changed['lake.manifest']).toEqual({ added: 1, removed: 0 });
    expect(await bed.lake.tableCounts()).toMatchObject({
      'bronze.events': 2,
      'bronze.quarantine': counts['bronze.quarantine'],
      'silver.events': 2,
      'lake.loads': 3,
      'lake.manifest': 2,
      'lake.runs': 2,
    });
  });
});

test('readers see the last published lake while a run is under way, and after it failed', async () => {
  await withBed(async (bed) => {
    await bed.take(toEvent());
    const read = () =>
      bed.select(`select (select count(*) from bronze.events), (select count(*) from silver.sessions),
        (select sum(view_count) from gold.page_views_1h), (select count(*) from lake.loads)`);
    const before = await read();
    const plan = bed.plan([await bed.land([toEvent({ event_time_ms: day + 60 * minute })])]);
    await bed.execute(plan, 'audit-gold');
    expect(await read()).toEqual(before);
    await bed.lake.rollback();
    expect(await read()).toEqual(before);
    await bed.execute(plan);
    expect(await read()).toEqual([[2, 2, 2, 2]]);
  });
});

test('an audit that finds rows names itself, its table and them, and the lake is as it was', async () => {
  await withBed(async (bed) => {
    await bed.take(toEvent());
    const counts = await bed.lake.tableCounts();
    const row = await bed.land([toEvent(), toEvent()]);
    const short = { ...row, counts: { ...row.counts, accepted: 3 } };
    await expect(bed.refine([short])).rejects.toThrow(
      /audit landed_in_full of bronze\.events failed.*"expected_count":3,"loaded_count":2/,
    );
    expect(await bed.lake.tableCounts()).toEqual(counts);
    await bed.refine([row]);
    expect((await bed.lake.tableCounts())['bronze.events']).toBe(3);
  });
});

test.each([
  ['a required column without a value', { source: null }, /audit required_columns of bronze\.events/],
  [
    'a raw object that landed twice',
    { shard_id: 'shardId-0', sequence_number: '1', line: 1 },
    /audit unique_grain of bronze\.events/,
  ],
])('%s stops the run', async (_, values, message) => {
  await withBed(async (bed) => {
    await bed.take(toEvent({ shard_id: 'shardId-0', sequence_number: '1', line: 1 }));
    await expect(bed.take(toEvent(values))).rejects.toThrow(message);
    expect((await bed.lake.tableCounts())['bronze.events']).toBe(1);
  });
});

test('a table that was damaged by hand does not get through the audits of the run that touches it', async () => {
  await withBed(async (bed) => {
    await bed.take(toEvent(), toEvent({ event_time_ms: day + minute }));
    const plan = bed.plan([await bed.land([toEvent({ event_time_ms: day + 2 * minute })])]);
    const damaged = {
      ...plan,
      steps: plan.steps.map((step) =>
        step.name === 'silver'
          ? {
              ...step,
              statements: [
                ...step.statements,
                { table: 'x', purpose: 'test', sql: 'update silver.sessions set event_count = 9' },
              ],
            }
          : step,
      ),
    };
    await bed.lake.executeStep(plan, 'bronze');
    await bed.lake.executeStep(plan, 'audit-bronze');
    await bed.lake.executeStep(damaged, 'silver');
    await expect(bed.lake.executeStep(plan, 'audit-silver')).rejects.toThrow(
      /sessions_hold_their_events of silver\.sessions.*"event_count":3,"counted":9/,
    );
  });
});

test('a batch of suppressed lines only has no typed file, and is refined all the same', async () => {
  await withBed(async (bed) => {
    const changed = await bed.refine([await bed.land([])]);
    expect(Object.keys(changed).sort()).toEqual(['lake.audits', 'lake.manifest', 'lake.runs']);
    expect(await bed.select('select received_count, suppressed_count, typed_key from lake.manifest')).toEqual([
      [1, 1, null],
    ]);
  });
});

test('a typed file that the manifest names and nobody has is an error, not an empty run', async () => {
  await withBed(async (bed) => {
    const row = await bed.land([toEvent()]);
    rmSync(bed.pathOf(row.typedKey ?? ''));
    await expect(bed.refine([row])).rejects.toThrow(/the manifest names typed\/.*but there is no file/);
  });
});

test('a typed file of an older transformer lacks columns: they are null', async () => {
  await withBed(async (bed) => {
    const row = await bed.land([toEvent()]);
    const path = bed.pathOf(row.typedKey ?? '');
    await bed.writer.run(`create or replace temp table old as select * exclude (ua_device, page_path) from '${path}'`);
    await bed.writer.run(`copy old to '${path}' (format parquet)`);
    await bed.refine([row, await bed.land([toEvent()])]);
    expect(await bed.select('select page_path from silver.events order by event_id')).toEqual([[null], ['/']]);
  });
});

test('the lake keeps what it did: loads, manifest, runs and audits', async () => {
  await withBed(async (bed) => {
    const row: ManifestRow = await bed.land([toEvent(), toEvent()], [toQuarantineEntry()]);
    await bed.refine([row]);
    expect(await bed.select('select typed_key, row_count from lake.loads order by 1')).toEqual([
      [row.typedQuarantineKey, 1],
      [row.typedKey, 2],
    ]);
    expect(
      await bed.select(
        'select chain_partition, previous_sequence, accepted_count, quarantined_by_reason from lake.manifest',
      ),
    ).toEqual([[row.partition, row.previous, 2, '{}']]);
    expect(await bed.select('select finished_at, loaded_event_count, silver_added_count from lake.runs')).toEqual([
      ['2026-01-15T00:00:00.000Z', 2, 2],
    ]);
    const audits = await bed.select(`select step, table_name, audit from lake.audits where audit like 'first%'`);
    expect(audits).toEqual([['audit-silver', 'silver.events', 'first_received_wins']]);
  });
});

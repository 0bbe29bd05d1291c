import { appendFileSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { createEventStream } from '@millrace/embedded';
import { encodeFrame, readPortsConfig } from '@millrace/pipeline';
import { buildStoredLine } from '@millrace/testkit';
import { queryFolder, reconcileFolder, refineFolder } from './ask-folder.ts';
import { openRuntime, type Runtime } from './open-runtime.ts';
import { checkInput, type JobInput, type JobResult, runJob } from './run-job.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function withRuntime<T>(dir: string, use: (runtime: Runtime, log: string[]) => Promise<T>): Promise<T> {
  const log: string[] = [];
  const runtime = await openRuntime({ dir, port: 0, log: (line) => log.push(line), refineEveryMs: 50 });
  try {
    return await use(runtime, log);
  } finally {
    await runtime.close();
  }
}

const runIn = (dir: string, input: JobInput): Promise<JobResult> =>
  withRuntime(dir, (runtime) => runJob(runtime, input, () => {}));
const generated = { kind: 'generated', events: 3_000, seed: '7' } as const;

/** A lake of 3,000 generated events, made once and copied by those who damage it. */
let made = 0;
async function makeLake(): Promise<string> {
  made += 1;
  const dir = join(folder, `lake-${made}`);
  await runIn(dir, generated);
  return dir;
}

test('a generated day: the numbers add up, and the same day again only adds duplicates', async () => {
  const dir = join(folder, 'twice');
  const first = await runIn(dir, generated);
  const { received, accepted, quarantined, suppressed, duplicates, conflicts } = first.outcomes;
  expect(received).toBe(3_000);
  expect(accepted + quarantined + suppressed).toBe(received);
  expect([quarantined, suppressed, duplicates].every((count) => count > 0)).toBe(true);
  expect(first.tables['silver.events']).toBe(accepted - duplicates - conflicts);
  expect(first.reconciliation).toMatchObject({
    findings: [],
    otherPartitions: [],
    total: { unexplained: 0, pending: 0 },
  });

  const second = await runIn(dir, generated);
  expect(second.outcomes).toMatchObject({ received: 3_000, accepted, duplicates: accepted });
  const silverAndGold = (tables: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(tables).filter(([name]) => /^(?:silver|gold)\./.test(name)));
  expect(silverAndGold(second.tables)).toEqual(silverAndGold(first.tables));
}, 60_000);

test('an import keeps its source, its legal basis, and its malformed line', async () => {
  const dir = join(folder, 'imported');
  const path = join(folder, 'access.log.gz');
  const line = (n: number) =>
    `203.0.113.${n} - - [17/May/2015:10:05:0${n} +0000] "GET /page-${n} HTTP/1.1" 200 1 "-" "x"\n`;
  writeFileSync(path, gzipSync(`${line(1)}${line(2)}203.0.113.9 broken\n`));
  const input = { kind: 'file', path, format: 'access-log', source: 'web-1', consentBasis: 'contract' } as const;
  await checkInput(input);
  expect((await runIn(dir, input)).outcomes).toMatchObject({ received: 3, accepted: 2, quarantined: 1 });
  expect((await runIn(dir, input)).outcomes).toMatchObject({ received: 3, accepted: 2, duplicates: 2, quarantined: 1 });

  const { rows } = await queryFolder(
    dir,
    'select distinct source, privacy_policy, consent_ads, source_ip_anonymized from silver.events',
  );
  expect(rows).toEqual([['web-1', 'imported', false, '203.0.113.0']]);
  expect((await queryFolder(dir, 'select text, reason from silver.quarantine')).rows).toEqual([
    ['203.0.113.0 broken', 'malformed'],
  ]);
  const imports = readFileSync(join(dir, 'imports.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(imports).toMatchObject([{ file: 'access.log.gz', source: 'web-1', consent_basis: 'contract' }, {}]);
}, 60_000);

test('what was accepted and not refined when the process ended is refined by the next one', async () => {
  const dir = join(folder, 'resumed');
  await withRuntime(dir, async (runtime) => {
    const body = JSON.stringify({
      event_id: '6f1c3f5e-8a4b-4d7e-9f00-000000000001',
      event_type: 'page_view',
      schema_version: '1.0.0',
      ts: '2026-01-15T12:00:00Z',
      user: { consent: { analytics: true, ads: false } },
      ctx: { page_url: '/' },
    });
    expect(
      (
        await fetch(`${runtime.url}/v1/events`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(202);
  });
  expect((await reconcileFolder(dir)).total).toMatchObject({
    received: 1,
    accepted: 1,
    silver: 0,
    pending: 1,
    unexplained: 0,
  });
  expect(await refineFolder(dir, () => {})).toMatchObject({ landed: 1, runs: 1 });
  expect((await reconcileFolder(dir)).total).toMatchObject({ received: 1, silver: 1, pending: 0, unexplained: 0 });
  expect(await refineFolder(dir, () => {})).toMatchObject({ runs: 0 });
}, 60_000);

describe('reconcile finds planted damage and names it', () => {
  async function damageLake(dir: string, sql: string) {
    const instance = await DuckDBInstance.create(join(dir, 'lake.duckdb'));
    const connection = await instance.connect();
    await connection.run(sql);
    connection.closeSync();
    instance.closeSync();
  }
  function damageManifest(dir: string, sql: string) {
    const db = new DatabaseSync(join(dir, 'manifest.sqlite'));
    db.exec(sql);
    db.close();
  }

  test.each<[string, string, (dir: string) => void | Promise<void>]>([
    [
      'a silver row deleted',
      'not-in-silver',
      (dir) => damageLake(dir, 'delete from silver.events where event_id = (select min(event_id) from silver.events)'),
    ],
    [
      'a bronze row deleted',
      'bronze-differs',
      (dir) =>
        damageLake(
          dir,
          'delete from bronze.events where (frame_id, line) = (select (min(frame_id), 1) from bronze.events)',
        ),
    ],
    [
      'bronze rows doubled',
      'bronze-differs',
      (dir) => damageLake(dir, 'insert into bronze.events select * from bronze.events limit 3'),
    ],
    [
      'a silver row out of nothing',
      'silver-without-bronze',
      (dir) =>
        damageLake(
          dir,
          "insert into silver.events select * replace ('x' as event_id, 'y' as sequence_number) from silver.events limit 1",
        ),
    ],
    ['quarantine emptied', 'quarantine-differs', (dir) => damageLake(dir, 'delete from bronze.quarantine')],
    ['silver quarantine emptied', 'silver-differs', (dir) => damageLake(dir, 'delete from silver.quarantine')],
    [
      'a winner with other content',
      'silver-differs',
      (dir) =>
        damageLake(
          dir,
          "update silver.events set content_hash = 'x' where event_id = (select min(event_id) from silver.events)",
        ),
    ],
    ['the record of what was loaded emptied', 'not-loaded', (dir) => damageLake(dir, 'delete from lake.lake.loads')],
    [
      'a quarantine object deleted',
      'quarantine-object-missing',
      (dir) => rmSync(join(dir, globSync('objects/lake/quarantine/**/*.zst', { cwd: dir })[0] ?? '')),
    ],
    [
      'a raw object deleted',
      'raw-object-missing',
      (dir) => rmSync(join(dir, globSync('objects/lake/raw/**/*.zst', { cwd: dir })[0] ?? '')),
    ],
    [
      'a manifest row removed',
      'bronze-without-manifest',
      (dir) => damageManifest(dir, 'delete from manifest where previous = (select min(previous) from manifest)'),
    ],
  ])(
    '%s',
    async (_, kind, damage) => {
      const dir = await makeLake();
      expect((await reconcileFolder(dir)).findings).toEqual([]);
      await damage(dir);
      const { findings, total, cells } = await reconcileFolder(dir);
      expect(cells.reduce((sum, cell) => sum + cell.unexplained, 0)).toBe(total.unexplained);
      expect(findings.map((finding) => finding.kind)).toContain(kind);
      expect(findings.every(({ key, lines }) => key !== '' && lines > 0)).toBe(true);
      expect(total.unexplained).toBeGreaterThan(0);
    },
    60_000,
  );

  test('a frame that vanished from the stream', async () => {
    const dir = await makeLake();
    const [segment = ''] = globSync('stream/events/*/*.seg', { cwd: dir });
    const bytes = readFileSync(join(dir, segment));
    appendFileSync(join(dir, segment), bytes.subarray(0, 10));
    // A torn tail behind the durable records changes nothing.
    expect((await reconcileFolder(dir)).total.unexplained).toBe(0);
    rmSync(join(dir, segment));
    await expect(reconcileFolder(dir).then(({ total }) => total.unexplained)).resolves.toBeGreaterThan(0);
  }, 60_000);
});

test('a lake file that was moved away is built again from the typed files', async () => {
  const dir = await makeLake();
  const before = await queryFolder(dir, 'select count(*), sum(hash(event_id, content_hash)) from silver.events');
  for (const file of globSync('lake.duckdb*', { cwd: dir })) rmSync(join(dir, file));
  expect((await refineFolder(dir, () => {})).refinedRows).toBeGreaterThan(0);
  expect(await queryFolder(dir, 'select count(*), sum(hash(event_id, content_hash)) from silver.events')).toEqual(
    before,
  );
  expect((await reconcileFolder(dir)).total).toMatchObject({ pending: 0, unexplained: 0 });
}, 60_000);

test('manifest rows that were lost before they were loaded are landed again from the stream', async () => {
  const dir = join(folder, 'relanded');
  await withRuntime(dir, async (runtime) => {
    await runJob(runtime, { kind: 'generated', events: 500, seed: '1' }, () => {});
  });
  const db = new DatabaseSync(join(dir, 'manifest.sqlite'));
  db.exec('delete from manifest');
  db.close();
  // With the lake file, so that nothing was loaded; the checkpoints stay, and say that all was delivered.
  for (const file of globSync('lake.duckdb*', { cwd: dir })) rmSync(join(dir, file));
  await refineFolder(dir, () => {});
  const { total, findings } = await reconcileFolder(dir);
  expect(findings).toEqual([]);
  expect(total).toMatchObject({ received: 500, pending: 0, unexplained: 0 });
}, 60_000);

test('an event that a wrong clock received long ago does not stop the lake', async () => {
  const dir = await makeLake();
  const receivedAt = '2001-01-01T00:00:00.000Z';
  const line = JSON.stringify({ ...(JSON.parse(buildStoredLine(1)) as object), received_at: receivedAt });
  const frame = { frameId: 'old', requestId: 'old', receivedAt, accepted: [line], quarantined: [], suppressed: {} };
  const stream = createEventStream({ ...readPortsConfig({}), dataDir: dir });
  await stream.putRecords([{ partitionKey: '1', data: encodeFrame(frame, 'raw') }]);
  await stream.close();
  expect((await refineFolder(dir, () => {})).runs).toBe(1);
  expect((await reconcileFolder(dir)).total).toMatchObject({ received: 3_001, pending: 0, unexplained: 0 });
}, 60_000);

test('damaged checkpoints cost a second delivery and nothing else', async () => {
  const dir = await makeLake();
  writeFileSync(join(dir, 'checkpoints.sqlite'), 'not a database, and long enough to be looked at as one '.repeat(40));
  for (const suffix of ['-wal', '-shm']) rmSync(join(dir, `checkpoints.sqlite${suffix}`), { force: true });
  await refineFolder(dir, () => {});
  expect((await reconcileFolder(dir)).total).toMatchObject({ received: 3_000, pending: 0, unexplained: 0 });
}, 60_000);

test('answered records that are damaged are never cut and overwritten', async () => {
  const dir = await makeLake();
  const [segment = ''] = globSync('stream/events/*/*.seg', { cwd: dir });
  const bytes = readFileSync(join(dir, segment));
  bytes.fill(0, bytes.length - 30, bytes.length - 27);
  writeFileSync(join(dir, segment), bytes);
  await expect(openRuntime({ dir, port: 0, log: () => {} })).rejects.toThrow(/answered records are damaged/);
  expect(readFileSync(join(dir, segment)).equals(bytes)).toBe(true);
}, 60_000);

test('a lake whose key was lost is refused: the same import would become other events', async () => {
  const dir = await makeLake();
  rmSync(join(dir, 'secrets'), { recursive: true });
  await expect(openRuntime({ dir, port: 0, log: () => {} })).rejects.toThrow(/secrets does not hold the key/);
}, 60_000);

test('damage that no retry can help is told, and does not hang', async () => {
  const dir = await makeLake();
  writeFileSync(join(dir, 'manifest.sqlite'), Buffer.alloc(8_192, 7));
  await expect(openRuntime({ dir, port: 0, log: () => {} })).rejects.toThrow(/manifest\.sqlite/);
  // And the folder is free again.
  await expect(openRuntime({ dir, port: 0, log: () => {} })).rejects.toThrow(/manifest\.sqlite/);
}, 60_000);

test('a query while nothing runs, on a lake that no run has filled yet, and on none', async () => {
  const dir = join(folder, 'empty');
  await withRuntime(dir, async (runtime) => {
    expect((await runtime.query('select count(*) from silver.events')).rows).toEqual([[0]]);
    // Through the running one: it alone has the file open.
    expect((await queryFolder(dir, 'select count(*) from gold.fact_funnel')).rows).toEqual([[0]]);
  });
  expect((await queryFolder(dir, 'select count(*) from gold.page_views_1h')).rows).toEqual([[0]]);
  await expect(queryFolder(join(folder, 'nowhere'), 'select 1')).rejects.toThrow(/there is no lake/);
}, 60_000);

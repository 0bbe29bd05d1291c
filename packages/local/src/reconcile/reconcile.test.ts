import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventStream, createManifest, createObjectStore } from '@millrace/embedded';
import type { Lake } from '@millrace/embedded/lake';
import { type EventStream, type Manifest, type ObjectStore, readPortsConfig } from '@millrace/pipeline';
import { openLocalLake } from '../open-local-lake.ts';
import { openRuntime } from '../open-runtime.ts';
import { workspaceRoot } from '../read-wiring.ts';
import { runJob } from '../run-job.ts';
import { eventsTable, quarantineTable } from './compare-bronze.ts';
import { silverColumns } from './compare-silver.ts';
import { modelColumns } from './lake-reader.ts';
import { compareStores, defaultRetentionHours, keep, type ReconcilePorts, reconcile } from './reconcile.ts';

const dayMs = 86_400_000;
let dataDir: string;
let stream: EventStream;
let manifest: Manifest;
let objects: ObjectStore;
let lake: Lake;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-reconcile-'));
  const runtime = await openRuntime({ dir: dataDir, port: 0, log: () => {} });
  await runJob(runtime, { kind: 'generated', events: 400, seed: '3' }, () => {});
  await runtime.close();
  const config = { ...readPortsConfig({}), dataDir };
  const store = createObjectStore(config);
  [stream, manifest, objects] = [createEventStream(config), createManifest(config), store];
  lake = await openLocalLake(dataDir, store.pathOf);
}, 60_000);
afterAll(async () => {
  await Promise.all([stream.close(), manifest.close(), objects.close(), lake.close()]);
  rmSync(dataDir, { recursive: true, force: true });
});

const portsOf = (changes: Partial<ReconcilePorts> = {}): ReconcilePorts => ({
  ...{ streamName: readPortsConfig({}).streamName, stream, manifest, objects, lake },
  ...changes,
});
const inAMonth = () => Date.now() + 30 * dayMs;
/** As after its retention: shards are there and have nothing. */
const emptyStream = (): EventStream => ({ ...stream, readShard: async () => [] });
const readCensus = async () =>
  (await lake.query('select * exclude (taken_at) from lake.census order by shard_id, hour')).rows;

test('RECON-9: the census outlives the stream: received of an expired hour is what was counted while it was there', async () => {
  const before = await readCensus();
  expect(before.length).toBeGreaterThan(0);
  for (let again = 0; again < 2; again += 1) {
    const { total, cells, findings, notes, notKept } = await reconcile(portsOf({ stream: emptyStream() }), inAMonth);
    expect([findings, notes, notKept]).toEqual([[], [], undefined]);
    expect(total).toMatchObject({ received: 400, pending: 0, unexplained: 0 });
    expect(total.accepted).toBe(total.silver + total.withdrawn + total.duplicates + total.conflicts);
    expect(cells.every(({ receivedFrom }) => receivedFrom === 'census')).toBe(true);
  }
  expect(await readCensus()).toEqual(before);
});

test('RECON-9: without a census the hours are told as not known', async () => {
  const { reconciliation } = await compareStores(
    portsOf({
      stream: emptyStream(),
      lake: {
        ...lake,
        readSnapshot: (work) =>
          lake.readSnapshot((use) =>
            work(async (sql, options) => (sql.includes('lake.census') ? { columns: [], rows: [] } : use(sql, options))),
          ),
      },
    }),
    inAMonth,
  );
  expect(reconciliation.findings).toEqual([]);
  expect(reconciliation.notes.map(({ kind }) => kind)).toEqual(['received-not-known', 'received-not-known']);
  expect(reconciliation.total).toMatchObject({ received: 0, unexplained: 0 });
  expect(reconciliation.total.bronze).toBeGreaterThan(0);
});

test('what is refined while the stores are compared looks pending, not lost', async () => {
  const { reconciliation } = await compareStores(
    portsOf({
      lake: {
        ...lake,
        // As a snapshot from before the first run: the manifest says refined by now.
        readSnapshot: (work) =>
          lake.readSnapshot((use) =>
            work(async (sql, options) =>
              /arrival_hour|typed_key|row_hash/.test(sql) && !sql.includes('duckdb_columns')
                ? { columns: [], rows: [] }
                : use(sql, options),
            ),
          ),
      },
    }),
    Date.now,
  );
  const { findings, total } = reconciliation;
  expect(findings).toEqual([]);
  expect(total).toMatchObject({ bronze: 0, unexplained: 0, pending: total.accepted + total.quarantined });
  expect(Object.keys(total.pendingByStage)).toEqual(['transformed']);
});

test('RECON-8: a result that cannot be kept says why, and is as good', async () => {
  const compared = await compareStores(portsOf(), Date.now);
  const kept = await keep(compared, () => Promise.reject(new Error('the disk is full')));
  expect(kept).toEqual({ ...compared.reconciliation, notKept: 'the disk is full' });
});

test('a shard that the manifest alone remembers is compared too, and other streams are named', async () => {
  const { total, findings, otherPartitions } = await reconcile(
    portsOf({ stream: { ...emptyStream(), listShards: async () => [] } }),
    inAMonth,
  );
  expect([total.received, findings, otherPartitions]).toEqual([400, [], []]);
  const other = await compareStores(portsOf({ streamName: 'another', stream: emptyStream() }), inAMonth);
  expect(other.reconciliation.otherPartitions).toHaveLength(2);
});

test('the retention is the one that the stream has', () => {
  const platform = readFileSync(join(workspaceRoot, 'serverless.yml'), 'utf8');
  expect(platform).toContain(`RetentionPeriodHours: ${defaultRetentionHours}\n`);
});

test('RECON-4: no column of bronze or silver is left out of the comparison', () => {
  for (const table of [eventsTable, quarantineTable]) {
    const compared = ['typed_key', ...table.typedColumns, ...Object.keys(table.loadedColumns)];
    expect([...modelColumns(table.name).keys()].sort()).toEqual(compared.sort());
  }
  const bronze = modelColumns('bronze.events');
  const own = [...modelColumns('silver.events').keys()].filter((column) => !bronze.has(column));
  expect(own.sort()).toEqual(Object.keys(silverColumns).sort());
  const refused = modelColumns('bronze.quarantine');
  expect([...modelColumns('silver.quarantine').keys()].filter((column) => !refused.has(column))).toEqual([]);
});

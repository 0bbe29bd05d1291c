import { type ManifestKey, type ManifestRow, TransientError } from '@millrace/pipeline';
import {
  createPlanHandler,
  createReportHandler,
  type LakehousePorts,
  parseRunPlan,
  type RunPlan,
  toPublishedKey,
} from './create-handler.ts';

const keyOf = ({ partition, previous }: ManifestKey) => `${partition} ${previous}`;

function toRow(number: number, changes: Partial<ManifestRow> = {}): ManifestRow {
  return {
    partition: 'events#0',
    previous: String(number),
    first: String(number + 1),
    last: String(number + 1),
    recordCount: 1,
    rawKey: `raw/${number}`,
    rawSha256: 'f',
    quarantineKey: undefined,
    counts: { received: 5, accepted: 3, quarantined: 1, suppressed: 1 },
    acceptedByType: {},
    quarantinedByReason: {},
    suppressedByReason: {},
    minEventTime: undefined,
    maxEventTime: undefined,
    arrivedAt: 1_800_000_000_000 + number,
    stage: 'transformed',
    typedKey: `typed/${number}`,
    typedQuarantineKey: undefined,
    runId: undefined,
    ...changes,
  };
}

/** Ports that note what is done to them, in order, and fail before the effect of that number. */
function openWorld(rows: readonly ManifestRow[]) {
  const table = new Map(rows.map((row) => [keyOf(row), row]));
  const objects = new Map<string, Uint8Array>();
  const effects: string[] = [];
  let failAt = Number.POSITIVE_INFINITY;

  const effect = (name: string) => {
    if (effects.length === failAt) throw new TransientError(`before ${name}`);
    effects.push(name);
  };
  const manifest: LakehousePorts['manifest'] = {
    async listByStage(stage, limit) {
      return [...table.values()].filter((row) => row.stage === stage).slice(0, limit);
    },
    async update(key, change, condition) {
      effect(`update ${key.previous} ${JSON.stringify(change)}`);
      const row = table.get(keyOf(key));
      const isHeld = condition.runId === undefined || condition.runId === (row?.runId ?? null);
      if (!row || !condition.from.includes(row.stage) || !isHeld) return 'refused';
      table.set(keyOf(key), { ...row, ...change });
      return 'updated';
    },
  };
  const store: LakehousePorts['objects'] = {
    async get(key) {
      return objects.get(key);
    },
    has: async (key) => objects.has(key),
    async putIfAbsent(key, body) {
      effect(`put ${key}`);
      if (objects.has(key)) return 'exists';
      objects.set(key, body);
      return 'created';
    },
  };
  const ports = () => ({ manifest, objects: store, dedupHorizonDays: 90 });
  return {
    effects,
    table,
    objects,
    manifest,
    store,
    failBefore: (effectNumber: number) => {
      effects.length = 0;
      failAt = effectNumber;
    },
    plan: createPlanHandler(ports),
    report: createReportHandler(ports),
    /** What the engine leaves when it has published a run. */
    publish: ({ planKey }: { readonly planKey: string }) => void objects.set(toPublishedKey(planKey), new Uint8Array()),
    rows: () => [...table.values()],
    stored: (key: string): RunPlan => parseRunPlan(new TextDecoder().decode(objects.get(key))),
  };
}

test('a plan claims what is transformed, is frozen after the claims, and does not change any more', async () => {
  const world = openWorld([toRow(1), toRow(2, { stage: 'landed' }), toRow(3)]);
  const result = await world.plan({ runId: 'run-1' });
  expect(result).toEqual({ runId: 'run-1', planKey: 'runs/run-1/plan.json', rowCount: 2 });
  expect(world.effects).toEqual([
    'update 1 {"runId":"run-1"}',
    'update 3 {"runId":"run-1"}',
    'put runs/run-1/plan.json',
  ]);
  world.table.set('late', toRow(4));
  expect(await world.plan({ runId: 'run-1' })).toEqual(result);
  expect(world.rows().map(({ runId }) => runId)).toEqual(['run-1', undefined, 'run-1', undefined]);
});

test('a plan holds its rows, their files and the horizon', async () => {
  const world = openWorld([toRow(1), toRow(2, { typedKey: undefined, typedQuarantineKey: 'typed-quarantine/2' })]);
  await world.plan({ runId: 'run-1', dedupHorizonDays: 2 });
  const plan = world.stored('runs/run-1/plan.json');
  expect(plan.rows.map(({ previous, runId }) => [previous, runId])).toEqual([
    ['1', 'run-1'],
    ['2', 'run-1'],
  ]);
  expect(plan.sources.map(({ run_table, typed_keys }) => [run_table, typed_keys])).toEqual([
    ['run_typed_events', ['typed/1']],
    ['run_typed_quarantine', ['typed-quarantine/2']],
  ]);
  expect(plan.settings).toEqual({ dedup_horizon_days: 2, horizon_start_ms: 1_800_000_000_001 - 2 * 86_400_000 });
  expect(plan.steps.map(({ name }) => name)).toEqual([
    'bronze',
    'audit-bronze',
    'silver',
    'audit-silver',
    'gold',
    'audit-gold',
    'publish',
  ]);
});

test('nothing to refine: no plan is stored, and its report is empty', async () => {
  const world = openWorld([toRow(1, { stage: 'landed' })]);
  const result = await world.plan({ runId: 'run-1' });
  expect(result.rowCount).toBe(0);
  expect(world.effects).toEqual([]);
  expect(await world.report(result)).toMatchObject({ rows: 0, refined: 0, received: 0 });
});

test('a limit leaves the rest to the next run', async () => {
  const world = openWorld([1, 2, 3].map((number) => toRow(number)));
  expect((await world.plan({ runId: 'a', limit: 2 })).rowCount).toBe(2);
  expect(world.rows().map(({ runId }) => runId)).toEqual(['a', 'a', undefined]);
});

test('a row that moved on between the list and the claim is not in the plan', async () => {
  const world = openWorld([toRow(1), toRow(2)]);
  const { listByStage } = world.manifest;
  world.manifest.listByStage = async (...call) => {
    const listed = await listByStage(...call);
    world.table.set(keyOf(toRow(1)), toRow(1, { stage: 'refined' }));
    return listed;
  };
  expect((await world.plan({ runId: 'a' })).rowCount).toBe(1);
});

test('somebody else froze a plan for the run first: that one is the plan', async () => {
  const other = openWorld([toRow(7), toRow(8), toRow(9)]);
  await other.plan({ runId: 'a' });
  const world = openWorld([toRow(1)]);
  const { putIfAbsent } = world.store;
  world.store.putIfAbsent = async (key, body) => {
    world.objects.set(key, other.objects.get(key) as Uint8Array);
    return putIfAbsent(key, body);
  };
  expect((await world.plan({ runId: 'a' })).rowCount).toBe(3);
});

test('a crash before any effect, and the same task or the next run again: every row is refined once', async () => {
  for (const retriedRun of ['run-1', 'run-2']) {
    for (let effectNumber = 0; effectNumber <= 5; effectNumber++) {
      const world = openWorld([toRow(1), toRow(2, { runId: 'a-run-that-crashed' })]);
      world.failBefore(effectNumber);
      const attempt = async (runId: string) => {
        const planned = await world.plan({ runId });
        world.publish(planned);
        if (planned.rowCount > 0) await world.report(planned);
      };
      await attempt('run-1').catch((error: unknown) => expect(error).toBeInstanceOf(TransientError));
      world.failBefore(Number.POSITIVE_INFINITY);
      await attempt(retriedRun);
      expect(world.rows().map(({ stage }) => stage)).toEqual(['refined', 'refined']);
    }
  }
});

test('a report counts what the plan held, and how many rows it marked itself', async () => {
  const world = openWorld([toRow(1), toRow(2)]);
  const planned = await world.plan({ runId: 'run-1' });
  await expect(world.report(planned)).rejects.toThrow(/is not published/);
  world.publish(planned);
  expect(await world.report(planned)).toEqual({
    runId: 'run-1',
    rows: 2,
    refined: 2,
    received: 10,
    accepted: 6,
    quarantined: 2,
    suppressed: 2,
  });
  world.publish(planned);
  expect(await world.report(planned)).toMatchObject({ rows: 2, refined: 0 });
});

test('a row that a later run claimed is left to that run', async () => {
  const world = openWorld([toRow(1)]);
  const first = await world.plan({ runId: 'run-1' });
  const second = await world.plan({ runId: 'run-2' });
  expect(second.rowCount).toBe(1);
  world.publish(first);
  world.publish(second);
  expect(await world.report(first)).toMatchObject({ rows: 1, refined: 0 });
  expect(await world.report(second)).toMatchObject({ rows: 1, refined: 1 });
});

test.each([
  [{}, /runId must be/],
  [{ runId: "x'; drop table" }, /runId must be/],
  [{ runId: '../../secret' }, /runId must be/],
  [{ runId: 'a', limit: 0 }, /limit must be a number above 0/],
  [{ runId: 'a', dedupHorizonDays: 'many' }, /dedupHorizonDays must be/],
  [null, /plan takes an object/],
])('a plan of %j is refused', async (input, message) => {
  await expect(openWorld([]).plan(input as never)).rejects.toThrow(message);
});

test('a report of another key than its run has is refused', async () => {
  const task = { runId: 'a', planKey: 'runs/b/plan.json' };
  await expect(openWorld([]).report(task)).rejects.toThrow(/planKey must be runs\/a\/plan\.json/);
});

test('a stored plan of another version is not executed', () => {
  expect(() => parseRunPlan('{"plan_version": 2}')).toThrow(/version 2; this code executes version 1/);
  expect(() => parseRunPlan('no')).toThrow(/not JSON/);
});

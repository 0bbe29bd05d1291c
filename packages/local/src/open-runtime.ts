import {
  createEventStream,
  createManifest,
  createObjectStore,
  createQueue,
  createSecrets,
  createStateTable,
} from '@millrace/embedded';
import type { Lake } from '@millrace/embedded/lake';
import {
  createHandler as createIngest,
  createRedirectHandler,
  openCountryDatabase,
  readConfig as readIngestConfig,
} from '@millrace/ingest';
import { createPlanHandler, createReportHandler, readConfig as readLakehouseConfig } from '@millrace/lakehouse';
import type { HttpHandler } from '@millrace/middleware';
import {
  ConfigError,
  type EventStream,
  InvariantError,
  type ManifestRow,
  type ManifestStage,
  type PortsConfig,
  padSequenceNumber,
  parsePartition,
  readPortsConfig,
  type Secrets,
  systemClock,
  TransientError,
} from '@millrace/pipeline';
import { createHandler as createProcessor } from '@millrace/processor';
import { createSweepHandler, createHandler as createTransformer } from '@millrace/transformer';
import { type Checkpoints, openCheckpoints } from './checkpoints.ts';
import { serveControl } from './control.ts';
import { createRefiner } from './create-refiner.ts';
import { createTelemetry, type LocalTelemetry } from './create-telemetry.ts';
import { toObjects, toQueue } from './mapping/on-failure.ts';
import { pollQueue } from './mapping/poll-queue.ts';
import { pollStream } from './mapping/poll-stream.ts';
import { toObjectNotification } from './mapping/to-object-notification.ts';
import { assertLakeKey, openFolder } from './open-folder.ts';
import { openLocalLake } from './open-local-lake.ts';
import { readWiring, type Wiring } from './read-wiring.ts';
import { countOutcomes, type LineOutcomes, type Reconciliation, reconcile } from './reconcile/reconcile.ts';
import type { Cut } from './reconcile/take-census.ts';
import { alignCheckpoints, readSeen, requeueForNewLake } from './recover-stores.ts';
import type { TaskTargets } from './run-state-machine.ts';
import { assertPortFree, serveHttp } from './serve-http.ts';

export type RuntimeOptions = {
  readonly dir: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Warnings, retries, failed runs: one line each. */
  readonly log: (line: string) => void;
  /** How long the refinement waits between looks for new files, in milliseconds. */
  readonly refineEveryMs?: number;
};

/** Totals since the start of this process. */
export type Progress = {
  readonly received: number;
  readonly landed: number;
  readonly transformed: number;
  readonly refinedRows: number;
  readonly runs: number;
};

export type Runtime = {
  readonly url: string;
  readonly dataDir: string;
  readonly secrets: Secrets;
  progress(): Progress;
  /** Where the stream ends now. */
  cut(): Promise<Cut>;
  /** Takes no more events; those under way are answered. */
  stopTaking(): Promise<void>;
  /** Resolves when everything accepted so far is refined. Throws when a run fails, or nothing moves for a minute. */
  drain(): Promise<void>;
  query: Lake['query'];
  tableCounts: Lake['tableCounts'];
  reconcile(): Promise<Reconciliation>;
  outcomesSince(cut: Cut): Promise<LineOutcomes>;
  /** Rejects when a part of the runtime stopped for good. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
};

const defaultRefineEveryMs = 2_000;
const stallLimitMs = 60_000;
const stallLookMs = 1_000;

/**
 * The whole line on this machine: the real handlers, wired by the serverless.yml files to the embedded ports.
 * HTTP → stream → processor → objects + manifest → queue → transformer → state machine → lake.
 */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { log } = options;
  const wiring = readWiring();
  // Before a folder is made for nothing
  await assertPortFree(options.port);
  const { policy, anonymous, cdn, countryDatabase, clicksQueue } = readIngestConfig(environmentOf(wiring, 'ingest'));
  const countryOf = countryDatabase === undefined ? () => null : openCountryDatabase(countryDatabase);
  const folder = openFolder(options.dir);
  const config = readConfig(wiring, folder.dataDir);
  const telemetries = new Map<string, LocalTelemetry>();
  const telemetryOf = (functionName: string) => {
    const telemetry = telemetries.get(functionName) ?? createTelemetry(functionName, log);
    telemetries.set(functionName, telemetry);
    return telemetry;
  };

  // What has to be there exactly once, before anything is started
  const { platform } = wiring;
  const definition = onlyOf(
    wiring.stacks.flatMap(({ stateMachines }) => Object.values(stateMachines)),
    'state machine',
  );
  const streamMapping = onlyOf(
    wiring.stacks.flatMap(({ streams }) => streams),
    'stream mapping',
  );
  const queueMapping = onlyOf(
    wiring.stacks.flatMap(({ queues }) => queues),
    'queue mapping',
  );

  if (streamMapping.startingPosition !== 'TRIM_HORIZON') {
    throw new ConfigError(
      `${streamMapping.functionName}: what lies before another start than TRIM_HORIZON would never land`,
    );
  }
  if (platform.queue.visibilitySeconds < queueMapping.timeoutSeconds) {
    throw new ConfigError(
      `${queueMapping.functionName}: its timeout of ${queueMapping.timeoutSeconds} s is longer than the queue's visibility timeout`,
    );
  }

  // Ports
  const manifest = createManifest(config);
  const checkpoints = openCheckpoints(folder.dataDir);
  const seenUpTo = (shardId: string) => readSeen(config.streamName, shardId, manifest, checkpoints);
  const stream = createEventStream(config, {
    shardCount: platform.shardCount,
    floorOf: seenUpTo,
    onTornTail: ({ shardId, cutBytes }) =>
      log(`stream: ${shardId} had a torn tail; ${cutBytes} unanswered bytes were cut`),
  });
  const queue = createQueue(config, {
    delaySeconds: platform.queue.delaySeconds,
    deadLetter: { queueName: `${config.queueName}-dead-letters`, maxReceiveCount: platform.queue.maxReceiveCount },
  });
  let sequencer = Date.now();
  const objects = createObjectStore(config, {
    onCreated: async (key, sizeBytes) => {
      if (!platform.notifiedPrefixes.some((prefix) => key.startsWith(prefix))) return;
      sequencer += 1;
      // A hint, as on AWS: when it is lost, the sweep finds the manifest's row.
      await queue
        .send(toObjectNotification(config.bucketName, key, sizeBytes, sequencer))
        .catch((error: Error) => log(`notification of ${key} was lost: ${error.message}`));
    },
  });
  const givenUp = createQueue({ ...config, queueName: `${config.queueName}-given-up` });
  const clicks = createQueue(
    { ...config, queueName: clicksQueue },
    { deadLetter: { queueName: `${clicksQueue}-dead-letters`, ...platform.clicks } },
  );
  const table = createStateTable(config);
  const secrets = createSecrets(config);
  const openingLake = openLocalLake(folder.dataDir, (key) => objects.pathOf(key));
  openingLake.catch(() => {}); // Awaited by whoever needs the lake; until then its failure has no listener.

  // Handlers, by the names of their functions
  const clientPorts = { stream, secrets, table, cdn, policy, countryOf };
  const ingest = createIngest(() => ({ ...clientPorts, anonymous }), { telemetry: telemetryOf('ingest') });
  const redirect = createRedirectHandler(() => ({ ...clientPorts, clicks }), { telemetry: telemetryOf('redirect') });
  const processor = createProcessor(() => ({ objects, manifest, secrets, policy }), {
    telemetry: telemetryOf('processor'),
  });
  const transformerPorts = () => ({ objects, manifest, streamName: config.streamName });
  const transformer = createTransformer(transformerPorts, { telemetry: telemetryOf('transformer') });
  const sweep = createSweepHandler(transformerPorts, { telemetry: telemetryOf('sweep') });
  const plan = createPlanHandler(() => ({
    manifest,
    objects,
    dedupHorizonDays: readLakehouseConfig(environmentOf(wiring, 'plan')).dedupHorizonDays,
  }));
  const report = createReportHandler(() => ({ manifest, objects }));
  const httpHandlers: Readonly<Record<string, HttpHandler>> = { ingest, redirect };
  const tasks: Readonly<Record<string, (input: never) => Promise<unknown>>> = { redirect, sweep, plan, report };

  // What stops one part for good stops the whole
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {}); // It is for those who wait; nobody has to.

  const refiner = createRefiner({
    definition,
    functions: tasks as TaskTargets['functions'],
    manifest,
    objects,
    lake: openingLake,
    everyMs: options.refineEveryMs ?? defaultRefineEveryMs,
    log,
  });

  const routes = new Map(
    wiring.stacks
      .flatMap((stack) => stack.routes)
      .map(({ method, path, functionName }) => [`${method} ${path}`, mustFind(httpHandlers, functionName)]),
  );
  const schedules = wiring.stacks
    .flatMap((stack) => stack.schedules)
    .map((schedule) => ({
      ...schedule,
      invoke: mustFind(tasks, schedule.functionName) as (input: object) => Promise<unknown>,
    }));

  /** Undone in the reverse order, whatever happened: started parts first, then the stores, then the folder. */
  const closers: (() => unknown)[] = [
    () => folder.close(),
    () => checkpoints.close(),
    () => Promise.all([stream, objects, manifest, queue, givenUp, clicks, table].map((store) => store.close())),
    async () => (await openingLake.catch(() => undefined))?.close(),
  ];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };

  /** Clicks that the stream did not take in time go there now. */
  const drainClicks = async () => {
    for (;;) {
      const { drained, isEmpty } = await redirect({});
      if (isEmpty || drained === 0) return;
    }
  };

  try {
    // What is not drained waits for the next start.
    closers.push(() => drainClicks().catch((error: Error) => log(`redirect: ${error.message}`)));
    // Damage shows now, not after the first answer
    const endpoint = await serveHttp(options.port, routes);
    closers.push(() => endpoint.close());
    assertLakeKey(folder.dataDir, await secrets.get('lake-key'));
    await objects.has('runs');
    await stream.putRecords([]); // Takes the stream for this process, and looks at its ends.
    await alignCheckpoints(config.streamName, stream, manifest, checkpoints);

    // Triggers
    const streamPoller = pollStream({
      streamName: config.streamName,
      stream,
      mapping: streamMapping,
      checkpoints,
      invoke: mustFind({ processor }, streamMapping.functionName),
      onFailure:
        streamMapping.onFailure && { objects: toObjects(objects), queue: toQueue(givenUp) }[streamMapping.onFailure],
      clock: systemClock,
      random: Math.random,
      onRetry: (error) => log(`${streamMapping.functionName}: ${(error as Error).message}`),
      onGivenUp: (batch) =>
        log(
          `${batch.functionName}: gave up ${batch.recordCount} records of ${batch.shardId} (${batch.condition}); npx millrace quarantine list shows them`,
        ),
      isFatal: (error) => error instanceof InvariantError || error instanceof ConfigError,
      onFatal: fail,
    });
    const queuePoller = pollQueue({
      queue,
      mapping: queueMapping,
      clock: systemClock,
      visibilitySeconds: platform.queue.visibilitySeconds,
      invoke: mustFind({ transformer }, queueMapping.functionName),
      onRetry: (error) => log(`${queueMapping.functionName}: ${(error as Error).message}`),
      onFatal: fail,
    });
    const timers = schedules.map(({ functionName, everySeconds, invoke }) =>
      setInterval(() => {
        invoke({}).catch((error: Error) => log(`${functionName}: ${error.message}`));
      }, everySeconds * 1000),
    );
    closers.push(
      () => refiner.stop(),
      () => queuePoller.stop(),
      () => streamPoller.stop(),
      () => {
        for (const timer of timers) clearInterval(timer);
      },
    );

    const reconcilePorts = async () => ({
      streamName: config.streamName,
      stream,
      manifest,
      objects,
      lake: await openingLake,
      dedupHorizonDays: readLakehouseConfig(environmentOf(wiring, 'plan')).dedupHorizonDays,
    });
    const readEnd = () => readCut(config.streamName, stream, checkpoints);
    /** Rows of a stage up to the cut: what comes in meanwhile is not waited for. */
    const countUpTo = async (stage: ManifestStage, cut: Cut) =>
      (await manifest.listByStage(stage, 100_000)).filter((row) => isUpTo(row, config.streamName, cut)).length;
    /** A run that is under way is progress, however long it takes on a large lake. */
    const lookForProgress = () => (refiner.isRunning() ? undefined : JSON.stringify(runtime.progress()));
    const drain = async () => {
      await drainClicks();
      const cut = await readEnd();
      await streamPoller.drain(cut);
      await queuePoller.drain();
      for (;;) {
        const { transformed, failed: failedCount } = await sweep({});
        const refined = await refiner.refine();
        const left = (await countUpTo('landed', cut)) + (await countUpTo('transformed', cut));
        if (left === 0) return;
        if (transformed === 0 && refined === 0 && failedCount > 0) {
          throw new InvariantError(`${failedCount} landed batches cannot be transformed; their errors are above`);
        }
      }
    };
    const runtime = {
      url: endpoint.url,
      dataDir: folder.dataDir,
      secrets,
      failed,
      progress: () => ({
        received: telemetryOf('ingest').total('lines-received') + telemetryOf('redirect').total('lines-received'),
        landed: telemetryOf('processor').total('lines-received'),
        transformed:
          telemetryOf('transformer').total('objects-transformed') + telemetryOf('sweep').total('objects-transformed'),
        ...refiner.totals(),
      }),
      cut: readEnd,
      stopTaking: () => endpoint.close(),
      drain: () => Promise.race([drain(), failed, stalled(lookForProgress)]),
      query: async (sql: string, queryOptions?: { readonly signal?: AbortSignal }) =>
        (await openingLake).query(sql, queryOptions),
      tableCounts: async () => (await openingLake).tableCounts(),
      reconcile: async () => reconcile(await reconcilePorts(), Date.now),
      outcomesSince: async (cut: Cut) => countOutcomes(await reconcilePorts(), cut),
    };
    const control = await serveControl(folder.dataDir, endpoint.url, {
      query: async ({ sql }, signal) => runtime.query(String(sql), { signal }),
      reconcile: async () => runtime.reconcile(),
      run: async () => {
        await runtime.drain();
        return runtime.progress();
      },
    });
    closers.push(() => control.close());
    const lake = await Promise.race([openingLake, failed]);
    const requeued = await requeueForNewLake(lake, manifest);
    if (requeued > 0) log(`the lake is new: ${requeued} batches are refined again from their typed files`);
    refiner.start();
    return { ...runtime, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Whether a row's batch lies at or below the cut. Rows of other streams are refined too, and waited for. */
function isUpTo(row: ManifestRow, streamName: string, cut: Cut): boolean {
  const parsed = parsePartition(row.partition);
  if (parsed.streamName !== streamName) return true;
  const end = cut.get(parsed.shardId);
  return end !== undefined && padSequenceNumber(row.last) <= padSequenceNumber(end);
}

/**
 * Rejects when what `look` gives has not changed for a minute: a store that stays away is not waited for for ever.
 * undefined = something is under way.
 */
async function stalled(look: () => string | undefined): Promise<never> {
  let seen: string | undefined;
  for (let quietMs = 0; quietMs < stallLimitMs; quietMs += stallLookMs) {
    await new Promise((resolve) => setTimeout(resolve, stallLookMs).unref());
    const now = look();
    if (now === undefined || now !== seen) quietMs = 0;
    seen = now;
  }
  throw new TransientError(
    'nothing has moved for a minute; the errors above say why. What was accepted is safe: run it again',
  );
}

/** From the checkpoints on to the end: what is delivered already need not be walked. */
async function readCut(streamName: string, stream: EventStream, checkpoints: Checkpoints): Promise<Cut> {
  const ends = new Map<string, string | undefined>();
  for (const { shardId } of await stream.listShards()) {
    let after = checkpoints.get(streamName, shardId);
    for (;;) {
      const records = await stream.readShard(shardId, { after, limit: 1_000, maxBytes: 8_000_000 });
      if (records.length === 0) break;
      after = records.at(-1)?.sequenceNumber;
    }
    ends.set(shardId, after);
  }
  return ends;
}

/** The environment of the functions is one for all of them, or the parts of the line would not meet. */
function readConfig(wiring: Wiring, dataDir: string): PortsConfig {
  const environments = wiring.stacks.flatMap((stack) => Object.values(stack.environments));
  const merged: Record<string, string> = {};
  for (const environment of environments) {
    for (const [name, value] of Object.entries(environment)) {
      if (merged[name] !== undefined && merged[name] !== value) {
        throw new ConfigError(`the serverless.yml files disagree about ${name} in stage local`);
      }
      merged[name] = value;
    }
  }
  return { ...readPortsConfig(merged), dataDir };
}

function environmentOf(wiring: Wiring, functionName: string): Readonly<Record<string, string>> {
  return Object.assign({}, ...wiring.stacks.map((stack) => stack.environments[functionName] ?? {}));
}

function onlyOf<T>(all: readonly T[], what: string): T {
  const [only, ...others] = all;
  if (only === undefined || others.length > 0) {
    throw new ConfigError(`the local runtime runs one ${what}, the serverless.yml files have ${all.length}`);
  }
  return only;
}

function mustFind<T>(handlers: Readonly<Record<string, T>>, functionName: string): T {
  const handler = handlers[functionName];
  if (!handler) throw new ConfigError(`the local runtime has no handler for the function ${functionName}`);
  return handler;
}

import {
  type Clock,
  type EventStream,
  type GivenUpBatch,
  type GiveUpCondition,
  padSequenceNumber,
  type Shard,
  type StreamRecord,
  TransientError,
} from '@millrace/pipeline';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Checkpoints } from '../checkpoints.ts';
import type { Cut } from '../reconcile/take-census.ts';
import { createPause } from './create-pause.ts';
import { findStart } from './find-start.ts';
import type { OnFailureDestination } from './on-failure.ts';
import { type OpenPart, planRetry } from './plan-retry.ts';
import { readVerdict } from './read-verdict.ts';
import type { StreamMapping } from './stream-mapping.ts';
import { toKinesisEvent } from './to-kinesis-event.ts';
import { withTimeout } from './with-timeout.ts';

export type StreamPoller = {
  /** Resolves when everything up to the cut is done, or the poller has stopped. Closes an open batching window. */
  drain(cut: Cut): Promise<void>;
  /** Resolves when nothing is under way any more. What was not done comes again at the next start. */
  stop(): Promise<void>;
};

export type StreamPollerOptions = {
  readonly streamName: string;
  readonly stream: EventStream;
  readonly mapping: StreamMapping;
  readonly checkpoints: Pick<Checkpoints, 'get' | 'set'>;
  /** The function: what it answers is read as the service reads it. */
  readonly invoke: (event: KinesisStreamEvent) => Promise<unknown>;
  /** Where `mapping.onFailure` leads. */
  readonly onFailure?: OnFailureDestination | undefined;
  readonly clock: Clock;
  /** [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Between two looks at a shard, in milliseconds: Lambda's is about a second. */
  readonly pollMs?: number;
  /** An invocation failed, wholly or from a record on, or a store is away; it is tried again. */
  readonly onRetry: (error: unknown) => void;
  /** What was given up, after the destination has it. */
  readonly onGivenUp?: (batch: GivenUpBatch) => void;
  /** Faults that no retry can help end the poller; on AWS there are none, and `isFatal` is absent. */
  readonly isFatal?: (error: unknown) => boolean;
  readonly onFatal: (error: unknown) => void;
};

/** Of an invocation: Lambda's limit, which holds for the event as JSON. */
const maxPayloadBytes = 6 * 1_048_576;
/** Of a record in it beside its data. */
const envelopeBytes = 550;
const firstRetryMs = 100;
const lastRetryMs = 10_000;
/** Lambda's answer when a function's concurrency is used up: not an attempt. */
const throttled = 'TooManyRequestsException';

type Invoked = { readonly failedAt: number; readonly isAttempt: boolean };

/**
 * An event source mapping on the stream, with the service's rules (docs/guarantees.md): one invocation at a time per shard,
 * in order; batch size, batching window, payload limit, timeout; the checkpoint moves to the lowest returned
 * identifier; bisecting, limits of retries and age, on-failure destination; children of a resharding after their
 * parents. Time and chance come in from outside.
 */
export function pollStream(options: StreamPollerOptions): StreamPoller {
  const { stream, streamName, mapping, checkpoints, clock, pollMs = 40 } = options;
  const pause = createPause(clock);
  /** Of its own: what ends somebody's idle time must not end a retry's distance. */
  const backoff = createPause(clock);
  const changed = createPause(clock);
  const shardPolls = new Map<string, Promise<void>>();
  const drained = new Set<string>();
  let closed: ReadonlySet<string> = new Set();
  let drainCount = 0;
  let isStopped = false;
  let hasEnded = false;

  /** Starts shards whose parents are drained, and looks for new ones as long as the poller runs. */
  async function watchShards(): Promise<void> {
    let isFirstLook = true;
    while (!isStopped) {
      const shards = await untilReached(() => stream.listShards());
      if (!shards) return;
      closed = new Set(shards.filter(({ isClosed }) => isClosed).map(({ shardId }) => shardId));
      for (const shard of shards) {
        if (shardPolls.has(shard.shardId) || !isReady(shard, shards)) continue;
        const isChild = !isFirstLook || parentsOf(shard).some((parent) => drained.has(parent));
        shardPolls.set(shard.shardId, pollShard(shard.shardId, isChild).catch(end));
      }
      isFirstLook = false;
      if (!isStopped) await pause.wait(Math.max(pollMs, 1_000));
    }
  }

  /** A parent that is not listed any more has expired. */
  function isReady(shard: Shard, shards: readonly Shard[]): boolean {
    return parentsOf(shard).every((parent) => drained.has(parent) || !shards.some(({ shardId }) => shardId === parent));
  }

  async function pollShard(shardId: string, isChild: boolean): Promise<void> {
    let after = checkpoints.get(streamName, shardId);
    if (after === undefined && !isChild) {
      const start = await untilReached(async () => ({
        after: await findStart(stream, shardId, mapping.startingPosition),
      }));
      after = start?.after;
      // Kept at once, also for an empty shard: a restart must not begin later than this start did.
      if (start && mapping.startingPosition !== 'TRIM_HORIZON') checkpoints.set(streamName, shardId, after ?? '0');
    }
    while (!isStopped) {
      const wasClosed = closed.has(shardId);
      const batch = await collect(shardId, after);
      if (!batch) return;
      if (batch.length > 0) {
        await deliver(batch, shardId);
        after = checkpoints.get(streamName, shardId);
      } else if (wasClosed) {
        drained.add(shardId);
        pause.wake(); // The children wait for it.
        changed.wake();
        return;
      } else await pause.wait(pollMs);
    }
  }

  /** A batch: until it is full, or its window is over. undefined: the poller has stopped. */
  async function collect(shardId: string, after: string | undefined): Promise<StreamRecord[] | undefined> {
    const batch: StreamRecord[] = [];
    let sizeBytes = 0;
    let windowEnd: number | undefined;
    for (;;) {
      const more = await untilReached(() =>
        stream.readShard(shardId, {
          after: batch.at(-1)?.sequenceNumber ?? after,
          limit: mapping.batchSize - batch.length,
          maxBytes: Math.floor((maxPayloadBytes - sizeBytes) / 4) * 3, // base64
        }),
      );
      if (!more || isStopped) return undefined;
      let isFull = false;
      for (const record of more) {
        isFull = batch.length > 0 && sizeBytes + payloadBytesOf(record) > maxPayloadBytes;
        if (isFull) break;
        batch.push(record);
        sizeBytes += payloadBytesOf(record);
      }
      if (batch.length === 0 || isFull || batch.length >= mapping.batchSize || drainCount > 0) return batch;
      windowEnd ??= clock.now() + mapping.batchWindowSeconds * 1000;
      const leftMs = windowEnd - clock.now();
      if (leftMs <= 0) return batch;
      await pause.wait(Math.min(leftMs, Math.max(pollMs, 250)));
    }
  }

  /** Delivers a batch to its end, or until the poller is stopped. */
  async function deliver(records: readonly StreamRecord[], shardId: string): Promise<void> {
    let open: readonly OpenPart<StreamRecord>[] = [{ records, retryCount: 0 }];
    let retryMs = firstRetryMs;
    let invokeCount = 0;
    while (!isStopped) {
      const [part, ...others] = open;
      if (!part) return;
      const expiredCount = countExpired(part.records);
      if (expiredCount > 0) {
        await giveUp(part.records.slice(0, expiredCount), 'RecordAgeExceeded', invokeCount, shardId);
        const rest = part.records.slice(expiredCount);
        open = rest.length > 0 ? [{ ...part, records: rest }, ...others] : others;
        continue;
      }
      const { failedAt, isAttempt } = await invoke(part.records);
      invokeCount += isAttempt ? 1 : 0;
      if (failedAt > 0) {
        advance(shardId, part.records[failedAt - 1] as StreamRecord);
        retryMs = firstRetryMs;
      }
      if (failedAt === part.records.length) {
        open = others;
        continue;
      }
      const plan = isAttempt ? planRetry(part, failedAt, mapping) : { open: [part], givenUp: [] };
      open = [...plan.open, ...others];
      if (plan.givenUp.length > 0) {
        await giveUp(plan.givenUp, 'RetryAttemptsExhausted', invokeCount, shardId);
        continue;
      }
      if (!isStopped) await backoff.wait(retryMs * (0.5 + options.random() / 2));
      retryMs = Math.min(retryMs * 2, lastRetryMs);
    }
  }

  /** How many records from the beginning are done; all of them on success. */
  async function invoke(batch: readonly StreamRecord[]): Promise<Invoked> {
    try {
      const answer = await withTimeout(options.invoke(toKinesisEvent(streamName, batch)), mapping, clock);
      const verdict = readVerdict(
        answer,
        batch.map(({ sequenceNumber }) => sequenceNumber),
      );
      if (verdict.kind === 'success') return { failedAt: batch.length, isAttempt: true };
      const failedAt = verdict.kind === 'partial' ? Math.min(...verdict.failed) : 0;
      const reason = verdict.kind === 'failure' ? `: ${verdict.detail}` : '';
      options.onRetry(new Error(`the batch comes again from record ${failedAt + 1} of ${batch.length}${reason}`));
      return { failedAt, isAttempt: true };
    } catch (error) {
      if (options.isFatal?.(error)) throw error;
      options.onRetry(error);
      return { failedAt: 0, isAttempt: (error as Error).name !== throttled };
    }
  }

  /** Records older than the mapping's limit; they lie at the beginning, for a shard is in order of arrival. */
  function countExpired(records: readonly StreamRecord[]): number {
    const { maximumRecordAgeSeconds } = mapping;
    if (maximumRecordAgeSeconds === undefined) return 0;
    const oldest = clock.now() - maximumRecordAgeSeconds * 1000;
    const young = records.findIndex(({ arrivedAt }) => arrivedAt >= oldest);
    return young < 0 ? records.length : young;
  }

  /** The shard goes on only when the destination has the batch: Lambda would drop what cannot be delivered there. */
  async function giveUp(
    records: readonly StreamRecord[],
    condition: GiveUpCondition,
    invokeCount: number,
    shardId: string,
  ): Promise<void> {
    const [first, last] = [records[0] as StreamRecord, records.at(-1) as StreamRecord];
    const batch: GivenUpBatch = {
      functionName: mapping.functionName,
      streamName,
      shardId,
      first: first.sequenceNumber,
      last: last.sequenceNumber,
      recordCount: records.length,
      firstArrivedAt: first.arrivedAt,
      lastArrivedAt: last.arrivedAt,
      condition,
      invokeCount,
      givenUpAt: clock.now(),
      payload: JSON.stringify(toKinesisEvent(streamName, records)),
    };
    const { onFailure } = options;
    if (onFailure) {
      const kept = await untilReached(async () => {
        await onFailure(batch);
        return true;
      });
      if (!kept) return; // Stopped before: the batch comes again.
    }
    options.onGivenUp?.(batch);
    advance(shardId, last);
  }

  function advance(shardId: string, done: StreamRecord): void {
    checkpoints.set(streamName, shardId, done.sequenceNumber);
    changed.wake();
  }

  /** Calls until it succeeds; undefined when the poller was stopped meanwhile. What no retry can help is thrown. */
  async function untilReached<T>(call: () => Promise<T>): Promise<T | undefined> {
    for (let retryMs = firstRetryMs; !isStopped; retryMs = Math.min(retryMs * 2, lastRetryMs)) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        options.onRetry(error);
        if (!isStopped) await backoff.wait(retryMs * (0.5 + options.random() / 2));
      }
    }
    return undefined;
  }

  function end(error: unknown): void {
    isStopped = true;
    pause.wake();
    backoff.wake();
    changed.wake();
    if (hasEnded) return;
    hasEnded = true;
    options.onFatal(error);
  }

  const watching = watchShards().catch(end);

  function isReached(cut: Cut): boolean {
    return [...cut].every(([shardId, end]) => {
      const checkpoint = checkpoints.get(streamName, shardId) ?? '0';
      return end === undefined || padSequenceNumber(checkpoint) >= padSequenceNumber(end);
    });
  }

  return {
    async drain(cut) {
      drainCount += 1;
      pause.wake();
      while (!isStopped && !isReached(cut)) await changed.wait(pollMs);
      drainCount -= 1;
    },
    async stop() {
      isStopped = true;
      pause.wake();
      backoff.wake();
      changed.wake();
      await watching;
      await Promise.all(shardPolls.values());
    },
  };
}

/** In base64, with its envelope. */
function payloadBytesOf({ data }: StreamRecord): number {
  return Math.ceil(data.length / 3) * 4 + envelopeBytes;
}

function parentsOf({ parentShardId, adjacentParentShardId }: Shard): string[] {
  return [parentShardId, adjacentParentShardId].filter((parent) => parent !== undefined);
}

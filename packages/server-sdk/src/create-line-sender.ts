import { type Clock, systemClock } from '@millrace/pipeline';
import { type BatchSenderOptions, type BatchWatch, createBatchSender, type SendError } from './create-batch-sender.ts';
import { createLineGroups } from './line-groups.ts';
import type { OutgoingLine } from './outgoing-line.ts';

export type LineSenderOptions = Omit<BatchSenderOptions, 'connections'> & {
  /** Requests at once. Default 4. */
  readonly concurrency?: number | undefined;
  /** Lines of one request, at most 500. Default 250. */
  readonly maxBatchEvents?: number | undefined;
  /** Of one request's body before compression. Default 400,000. */
  readonly maxBatchBytes?: number | undefined;
  /** How long a line may wait for others of its group. Default: until its batch is full, too much is held, or sendHeld. */
  readonly lingerMs?: number;
  readonly clock?: Clock;
};

export type LineSender<Line> = {
  add(line: Line): void;
  /** No batch waits for a connection. */
  hasRoom(): boolean;
  /** Resolves when there is room, and when the sender is stopped. */
  room(): Promise<void>;
  /** Lines held now wait for no others any more. */
  sendHeld(): void;
  /** Resolves when every line added so far, and meanwhile, has ended. */
  idle(): Promise<void>;
  /** Nothing is sent any more; lines held and lines that wait for a retry fail with the error. */
  stop(error: SendError): void;
  /** Closes the connections; of use when idle. */
  close(): void;
};

const maxHeldLines = 8000;
const maxHeldBytes = 16 * 1024 * 1024;
/** Room for what stands around the lines in a body. */
const envelopeBytes = 1024;

/**
 * Takes lines one by one, batches them by group and sends the batches, at most `concurrency` at once. A batch keeps its
 * connection while it waits for a retry, so that a stage in trouble is not asked for more.
 */
export function createLineSender<Line extends OutgoingLine>(
  options: LineSenderOptions,
  watch: BatchWatch<Line>,
): LineSender<Line> {
  const { concurrency = 4, maxBatchEvents = 250, maxBatchBytes = 400_000, lingerMs, clock = systemClock } = options;
  const batches = createBatchSender({ ...options, connections: concurrency }, watch);
  const groups = createLineGroups<Line>({
    maxLines: maxBatchEvents,
    maxBytes: maxBatchBytes - envelopeBytes,
    maxHeldLines,
    maxHeldBytes,
  });
  let underWay = 0;
  let stopped: SendError | undefined;
  let linger: { cancel(): void } | undefined;
  let roomWaiters: (() => void)[] = [];
  let idleWaiters: (() => void)[] = [];

  function proceed(): void {
    while (underWay < concurrency) {
      const batch = groups.take();
      if (batch === undefined) break;
      underWay += 1;
      void batches.send(batch).finally(() => {
        underWay -= 1;
        proceed();
      });
    }
    if (!groups.isEmpty()) startLinger();
    else {
      linger?.cancel();
      linger = undefined;
    }
    if (hasRoom()) roomWaiters = wake(roomWaiters);
    if (underWay === 0 && groups.isEmpty()) idleWaiters = wake(idleWaiters);
  }

  function startLinger(): void {
    if (lingerMs === undefined) return;
    linger ??= clock.setTimer(lingerMs, () => {
      linger = undefined;
      sendHeld();
    });
  }

  function hasRoom(): boolean {
    return !groups.isReady();
  }

  function sendHeld(): void {
    groups.makeDue();
    proceed();
  }

  return {
    add(line) {
      if (stopped !== undefined) return watch.onFailed([line], stopped);
      groups.add(line);
      if (groups.isReady()) proceed();
      else startLinger();
    },
    hasRoom,
    room: () => (hasRoom() ? Promise.resolve() : new Promise((resolve) => void roomWaiters.push(resolve))),
    sendHeld,
    idle: () =>
      underWay === 0 && groups.isEmpty() ? Promise.resolve() : new Promise((resolve) => void idleWaiters.push(resolve)),
    stop(error) {
      stopped ??= error;
      batches.stop(stopped);
      const held = groups.takeAll();
      if (held.length > 0) watch.onFailed(held, stopped);
      proceed();
    },
    close: batches.close,
  };
}

function wake(waiters: readonly (() => void)[]): [] {
  for (const resolve of waiters) resolve();
  return [];
}

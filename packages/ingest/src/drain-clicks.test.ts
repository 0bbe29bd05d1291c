import { type EventStream, type StreamEntry, TransientError } from '@millrace/pipeline';
import {
  CrashError,
  type CrashPlan,
  createMemoryEventStream,
  createMemoryQueue,
  createVirtualClock,
  type Effects,
  withCrashes,
} from '@millrace/testkit';
import { toClickMessage } from './core/click-message.ts';
import { drainClicks } from './drain-clicks.ts';

const buildEntry = (n: number): StreamEntry => ({ partitionKey: String(n), data: Buffer.from(`click ${n}`) });

async function createBed(count: number) {
  const clock = createVirtualClock();
  const clicks = createMemoryQueue({ now: clock.now });
  const stream = createMemoryEventStream(clock.now);
  for (let n = 0; n < count; n += 1) await clicks.send(toClickMessage(buildEntry(n)));
  const faults: string[] = [];
  const onFault = (message: string) => void faults.push(message);
  const read = () => stream.records.map(({ partitionKey, data }) => `${partitionKey}: ${Buffer.from(data)}`);
  return { clock, clicks, stream, faults, onFault, read };
}

test('everything that waits gets into the stream as it was, and the queue is empty', async () => {
  const { clock, clicks, stream, onFault, read, faults } = await createBed(25);
  expect(await drainClicks({ stream, clicks }, clock, onFault)).toEqual({ drained: 25, isEmpty: true });
  expect(read()).toEqual(Array.from({ length: 25 }, (_, n) => `${n}: click ${n}`));
  expect([clicks.length(), faults]).toEqual([0, []]);
});

test('only what the stream took is deleted; the run ends with what it refused', async () => {
  const { clock, clicks, stream, onFault } = await createBed(25);
  const refusing: EventStream = {
    ...stream,
    putRecords: async (entries) => {
      const puts = await stream.putRecords(entries.slice(0, 7));
      return [...puts, ...entries.slice(7).map(() => ({ ok: false, code: 'throttled' }) as const)];
    },
  };
  expect(await drainClicks({ stream: refusing, clicks }, clock, onFault)).toEqual({ drained: 7, isEmpty: false });
  expect(clicks.length()).toBe(18);
  await clock.run(clock.sleep(60_000), 60_000); // What was refused is visible again.
  expect(await drainClicks({ stream, clicks }, clock, onFault)).toEqual({ drained: 18, isEmpty: true });
  expect(new Set(stream.records.map(({ partitionKey }) => partitionKey)).size).toBe(25);
});

test('a stream that is away leaves all of it in the queue; one that does not exist fails the run', async () => {
  const { clock, clicks, stream, onFault, faults } = await createBed(3);
  const failing = (error: Error): EventStream => ({ ...stream, putRecords: () => Promise.reject(error) });
  const away = failing(new TransientError('away'));
  expect(await drainClicks({ stream: away, clicks }, clock, onFault)).toEqual({ drained: 0, isEmpty: false });
  expect([clicks.length(), faults.length]).toEqual([3, 1]);
  await clock.run(clock.sleep(60_000), 60_000);
  await expect(drainClicks({ stream: failing(new TypeError('bug')), clicks }, clock, onFault)).rejects.toThrow('bug');
  expect(clicks.length()).toBe(3);
});

test('a run ends after 40 s, whatever is left', async () => {
  const { clock, clicks, stream, onFault } = await createBed(100);
  const slow: EventStream = {
    ...stream,
    putRecords: async (entries) => {
      await clock.sleep(15_000);
      return stream.putRecords(entries);
    },
  };
  const result = await clock.run(drainClicks({ stream: slow, clicks }, clock, onFault), 60_000);
  expect(result).toEqual({ drained: 30, isEmpty: false });
});

test.each(['{', 'null', '{"partition_key":1,"data":""}', '{"partition_key":"1"}'])(
  '%s is no click: it stays for the dead letters, and stops nobody',
  async (body) => {
    const { clock, clicks, stream, onFault, faults } = await createBed(0);
    await clicks.send(body);
    await clicks.send(toClickMessage(buildEntry(1)));
    expect(await drainClicks({ stream, clicks }, clock, onFault)).toEqual({ drained: 1, isEmpty: true });
    expect([clicks.length(), faults.length]).toEqual([1, 1]);
  },
);

test('CLICK-6: put, then delete; wherever it crashes, every click is in the stream after the next run, and none with other bytes', async () => {
  const run = async (plan: CrashPlan | undefined) => {
    const bed = await createBed(12);
    const effects: Effects = { log: [], count: 0 };
    const ports = {
      stream: withCrashes('stream', bed.stream, ['putRecords'], effects, plan),
      clicks: withCrashes('clicks', bed.clicks, ['receive', 'delete'], effects, plan),
    };
    const crash = await drainClicks(ports, bed.clock, bed.onFault).catch((error: unknown) => error);
    await bed.clock.run(bed.clock.sleep(60_000), 60_000);
    await drainClicks(bed, bed.clock, bed.onFault);
    expect(new Set(bed.read())).toEqual(new Set(Array.from({ length: 12 }, (_, n) => `${n}: click ${n}`)));
    expect(bed.clicks.length()).toBe(0);
    return { crash, log: effects.log, count: effects.count, records: bed.stream.records.length };
  };

  const whole = await run(undefined);
  const deletes = (count: number) => Array.from({ length: count }, () => 'clicks.delete');
  const round = (count: number) => ['clicks.receive', 'stream.putRecords', ...deletes(count)];
  expect(whole.log).toEqual([...round(10), ...round(2), 'clicks.receive']);
  expect(whole.records).toBe(12);

  const twice: number[] = [];
  for (let at = 0; at < whole.count; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const { crash, records } = await run({ at, when });
      expect(crash).toBeInstanceOf(CrashError);
      twice.push(records - 12);
    }
  }
  // After the put and before the deletes a crash puts a batch again: the lake sees the ids.
  expect(Math.max(...twice)).toBe(10);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { verifySignature } from '@millrace/registry';
import { startStage } from '../test/start-stage.ts';
import { createClient } from './index.ts';

let stage: Awaited<ReturnType<typeof startStage>>;
let isFirst: boolean;
beforeAll(async () => {
  stage = await startStage(() => {
    const isReset = isFirst;
    isFirst = false;
    return isReset;
  });
});
afterAll(() => stage.close());
beforeEach(() => {
  isFirst = false;
  stage.received.length = 0;
});

const eventAt = (index: number) => ({
  event_id: `event-${index}`,
  session: { session_id: 'one' },
  text: 'x'.repeat(50),
});

test.each(['none', 'gzip', 'zstd'] as const)('events arrive signed, with compression %s', async (compression) => {
  const client = createClient({ url: stage.url, key: { id: 'sk_1', secret: 'a secret' }, compression, lingerMs: 5 });
  const events = Array.from({ length: 100 }, (_, index) => eventAt(index));
  const receipts = await Promise.all(events.map((event) => client.send(event)));
  await client.close();
  expect(receipts.map(({ eventId }) => eventId)).toEqual(events.map(({ event_id }) => event_id));
  const [request] = stage.received;
  expect(stage.received).toHaveLength(1);
  expect(request?.path).toBe('/v1/events');
  expect(request?.events).toEqual(events);
  expect(request?.headers['content-encoding'] ?? 'none').toBe(compression);
  const { headers = {}, bytes = Buffer.of() } = request ?? {};
  expect(verifySignature({ headers, body: bytes, secrets: ['a secret'], now: Date.now() })).toBe('valid');
});

test('a connection that is cut after the request costs a repetition with the same id', async () => {
  isFirst = true;
  const client = createClient({ url: stage.url, lingerMs: 0 });
  expect(await client.send(eventAt(1))).toMatchObject({ eventId: 'event-1', attempts: 2 });
  await client.close();
  expect(stage.received.map(({ events }) => events)).toEqual([[eventAt(1)], [eventAt(1)]]);
});

test('SDK-8: queued events hold the process, after close nothing does', async () => {
  const script = `
    import { createClient } from ${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))};
    const client = createClient({ url: ${JSON.stringify(stage.url)}, lingerMs: 50 });
    client.send({ event_id: 'event-1' }).then(async () => {
      client.send({ event_id: 'event-2' });
      await client.close();
      console.log('closed', process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length);
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (chunk) => (told += chunk));
  // Were a timer or a connection left, it would stay until the test's time is over.
  const [code] = await once(child, 'close');
  expect([code, told]).toEqual([0, 'closed 0\n']);
  expect(stage.received.flatMap(({ events }) => events)).toEqual([{ event_id: 'event-1' }, { event_id: 'event-2' }]);
});

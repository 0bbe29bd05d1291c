import { type EventStream, TransientError } from '@millrace/pipeline';
import { createMemoryEventStream } from '@millrace/testkit';
import { openIngest } from '../test/open-ingest.ts';

const ready = { method: 'GET', path: '/health/ready' };

test('ready: it has written a frame without lines; asking often writes nothing more for 5 s', async () => {
  const ingest = openIngest();
  for (let asked = 0; asked < 20; asked += 1) {
    expect(await ingest.call(ready)).toMatchObject({ status: 200, body: { status: 'ready' } });
  }
  expect(ingest.frames()).toMatchObject([
    { accepted: [], quarantined: [], header: { acceptedCount: 0, suppressed: {} } },
  ]);
  await ingest.clock.run(ingest.clock.sleep(5_000), 6_000);
  await ingest.call(ready);
  expect(ingest.frames()).toHaveLength(2);
});

const memory = createMemoryEventStream();
const streams: Readonly<Record<string, EventStream>> = {
  'is away': { ...memory, putRecords: () => Promise.reject(new TransientError('away')) },
  'refuses records': { ...memory, putRecords: async () => [{ ok: false, code: 'x' }] },
  'gives no answer': { ...memory, putRecords: () => new Promise(() => {}) },
};

test.each(Object.entries(streams))('not ready when the stream %s', async (_, stream) => {
  const { status, headers, body } = await openIngest({ stream }).call(ready);
  expect([status, headers['content-type'], headers['retry-after']]).toEqual([503, 'application/problem+json', '1']);
  expect(JSON.stringify(body)).not.toContain('away');
});

test('not ready without the table or the secrets, and ready again when they are back', async () => {
  const ingest = openIngest();
  ingest.table.setAway(true);
  expect((await ingest.call(ready)).status).toBe(503);
  ingest.table.setAway(false);
  await ingest.clock.run(ingest.clock.sleep(5_000), 6_000);
  expect((await ingest.call(ready)).status).toBe(200);

  let isThere = false;
  const secrets = {
    get: async () => {
      if (!isThere) throw new TransientError('away');
      return new Uint8Array(32);
    },
  };
  const waiting = openIngest({ secrets });
  expect((await waiting.call(ready)).status).toBe(503);
  isThere = true;
  expect((await waiting.call(ready)).status).toBe(200);
});

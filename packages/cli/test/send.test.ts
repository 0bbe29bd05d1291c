import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { verifySignature } from '@millrace/registry';
import { runMillrace, useScratch } from './run-millrace.ts';

type Body = {
  readonly events: { readonly event_id: string }[];
  readonly import?: object;
  readonly malformed?: object[];
};

const scratch = useScratch();
let server: Server;
let url: string;
let status: number;
let received: { readonly headers: IncomingHttpHeaders; readonly bytes: Buffer; readonly body: Body }[];

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const body = JSON.parse(bytes.toString()) as Body;
    received.push({ headers: incoming.headers, bytes, body });
    const answer = { accepted: body.events.length, suppressed: 0, malformed: body.malformed?.length ?? 0 };
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(status === 202 ? { ...answer, rejected: [], retry: [] } : { title: 'Unauthorized' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  status = 202;
  received = [];
});

function writeEvents(name: string): string {
  const path = join(scratch(), name);
  const events = Array.from({ length: 30 }, (_, index) => ({ event_id: `event-${index}`, event_type: 'page_view' }));
  writeFileSync(path, `${events.map((event) => JSON.stringify(event)).join('\n')}\nbroken\n`);
  return path;
}

const secret = 'f00dcafe'.repeat(8);
const sendEvents = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  runMillrace(['send', writeEvents('events.ndjson'), '--to', url, '--dir', join(scratch(), 'lake'), ...args], env);
const idsSent = () => received.flatMap(({ body }) => body.events.map(({ event_id }) => event_id)).sort();
const keysOf = () => [...new Set(received.map(({ headers }) => headers['x-millrace-key']))];
const areSigned = (by: string) =>
  received.every(
    ({ headers, bytes }) => verifySignature({ headers, body: bytes, secrets: [by], now: Date.now() }) === 'valid',
  );

test('with a secret key every request is signed, and malformed lines go along; the secret is never told', async () => {
  const { code, stdout, stderr } = await sendEvents(['--key', 'sk_1', '--json'], { MILLRACE_KEY_SECRET: secret });
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { sent: 30, accepted: 30, malformed: 1, unsent: 0 }]);
  expect([keysOf(), areSigned(secret)]).toEqual([['sk_1'], true]);
  expect(received.some(({ body }) => body.import !== undefined)).toBe(false);
  status = 401;
  const refused = await sendEvents(['--key', 'sk_1', '--secret', secret]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/Unauthorized\): check that key sk_1 is of this stage, and its secret/);
  const told = [stdout, stderr, refused.stdout, refused.stderr, JSON.stringify(received.map(({ headers }) => headers))];
  expect(told.join()).not.toContain(secret);
});

test('with a public key it is named, without a key none is; the same file twice has the same ids', async () => {
  const named = await sendEvents(['--key', 'pk_1'], { MILLRACE_KEY_SECRET: secret });
  expect(named.code).toBe(1);
  expect(named.stderr).toMatch(/1 lines are no JSON and were not sent, the first is line 31/);
  expect(keysOf()).toEqual(['pk_1']);
  expect(received[0]?.headers['x-millrace-signature']).toBeUndefined();
  const before = idsSent();
  expect(before).toHaveLength(30);
  received = [];
  await sendEvents();
  expect([keysOf(), idsSent()]).toEqual([[undefined], before]);
});

test('an import credential signs as the key import; an access log takes it, or a secret key', async () => {
  expect((await sendEvents([], { MILLRACE_IMPORT_KEY: secret })).code).toBe(0);
  expect([keysOf(), areSigned(secret)]).toEqual([['import'], true]);
  expect(received[0]?.body.import).toEqual({ source: 'events', policy: 'imported' });

  const log = join(scratch(), 'access.log');
  writeFileSync(log, '203.0.113.9 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "-" "x"\n');
  const dir = join(scratch(), 'lake');
  mkdirSync(dir, { recursive: true });
  const sendLog = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    runMillrace(['send', log, '--format', 'access-log', '--source', 'web-1', '--to', url, '--dir', dir, ...args], env);
  for (const [keyId, args, env] of [
    ['import', [], { MILLRACE_IMPORT_KEY: secret }],
    ['sk_1', ['--key', 'sk_1'], { MILLRACE_KEY_SECRET: secret }],
  ] as const) {
    received = [];
    expect((await sendLog(args, env)).code).toBe(0);
    expect([keysOf(), areSigned(secret)]).toEqual([[keyId], true]);
    expect(received[0]?.body.import).toEqual({ source: 'web-1', policy: 'imported' });
  }
  const asPublic = await sendLog(['--key', 'pk_1'], {});
  expect([asPublic.code, asPublic.stderr]).toEqual([2, expect.stringMatching(/an access log takes a secret key/)]);
});

test.each([
  [['--key', 'sk_1'], /key sk_1 needs its secret: set MILLRACE_KEY_SECRET/],
  [['--key', 'sk_1', '--secret', ''], /key sk_1 needs its secret/],
  [['--secret', 'very-secret'], /--secret goes with --key/],
  [['--key', 'pk_1', '--secret', 'very-secret'], /goes with a secret key/],
  [['--key', 'a b', '--secret', 'very-secret'], /--key takes the id of a key/],
])('%j is wrong usage', async (args, message) => {
  const { code, stderr } = await sendEvents(args);
  expect([code, received]).toEqual([2, []]);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('very-secret');
});

test('a port where nothing listens is told within seconds, not after the whole retry budget', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  const startedAt = performance.now();
  const { code, stderr } = await sendEvents(['--to', `http://name:very-secret@127.0.0.1:${port}`]);
  expect(performance.now() - startedAt).toBeLessThan(20_000);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /millrace send: \d+ lines were not accepted by http:\/\/127\.0\.0\.1:\d+\/v1\/events within 5 s: nothing listens there \(ECONNREFUSED\); start the stage, or check the address/,
  );
  expect(stderr).not.toContain('very-secret');
}, 40_000);

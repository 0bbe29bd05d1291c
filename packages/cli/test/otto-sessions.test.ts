import { createSecretKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStateTable } from '@millrace/embedded';
import { openRuntime, type Runtime } from '@millrace/local';
import { readPortsConfig } from '@millrace/pipeline';
import { createKeyStore } from '@millrace/registry';
import { createClient } from '@millrace/server-sdk';
import { useScratch, workspaceRoot } from './run-millrace.ts';

type ShopSession = {
  readonly session: number;
  /** ts: epoch milliseconds. */
  readonly events: readonly { readonly aid: number; readonly ts: number; readonly type: ShopAction }[];
};
type ShopAction = keyof typeof contractOf;

const contractOf = {
  clicks: { event_type: 'page_view', schema_version: '1.1.0' },
  carts: { event_type: 'add_to_cart', schema_version: '1.0.0' },
  orders: { event_type: 'purchase', schema_version: '1.0.0' },
} as const;

const eventCount = 862;
const eventsPerRequest = 500;
const scratch = useScratch();

/** OTTO Recommender Systems Dataset (github.com/otto-de/recsys-dataset), CC-BY 4.0: sessions of a real shop. */
function readSessions(): readonly ShopSession[] {
  const path = join(workspaceRoot, '../shared/data/otto_sessions.jsonl');
  if (!existsSync(path)) throw new Error(`the real shop sessions are missing: ${path}`);
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ShopSession);
}

/** The same event ever after. Ids of a session rise with its events: five of them share their millisecond with another. */
function toEvent(session: number, { aid, ts, type }: ShopSession['events'][number], position: number) {
  return {
    event_id: `${hex(session, 8)}-0770-4000-8000-${hex(position, 12)}`,
    ...contractOf[type],
    ts: new Date(ts).toISOString(),
    user: { consent: { analytics: true, ads: false } },
    session: { session_id: `otto-${session}` },
    ctx: { page_url: `/products/${aid}` },
    product: { product_id: String(aid) },
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** As a page does it: no key of a server, no sent_at, so that nobody takes the age of these times for a wrong clock. */
async function post(runtime: Runtime, events: readonly object[]): Promise<void> {
  for (let start = 0; start < events.length; start += eventsPerRequest) {
    const batch = events.slice(start, start + eventsPerRequest);
    const response = await fetch(`${runtime.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: JSON.stringify({ events: batch }),
    });
    expect(await response.json()).toMatchObject({ accepted: batch.length, rejected: [], retry: [] });
    expect(response.status).toBe(202);
  }
}

/** As a shop's server does it: signed, so that its times are taken as they are, and with the send time of each batch. */
async function sendSigned(runtime: Runtime, events: readonly object[]): Promise<void> {
  const table = createStateTable({ ...readPortsConfig({}), dataDir: runtime.dataDir });
  const lakeKey = createSecretKey(await runtime.secrets.get('lake-key'));
  const { key, secret = '' } = await createKeyStore({ table, lakeKey }).create({ kind: 'secret', name: 'shop' });
  await table.close();
  const client = createClient({ url: runtime.url, key: { id: key.keyId, secret }, retryBudgetMs: 10_000 });
  const sent = events.map((event) => client.send(event));
  await client.close();
  expect(new Set((await Promise.all(sent)).map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
}

async function read(runtime: Runtime, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await runtime.query(sql)).rows;
}

test.each([
  ['signed by a server', sendSigned],
  ['in the public way', post],
])(
  'OTTO-1: 862 events of real shop sessions, sent %s, are 862 in silver in their order, also when they come twice',
  async (way, send) => {
    const sessions = readSessions();
    const events = sessions.flatMap(({ session, events }) =>
      events.map((event, position) => toEvent(session, event, position)),
    );
    expect(events.length).toBe(eventCount);

    const log: string[] = [];
    const runtime = await openRuntime({
      ...{ dir: join(scratch(), way.replaceAll(' ', '-')), port: 0, log: (line: string) => log.push(line) },
      refineEveryMs: 600_000,
    });
    try {
      await send(runtime, events);
      await runtime.drain();
      const content = await readContent(runtime);
      expect(content.types).toEqual([
        ['add_to_cart', 52],
        ['page_view', 800],
        ['purchase', 10],
      ]);
      expect(content.order).toEqual(
        sessions.flatMap(({ session, events }) => events.map(({ aid, ts }) => [`otto-${session}`, String(aid), ts])),
      );
      expect(content.sessions).toEqual(
        sessions.map(({ session, events }) => [`otto-${session}`, events.length, events[0]?.ts, events.at(-1)?.ts]),
      );
      expect((await runtime.reconcile()).total).toMatchObject({
        ...{ received: eventCount, accepted: eventCount, silver: eventCount, duplicates: 0 },
        ...{ pending: 0, unexplained: 0 },
      });

      await send(runtime, events);
      await runtime.drain();
      expect(await readContent(runtime)).toEqual(content);
      expect((await runtime.reconcile()).total).toMatchObject({
        ...{ accepted: 2 * eventCount, silver: eventCount, duplicates: eventCount, conflicts: 0 },
        ...{ pending: 0, unexplained: 0 },
      });
      expect(log).toEqual([]);
    } finally {
      await runtime.close();
    }
  },
  60_000,
);

/** What a reader sees, in the order of the file: sessions by their number, events by the client's time and their id. */
async function readContent(runtime: Runtime) {
  const inFileOrder = `cast(substr(session_id, 6) as bigint)`;
  return {
    types: await read(runtime, 'select event_type, count(*) from silver.events group by 1 order by 1'),
    order: await read(
      runtime,
      `select session_id, product_id, coalesce(client_time_ms, event_time_ms) from silver.events
       order by ${inFileOrder}, coalesce(client_time_ms, event_time_ms), event_id`,
    ),
    sessions: await read(
      runtime,
      `select session_id, event_count, started_at_ms, ended_at_ms from silver.sessions order by ${inFileOrder}`,
    ),
  };
}

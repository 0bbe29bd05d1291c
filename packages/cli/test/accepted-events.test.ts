import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openRuntime, type Runtime } from '@millrace/local';
import { decideEvent } from '@millrace/pipeline';
import { bronzeColumns, toPointer } from '@millrace/schema';
import { type BundledContract, type JsonSchema, readContracts } from '@millrace/schema/generator';
import { buildReceipt } from '@millrace/testkit';
import fc from 'fast-check';
import { arbitraryEvent, arbitraryNewerEvent, type JsonObject } from './arbitrary-event.ts';
import { useScratch, workspaceRoot } from './run-millrace.ts';

type SentEvent = {
  readonly contract: BundledContract;
  readonly event: JsonObject;
  /** Sent with DNT: it may be measured, and nobody may be known. */
  readonly isCookieless: boolean;
};
type Row = ReadonlyMap<string, unknown>;

const { contracts } = readContracts(join(workspaceRoot, 'packages/schema/contracts'));
const eventsPerContract = 200;
const userAgent = 'of the header';
const columnTypes = new Map(bronzeColumns.map(({ name, type }) => [name, type]));
const identifying = ['sent_at_ms', 'user_id_hash', '_unrecognized'];
/** What a decision about consent is kept of. */
const recorded: ReadonlySet<string> = new Set(
  bronzeColumns.flatMap(({ name, source }) => {
    if (source.kind !== 'event') return [];
    const [first = ''] = source.path;
    const isOfRecord = /^(?:schema_version|event_type|event_id|ts|sent_at|consent_change|metadata)$/.test(first);
    return isOfRecord || source.path.join('.') === 'user.user_id_hash' ? [name] : [];
  }),
);

const sentEvents = fc
  .tuple(
    ...contracts.map((contract) => {
      const isNewest = contract === contracts.findLast(({ eventType }) => eventType === contract.eventType);
      const event = fc
        .oneof(arbitraryEvent(contract), arbitraryNewerEvent(contract, { isNewest }))
        .map((arbitrary) => withoutPersonal(arbitrary) as JsonObject);
      return fc.array(
        fc.record({
          contract: fc.constant(contract),
          event: event.map(withAnalytics).filter(isAccepted),
          isCookieless: fc.boolean(),
        }),
        { minLength: eventsPerContract, maxLength: eventsPerContract },
      );
    }),
  )
  .map((events) => events.flat().map(withOwnId));

const scratch = useScratch();

test('SCHEMA-11: whatever ingest accepts reaches silver, every value as it was sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.noShrink(sentEvents).map(quietly), async ({ events }) => {
      const log: string[] = [];
      const runtime = await openRuntime({
        ...{ dir: join(scratch(), 'lake'), port: 0, log: (line) => log.push(line) },
        refineEveryMs: 600_000, // The only run is the one at the end.
      });
      try {
        const [cookieless, others] = [true, false].map((is) =>
          events.filter(({ isCookieless }) => isCookieless === is),
        );
        await send(runtime, cookieless ?? [], { dnt: '1' });
        await send(runtime, others ?? [], {});
        await runtime.drain();
        expect([runtime.progress().runs, log]).toEqual([1, []]);

        const rows = await readSilver(runtime);
        expect(rows.size).toBe(events.length);
        const faults = events.flatMap((sent) =>
          findFaults(sent, rows.get(String(sent.event['event_id']).toLowerCase())),
        );
        expect({ count: faults.length, first: faults.slice(0, 3) }).toEqual({ count: 0, first: [] });
        expect(await findInvalidJson(runtime)).toEqual([]);
        expect((await runtime.reconcile()).total).toMatchObject({ silver: events.length, unexplained: 0, pending: 0 });
      } finally {
        await runtime.close();
      }
    }),
    { numRuns: 1 },
  );
}, 60_000);

/** No text in which ingest may have to scrub or cut something. */
function withoutPersonal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/[@?#%]/g, '_');
  if (Array.isArray(value)) return value.map(withoutPersonal);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [String(withoutPersonal(key)), withoutPersonal(inner)]),
  );
}

function withAnalytics(event: JsonObject): JsonObject {
  const user = event['user'] as JsonObject;
  return { ...event, user: { ...user, consent: { ...(user['consent'] as JsonObject), analytics: true } } };
}

function isAccepted(event: JsonObject): boolean {
  return decideEvent(event, buildReceipt({ userAgent })).kind === 'accepted';
}

/** No two have the same id, and every second one is in capitals. */
function withOwnId(sent: SentEvent, index: number): SentEvent {
  const id = `abcdef00-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  return { ...sent, event: { ...sent.event, event_id: index % 2 === 0 ? id : id.toUpperCase() } };
}

/** Thousands of events are no counterexample that anybody reads: the first faults say what is wrong, the seed the rest. */
function quietly(events: readonly SentEvent[]) {
  return { events, [fc.toStringMethod]: () => `${events.length} events` };
}

/** Posts the events in requests of a size that ingest takes. Throws unless each is answered as accepted. */
async function send(runtime: Runtime, sent: readonly SentEvent[], headers: Record<string, string>): Promise<void> {
  const maxEvents = 100;
  const maxLength = 100_000;
  for (let start = 0; start < sent.length; ) {
    const batch: string[] = [];
    for (let length = 0; length < maxLength && batch.length < maxEvents && start < sent.length; start += 1) {
      const text = JSON.stringify(sent[start]?.event);
      length += text.length;
      batch.push(text);
    }
    const response = await fetch(`${runtime.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent, ...headers },
      body: `[${batch.join(',')}]`,
    });
    expect(await response.json()).toMatchObject({ accepted: batch.length, rejected: [], suppressed: 0 });
  }
}

/** silver.events by event_id. */
async function readSilver(runtime: Runtime): Promise<ReadonlyMap<unknown, Row>> {
  const { columns, rows } = await runtime.query('select * from silver.events');
  const cellsOf = (row: readonly unknown[]): Row => new Map(columns.map(({ name }, index) => [name, row[index]]));
  return new Map(rows.map(cellsOf).map((row) => [row.get('event_id'), row]));
}

/** The cells of a row that do not say what was sent, in words. */
function findFaults({ contract, event, isCookieless }: SentEvent, row: Row | undefined): readonly string[] {
  const name = `${contract.eventType} ${contract.version}, sent as ${event['schema_version']}`;
  if (!row) return [`${name}: ${event['event_id']} is not there`];
  const unknown = [...listUnknown(contract.client, event)];
  const cells: readonly (readonly [string, unknown])[] = [
    ...listCells(contract.client, event),
    ['_unrecognized', unknown.length === 0 ? undefined : Object.fromEntries(unknown)],
  ];
  const isRecord = contract.eventType === 'consent_update';
  return cells.flatMap(([column, said]) => {
    if (column === 'session_id' && isCookieless && !isRecord) {
      return row.get(column) === said ? [`${name}: the session is known`] : [];
    }
    const isDropped = isRecord ? !recorded.has(column) : isCookieless && identifying.includes(column);
    const isCorrected = column === 'event_time_ms' && isCookieless && !isRecord;
    const sent = isDropped ? null : isCorrected ? toCorrected(event, row) : toKept(column, said);
    // Of a clock that is wrong the time is kept that it showed, unless nobody may know whose it is.
    const cell = column === 'event_time_ms' ? (row.get('client_time_ms') ?? row.get(column)) : row.get(column);
    const stored = toRead(cell, sent);
    if (isDeepStrictEqual(sent, stored)) return [];
    return [`${name}: ${column} is ${JSON.stringify(stored)}, ${JSON.stringify(sent)} was sent`];
  });
}

/** What stands for the time of somebody unknown: by our clock, where theirs was wrong when they sent it. */
function toCorrected({ ts, sent_at: sentAt }: JsonObject, row: Row): unknown {
  const time = Number(toKept('event_time_ms', ts));
  const correction =
    sentAt === undefined ? 0 : Number(row.get('received_at_ms')) - Number(toKept('sent_at_ms', sentAt));
  const corrected = time + correction;
  const isInRange = corrected >= Date.UTC(2000, 0, 1) && corrected < Date.UTC(2101, 0, 1);
  return Math.abs(correction) > 60_000 && isInRange ? corrected : time;
}

/** The columns of a contract, with what an event says at the place of each. */
function* listCells(schema: JsonSchema, value: unknown): Generator<readonly [column: string, value: unknown]> {
  const column = schema['x-column'];
  if (column !== undefined) yield [column, value];
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    yield* listCells(inner, isObject(value) ? value[key] : undefined);
  }
}

/** What an event says where its contract has no field, by JSON Pointer. */
function* listUnknown(
  { properties }: JsonSchema,
  value: unknown,
  path: readonly string[] = [],
): Generator<readonly [pointer: string, value: unknown]> {
  if (!properties || !isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known) yield* listUnknown(known, inner, [...path, key]);
    else yield [toPointer([...path, key]), inner];
  }
}

/** What a column has of a value: times as epoch milliseconds, ids in small letters, text as UTF-8 can say it. */
function toKept(column: string, value: unknown): unknown {
  if (value === undefined || value === null) return column === 'user_agent' ? userAgent : null;
  if (column === 'event_id') return String(value).toLowerCase();
  const type = columnTypes.get(column);
  if (type === 'bigint' && typeof value === 'string') return Date.parse(value);
  return type === 'string' && typeof value !== 'object' && typeof value !== 'string'
    ? JSON.stringify(value)
    : asUtf8(value);
}

/** Objects and arrays are kept as JSON text. */
function toRead(cell: unknown, sent: unknown): unknown {
  return typeof sent === 'object' && typeof cell === 'string' ? JSON.parse(cell) : cell;
}

/** Half a surrogate pair has no UTF-8: it becomes U+FFFD, in keys, too. Of several such keys the last stored one is read. */
function asUtf8(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(asUtf8);
  if (!isObject(value)) return value;
  const stored = Object.keys(value).sort();
  return Object.fromEntries(stored.map((key) => [key.toWellFormed(), asUtf8(value[key])]));
}

/** The columns of JSON that have text in bronze which DuckDB cannot read as JSON. */
async function findInvalidJson(runtime: Runtime): Promise<readonly string[]> {
  const columns = new Set(['_unrecognized', ...contracts.flatMap(({ client }) => [...listJsonColumns(client)])]);
  const checks = [...columns].map(
    (column) => `select '${column}' from bronze.events having count(*) filter (where not json_valid("${column}")) > 0`,
  );
  const { rows } = await runtime.query(checks.join(' union all '));
  return rows.map(([column]) => String(column));
}

function* listJsonColumns({ type, properties, 'x-column': column }: JsonSchema): Generator<string> {
  if (column !== undefined && (type === 'object' || type === 'array')) yield column;
  for (const inner of Object.values(properties ?? {})) yield* listJsonColumns(inner);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { countLines } from '@millrace/local/count-lines';
import { compareStores } from '@millrace/local/reconcile';
import { decodeRecord, splitLines } from '@millrace/pipeline';
import { checkLanding, type LandingVerdict } from './check-landing.ts';
import { streamName } from './run-landing.ts';
import type { LineWorld } from './run-line.ts';

/** Lines of the lake, by what became of them; `<shard> <sequence number> <line>`. */
export type LineVerdict = LandingVerdict & {
  readonly silverCount: number;
  readonly withdrawnCount: number;
  readonly duplicateCount: number;
  readonly conflictCount: number;
};

type BronzeRow = {
  readonly place: string;
  readonly order: string;
  readonly eventId: string;
  readonly contentHash: string;
  readonly receivedAtMs: number;
  readonly eventType: string;
  /** undefined: nobody is named. */
  readonly userId: string | undefined;
  readonly consents: boolean;
  /** Several columns that are taken from the line as they are. */
  readonly content: string;
};

type StoredEvent = {
  readonly event_id: string;
  readonly content_hash: string;
  readonly event_type: string;
  readonly ts: string;
  readonly received_at: string;
  readonly ctx?: { readonly page_url?: string };
  readonly session?: { readonly session_id?: string };
  readonly metadata: { readonly schema_hash: string };
};

/**
 * accepted = silver + withdrawn + duplicates + conflicts + pending, by sets: every landed line is once in bronze (or in its
 * quarantine), and of every event the first received line, and only that one, is in silver, or withdrawn: where the newest
 * decision of its user before it says so.
 */
export async function checkLine(world: LineWorld): Promise<LineVerdict> {
  const landing = await checkLanding(world);
  const broken = [...landing.broken];
  const lost = [...landing.lost];
  const doubled = [...landing.doubled];
  const pendingPlaces = new Set(landing.pending.map((identity) => identity.slice(identity.indexOf(' at ') + 4)));

  const expected = { accepted: new Set<string>(), quarantined: new Set<string>() };
  for (const record of world.stream.records) {
    if (pendingPlaces.has(`${record.shardId}:${record.sequenceNumber}`)) continue;
    const { accepted, quarantined } = countLines(record);
    for (let line = 1; line <= accepted + quarantined; line += 1) {
      const place = `${record.shardId} ${record.sequenceNumber} ${line}`;
      expected[line <= accepted ? 'accepted' : 'quarantined'].add(place);
    }
  }
  const select = async (sql: string) => (await world.lake.query(sql)).rows.map((row) => row.map(String));
  const bronze = (
    await select(`select shard_id || ' ' || sequence_number || ' ' || line, lpad(received_at_ms::varchar, 20, '0') || ' ' || frame_id
        || ' ' || lpad(line::varchar, 6, '0') || ' ' || shard_id || ' ' || sequence_number, event_id, content_hash,
        received_at_ms, event_type, coalesce(user_id_hash, ''), consent_analytics,
        concat_ws(' ', event_id, content_hash, event_type, event_time_ms, received_at_ms, page_url, session_id, schema_hash)
      from bronze.events`)
  ).map(
    ([
      place = '',
      order = '',
      eventId = '',
      contentHash = '',
      receivedAt,
      eventType = '',
      user,
      ...rest
    ]): BronzeRow => {
      const [consents, content = ''] = rest;
      return {
        ...{ place, order, eventId, contentHash, receivedAtMs: Number(receivedAt), eventType, content },
        ...{ userId: user || undefined, consents: consents === 'true' },
      };
    },
  );
  const quarantined = await select(`select shard_id || ' ' || sequence_number || ' ' || line from bronze.quarantine`);
  compareSets(
    'bronze.events',
    expected.accepted,
    bronze.map(({ place }) => place),
  );
  compareSets(
    'bronze.quarantine',
    expected.quarantined,
    quarantined.map(([place = '']) => place),
  );

  const winners = new Map<string, BronzeRow>();
  for (const row of bronze) {
    const first = winners.get(row.eventId);
    if (!first || row.order < first.order) winners.set(row.eventId, row);
  }
  const isWithdrawn = judgeBy([...winners.values()]);
  const inSilver = [...winners.values()].filter((row) => !isWithdrawn(row));
  const silver = await select(`select shard_id || ' ' || sequence_number || ' ' || line from silver.events`);
  compareSets(
    'silver.events',
    new Set(inSilver.map(({ place }) => place)),
    silver.map(([place = '']) => place),
  );
  const withdrawn = await select(`select shard_id || ' ' || sequence_number || ' ' || line from silver.withdrawn`);
  compareSets(
    'silver.withdrawn',
    new Set([...winners.values()].filter(isWithdrawn).map(({ place }) => place)),
    withdrawn.map(([place = '']) => place),
  );
  const isConflict = (row: BronzeRow) => row.contentHash !== winners.get(row.eventId)?.contentHash;
  const conflicts = await select(`select shard_id || ' ' || sequence_number || ' ' || line from silver.conflicts`);
  compareSets(
    'silver.conflicts',
    new Set(bronze.filter(isConflict).map(({ place }) => place)),
    conflicts.map(([place = '']) => place),
  );
  checkContent();
  for (const difference of await compareSilver(world)) broken.push(difference);

  function compareSets(table: string, wanted: ReadonlySet<string>, found: readonly string[]): void {
    const places = new Set(found);
    for (const place of wanted) if (!places.has(place)) lost.push(`${place} is not in ${table}`);
    for (const place of places) if (!wanted.has(place)) broken.push(`${place} is in ${table} and should not be`);
    if (places.size < found.length) doubled.push(`${found.length - places.size} rows of ${table} are there twice`);
  }

  /** The ids and hashes in bronze are those of the lines in the stream. */
  function checkContent(): void {
    const byPlace = new Map(bronze.map((row) => [row.place, row]));
    for (const record of world.stream.records) {
      const decoded = decodeRecord(record.data);
      if (decoded.kind !== 'frame') continue;
      for (const [at, text] of splitLines(decoded.body.subarray(0, decoded.acceptedBytes)).entries()) {
        const row = byPlace.get(`${record.shardId} ${record.sequenceNumber} ${at + 1}`);
        const event = JSON.parse(text) as StoredEvent;
        if (row && row.content !== contentOf(event)) {
          broken.push(`${row.place} in bronze is another line`);
        }
      }
    }
  }

  return {
    ...landing,
    lost,
    doubled,
    broken,
    silverCount: silver.length,
    withdrawnCount: withdrawn.length,
    conflictCount: conflicts.length,
    duplicateCount: bronze.length - silver.length - withdrawn.length - conflicts.length,
  };
}

/** A decision is about what its user sends in later milliseconds, until the next one. */
function judgeBy(winners: readonly BronzeRow[]): (row: BronzeRow) => boolean {
  const decisions = winners
    .filter(({ eventType, userId }) => eventType === 'consent_update' && userId !== undefined)
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  return ({ eventType, userId, receivedAtMs }) =>
    eventType !== 'consent_update' &&
    decisions.findLast((decision) => decision.userId === userId && decision.receivedAtMs < receivedAtMs)?.consents ===
      false;
}

function contentOf(event: StoredEvent): string {
  const times = [Date.parse(event.ts), Date.parse(event.received_at)];
  const { event_id, content_hash, event_type, ctx, session, metadata } = event;
  return [event_id, content_hash, event_type, ...times, ctx?.page_url, session?.session_id, metadata.schema_hash]
    .filter((value) => value !== undefined)
    .join(' ');
}

/** Whatever silver took over from bronze is as bronze has it. */
async function compareSilver({ lake }: LineWorld): Promise<readonly string[]> {
  const { rows: columns } = await lake.query(`select column_name from duckdb_columns()
    where schema_name = 'silver' and table_name = 'events' and column_name in (
      select column_name from duckdb_columns() where schema_name = 'bronze' and table_name = 'events')`);
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  if (columns.length < 40) throw new Error(`silver shares only ${columns.length} columns with bronze`);
  const { rows } = await lake.query(
    `select event_id from (select ${names} from silver.events except all select ${names} from bronze.events)`,
  );
  return rows.map(([eventId]) => `${eventId} is another row in silver than in bronze`);
}

/**
 * What `millrace reconcile` says of the same world: it must come to the same numbers, on its own way, and explain everything.
 */
export async function checkReconcile(world: LineWorld, verdict: LineVerdict): Promise<readonly string[]> {
  const { stream, manifest, objects, lake, clock } = world;
  const { reconciliation } = await compareStores({ streamName, stream, manifest, objects, lake }, clock.now);
  const { total, findings } = reconciliation;
  const pairs = [
    ['received', total.received, verdict.receivedCount],
    ['silver', total.silver, verdict.silverCount],
    ['withdrawn', total.withdrawn, verdict.withdrawnCount],
    ['duplicates', total.duplicates, verdict.duplicateCount],
    ['conflicts', total.conflicts, verdict.conflictCount],
    ['pending', total.pending, verdict.pending.length],
    ['unexplained', total.unexplained, 0],
  ] as const;
  return [
    ...findings.map(({ kind, shardId, key, lines }) => `reconcile: ${kind} ${shardId} ${key}, ${lines} lines`),
    ...pairs.filter(([, found, wanted]) => found !== wanted).map((pair) => `reconcile: ${pair.join(' ')}`),
  ];
}

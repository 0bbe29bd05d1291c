import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openRuntime, queryFolder } from '@millrace/local';
import { compress, type ManifestRow, type StreamRecord } from '@millrace/pipeline';
import {
  copyLake,
  damageLake,
  damageManifest,
  dropFrame,
  giveUp,
  linesOf,
  makeLake,
  objectPath,
  readChain,
  reconcileHere,
  runHere,
  withdrawConsent,
} from './damaged-lake.ts';
import { useScratch } from './run-millrace.ts';

const scratch = useScratch();
const shardId = 'shardId-000000000000';
const base = () => join(scratch(), 'base');
const withDroppedFrame = () => join(scratch(), 'dropped');
let rows: readonly ManifestRow[];
/** The row in the middle of the chain that is damaged. */
let row: Required<ManifestRow> & { rawKey: string; typedKey: string };
let dropped: StreamRecord;
let copies = 0;

beforeAll(async () => {
  await makeLake(base());
  rows = await readChain(base(), shardId);
  row = rows[1] as typeof row;
  dropped = await dropFrame(copyLake(base(), withDroppedFrame()), shardId);
}, 60_000);

function copy(from = base()): string {
  copies += 1;
  return copyLake(from, join(scratch(), `copy-${copies}`));
}

const place = (alias = '') => ['shard_id', 'sequence_number', 'line'].map((column) => `${alias}${column}`).join(', ');
/** The place of a bronze row of the damaged batch that silver has, and that came once; `n` picks one. */
const winner = (
  n = 0,
) => `select ${place('b.')} from bronze.events b join silver.events s using (shard_id, sequence_number, line)
  where b.typed_key = '${row.typedKey}'
    and b.event_id in (select event_id from bronze.events group by event_id having count(*) = 1)
  order by b.sequence_number, b.line limit 1 offset ${n}`;
/** Makes the places of the first rows stay the same while they are edited. */
const pinWinners = (count: number) => [
  'create table main.pinned (n integer, shard_id varchar, sequence_number varchar, line integer)',
  ...Array.from({ length: count }, (_, n) => `insert into main.pinned select ${n}, * from (${winner(n)})`),
];
const isPinned = (n: number) => `(${place()}) in (select ${place()} from main.pinned where n = ${n})`;
const isWinner = () => `(${place()}) in (${winner()})`;
const keyOf = () => ({ raw: row.rawKey, typed: row.typedKey });
const finding = (kind: string, key: string, lines: number) => ({ kind, shardId, key, lines });

test('a whole lake: nothing unexplained, every reason counted, exit 0', async () => {
  expect(rows).toHaveLength(4);
  const { code, result, stderr } = await reconcileHere(copy());
  expect([code, stderr, result.findings, result.notes, result.notKept]).toEqual([0, '', [], [], undefined]);
  expect(result.total).toMatchObject({
    ...{ received: 160, accepted: 144, quarantined: 8, suppressed: 8, landed: 144, bronze: 144, silver: 136 },
    ...{ withdrawn: 0, duplicates: 4, conflicts: 4, pending: 0, unexplained: 0, pendingByStage: {} },
    quarantinedByReason: { 'schema-unknown': 8 },
    suppressedByReason: { 'analytics-denied/anonymous': 8 },
  });
  expect(result.cells.map((cell) => [cell.shardId, cell.receivedFrom])).toEqual([
    [shardId, 'stream'],
    ['shardId-000000000001', 'stream'],
  ]);
});

test('RECON-1: a frame dropped between stream and landing is named', async () => {
  const { code, result } = await reconcileHere(copy(withDroppedFrame()));
  expect(code).toBe(1);
  expect(result.findings).toEqual([finding('not-landed', dropped.sequenceNumber, linesOf(dropped))]);
  expect(result.total.unexplained).toBe(linesOf(dropped));
});

test('RECON-1: a record that its batch does not hold is named, although the batch covers it', async () => {
  const dir = copy(withDroppedFrame());
  // The row claims both frames, and says that it has the lines of both.
  damageManifest(
    dir,
    `update manifest set landing = json_set(landing, '$.first', '${dropped.sequenceNumber}',
       '$.counts.received', 2 * json_extract(landing, '$.counts.received'),
       '$.counts.accepted', 2 * json_extract(landing, '$.counts.accepted'))
     where json_extract(landing, '$.first') = '${BigInt(dropped.sequenceNumber) + 1n}' and "partition" like '%${shardId}'`,
  );
  const { code, result } = await reconcileHere(dir);
  expect(code).toBe(1);
  expect(result.findings).toContainEqual(finding('not-landed', dropped.sequenceNumber, linesOf(dropped)));
});

test('RECON-2: a manifest row removed in the middle of the chain: the gap, the records of the row as one range, its typed files', async () => {
  const dir = copy();
  damageManifest(dir, `delete from manifest where "partition" = '${row.partition}' and previous = '${row.previous}'`);
  const { code, result } = await reconcileHere(dir);
  const next = rows[2] as ManifestRow;
  const { received, accepted, quarantined } = row.counts;
  expect(code).toBe(1);
  expect(result.findings).toEqual(
    expect.arrayContaining([
      finding('chain-broken', `${next.first}–${next.last}`, next.counts.received),
      finding('not-landed', `${row.first}–${row.last}`, received),
      finding('bronze-without-manifest', row.typedKey, accepted),
      finding('bronze-without-manifest', row.typedQuarantineKey ?? '', quarantined),
    ]),
  );
  expect(result.findings).toHaveLength(4);
  // Its objects are young: whoever lands again makes others.
  expect(result.notes).toMatchObject([
    { kind: 'leftover-objects', shardId, text: expect.stringContaining('4 objects') },
  ]);
});

test('RECON-2: two neighbouring rows removed are one range', async () => {
  const dir = copy();
  const next = rows[2] as ManifestRow;
  damageManifest(
    dir,
    `delete from manifest where "partition" = '${row.partition}' and previous in ('${row.previous}', '${next.previous}')`,
  );
  const { result } = await reconcileHere(dir);
  const lines = row.counts.received + next.counts.received;
  expect(result.findings.filter(({ kind }) => kind === 'not-landed')).toEqual([
    finding('not-landed', `${row.first}–${next.last}`, lines),
  ]);
});

type Damage = (path: string) => void;
const remove: Damage = (path) => rmSync(path);
const flip: Damage = (path) => {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
};
const replace: Damage = (path) => writeFileSync(path, compress(Buffer.from('{"other":"content"}\n')));
const lengthen: Damage = (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('x')]));

test.each<[string, keyof ManifestRow, Damage, string, 'accepted' | 'quarantined']>([
  ['a deleted raw object', 'rawKey', remove, 'raw-object-missing', 'accepted'],
  ['a raw object of the right name with a changed byte', 'rawKey', flip, 'raw-object-damaged', 'accepted'],
  ['a raw object of the right name with other content', 'rawKey', replace, 'raw-object-damaged', 'accepted'],
  ['a deleted quarantine object', 'quarantineKey', remove, 'quarantine-object-missing', 'quarantined'],
  ['a changed quarantine object', 'quarantineKey', flip, 'quarantine-object-damaged', 'quarantined'],
  ['a deleted typed file', 'typedKey', remove, 'typed-file-missing', 'accepted'],
  ['an edited typed file', 'typedKey', flip, 'typed-file-damaged', 'accepted'],
  ['a lengthened typed file', 'typedKey', lengthen, 'typed-file-damaged', 'accepted'],
  ['an edited typed file of the quarantine', 'typedQuarantineKey', flip, 'typed-file-damaged', 'quarantined'],
])('RECON-3: %s is named, and nothing else', async (_, name, damage, kind, count) => {
  const dir = copy();
  const key = String(row[name]);
  expect(existsSync(objectPath(dir, key))).toBe(true);
  damage(objectPath(dir, key));
  const { code, result } = await reconcileHere(dir);
  expect(code).toBe(1);
  expect(result.findings).toEqual([finding(kind, key, row.counts[count])]);
  expect(result.total.unexplained).toBe(row.counts[count]);
});

describe('RECON-4: bronze', () => {
  const edits = [
    ...["page_url = '/edited'", "utm_source = 'x'", "referrer = ''", 'event_time_ms = event_time_ms + 1'],
    ...['consent_ads = not consent_ads', 'user_agent = null', "event_id = event_id || 'x'"],
    // What the load adds
    ...['received_at = received_at + interval 1 hour', "raw_key = 'raw/x'", "run_id = 'run-x'"],
  ];

  test('RECON-4: every edited row of bronze is found, whatever was edited', async () => {
    const dir = copy();
    const updates = edits.map((change, n) => `update bronze.events set ${change} where ${isPinned(n)}`);
    await damageLake(dir, ...pinWinners(edits.length), ...updates, 'drop table main.pinned');
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    expect(result.findings).toContainEqual(finding('bronze-differs', row.typedKey, edits.length));
  });

  test('RECON-4: a row at another place is one that is lost and one that is too many', async () => {
    const dir = copy();
    await damageLake(dir, `update bronze.events set line = 99 where ${isWinner()}`);
    expect((await reconcileHere(dir)).result.findings).toContainEqual(finding('bronze-differs', row.typedKey, 2));
  });

  test('RECON-4: a doubled line and a lost one do not make up for each other', async () => {
    const dir = copy();
    const places = `select ${place()} from bronze.events where typed_key = '${row.typedKey}' order by sequence_number, line`;
    await damageLake(
      dir,
      `create table main.doubled as select * from bronze.events where (${place()}) in (${places} limit 1)`,
      `delete from bronze.events where (${place()}) in (${places} limit 1 offset 1)`,
      'insert into bronze.events select * from main.doubled',
      'drop table main.doubled',
    );
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    expect(result.total.bronze).toBe(144);
    expect(result.findings).toContainEqual(finding('bronze-differs', row.typedKey, 2));
  });

  test('RECON-4: a row of a file that nobody loaded is found', async () => {
    const dir = copy();
    const key = row.typedKey.replace(/[0-9a-f]{64}/, 'f'.repeat(64));
    await damageLake(dir, `update bronze.events set typed_key = '${key}' where ${isWinner()}`);
    const { result } = await reconcileHere(dir);
    expect(result.findings).toContainEqual(finding('bronze-differs', row.typedKey, 1));
    expect(result.findings).toContainEqual(finding('bronze-without-manifest', key, 1));
  });

  test('RECON-4: an edited refused line is found', async () => {
    const dir = copy();
    await damageLake(dir, `update bronze.quarantine set detail = 'x' where typed_key = '${row.typedQuarantineKey}'`);
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    const lines = row.counts.quarantined;
    expect(result.findings).toContainEqual(finding('quarantine-differs', row.typedQuarantineKey ?? '', lines));
  });

  test('RECON-4: where the typed file is gone, the raw object is compared', async () => {
    const dir = copy();
    rmSync(objectPath(dir, row.typedKey));
    expect((await reconcileHere(dir)).result.findings).toEqual([
      finding('typed-file-missing', row.typedKey, row.counts.accepted),
    ]);
    await damageLake(dir, `update bronze.events set content_hash = 'x' where ${isWinner()}`);
    const { result } = await reconcileHere(dir);
    expect(result.findings).toContainEqual(finding('bronze-differs', row.typedKey, 1));
  });

  test('RECON-4: where neither can be read, it says that it could not compare, and counts', async () => {
    const dir = copy();
    for (const key of [row.typedKey, row.rawKey]) rmSync(objectPath(dir, key));
    await damageLake(dir, `delete from bronze.events where ${isWinner()}`);
    const { result } = await reconcileHere(dir);
    expect(result.notes).toMatchObject([
      { kind: 'not-comparable', shardId, text: expect.stringContaining(row.typedKey) },
    ]);
    expect(result.findings).toContainEqual(finding('bronze-differs', row.typedKey, 1));
  });

  test('RECON-4: rows without hashes of an earlier version are compared with their files all the same', async () => {
    const dir = copy();
    damageManifest(dir, 'update manifest set typed_sha256 = null, typed_quarantine_sha256 = null');
    expect((await reconcileHere(dir)).code).toBe(0);
    await damageLake(dir, `update bronze.events set page_path = '/x' where ${isWinner()}`);
    writeFileSync(objectPath(dir, rows[2]?.typedKey ?? ''), 'no Parquet');
    const { result } = await reconcileHere(dir);
    expect(result.findings).toEqual(
      expect.arrayContaining([
        finding('bronze-differs', row.typedKey, 1),
        finding('typed-file-damaged', rows[2]?.typedKey ?? '', rows[2]?.counts.accepted ?? 0),
      ]),
    );
  });
});

describe('RECON-5: silver', () => {
  test('RECON-5: a deleted silver row is named with its shard and its object', async () => {
    const dir = copy();
    await damageLake(dir, `delete from silver.events where ${isWinner()}`);
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    expect(result.findings).toEqual([finding('not-in-silver', keyOf().raw, 1)]);
  });

  test('RECON-5: every edited silver row is named with its shard, whatever was edited', async () => {
    const dir = copy();
    const edits = [
      ...["page_url = '/edited'", 'user_agent = null', 'event_time_ms = event_time_ms + 1', "content_hash = 'x'"],
      // What silver adds
      ...['event_time = event_time + interval 1 hour', 'event_hour = event_hour + interval 1 hour'],
      ...['event_date = event_date + 1', "session_group = 's:other'"],
    ];
    const updates = edits.map((change, n) => `update silver.events set ${change} where ${isPinned(n)}`);
    await damageLake(dir, ...pinWinners(edits.length), ...updates, 'drop table main.pinned');
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    expect(result.findings).toEqual([finding('silver-differs', keyOf().raw, edits.length)]);
  });

  test('RECON-5: an event that is twice in silver is named', async () => {
    const dir = copy();
    await damageLake(
      dir,
      `insert into silver.events
       select s.* replace (b.shard_id as shard_id, b.sequence_number as sequence_number, b.line as line, b.frame_id as frame_id,
         b.received_at_ms as received_at_ms, b.received_at as received_at, b.raw_key as raw_key)
       from silver.events s join bronze.events b on b.event_id = s.event_id and b.content_hash = s.content_hash
       where b.line <> s.line and b.typed_key = '${row.typedKey}' limit 1`,
    );
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    expect(result.findings.map(({ kind, shardId: shard }) => [kind, shard])).toEqual([['silver-differs', shardId]]);
  });

  test.each([
    ['a lost conflict', 'delete from silver.conflicts'],
    ['an edited conflict', "update silver.conflicts set source = 'x'"],
    ['a lost refused line', 'delete from silver.quarantine'],
    ['an edited refused line', "update silver.quarantine set detail = 'x'"],
  ])('RECON-5: %s is found', async (_, sql) => {
    const dir = copy();
    await damageLake(dir, sql);
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    expect(result.findings.length).toBeGreaterThan(0);
    expect(result.findings.every(({ kind, key, lines }) => kind === 'silver-differs' && key !== '' && lines > 0)).toBe(
      true,
    );
  });
});

describe('RECON-10: withdrawn rows', () => {
  const withWithdrawal = () => join(scratch(), 'withdrawn');
  const user = 'a'.repeat(64);
  const ofUser = (type: string) => `user_id_hash = '${user}' and event_type = '${type}'`;
  const asSilver = `select b.* exclude (arrived_at_ms, typed_key, run_id), timestamp_millis(event_time_ms) as event_time,
    date_trunc('hour', timestamp_millis(event_time_ms)) as event_hour, cast(timestamp_millis(event_time_ms) as date) as event_date,
    'v:' || user_id_hash as session_group from bronze.events b`;
  const asWithdrawn = `select event_id, event_type, frame_id, line, shard_id, sequence_number, received_at_ms, received_at,
    content_hash, raw_key, source, key_id from silver.events`;
  const oneView = `select event_id from silver.withdrawn order by event_id limit 1`;
  const kinds = async (...sql: readonly string[]) => {
    const dir = copy(withWithdrawal());
    await damageLake(dir, ...sql);
    const { code, result } = await reconcileHere(dir);
    expect([code, result.findings.every(({ key, shardId: shard }) => key !== '' && shard === shardId)]).toEqual([
      1,
      true,
    ]);
    return result.findings.map(({ kind, lines }) => `${kind} ${lines}`).sort();
  };

  beforeAll(() => withdrawConsent(copyLake(base(), withWithdrawal()), shardId), 30_000);

  test('RECON-10: they are counted apart, in the result, in print and in what is kept', async () => {
    const dir = copy(withWithdrawal());
    const { code, result } = await reconcileHere(dir);
    expect([code, result.findings]).toEqual([0, []]);
    expect(result.total).toMatchObject({
      ...{ received: 169, accepted: 153, bronze: 153, silver: 136 + 5, withdrawn: 2 },
      ...{ duplicates: 5, conflicts: 5, pending: 0, unexplained: 0 },
    });
    const { rows } = await queryFolder(
      dir,
      'select withdrawn_count from lake.reconciliations order by reconciled_at desc, shard_id limit 1',
    );
    expect(rows).toEqual([[2]]);
    const { stdout } = await runHere(['reconcile', '--dir', dir]);
    expect(stdout).toMatch(/^total +169 +153 +8 +8 +153 +153 +141 +2 +5 +5 +0 +0$/m);
  });

  test.each<[string, string[], readonly string[]]>([
    [
      'one that is removed, with its duplicate',
      [`delete from silver.withdrawn where event_id = (${oneView})`],
      ['not-in-silver 2'],
    ],
    [
      'one that is put into silver',
      [
        `insert into silver.events by name ${asSilver} anti join silver.events s using (shard_id, sequence_number, line)
         semi join silver.withdrawn w using (shard_id, sequence_number, line)`,
        'delete from silver.withdrawn',
      ],
      ['silver-without-consent 2'],
    ],
    [
      'one that is put into silver, and left',
      [
        `insert into silver.events by name ${asSilver} where event_id = (${oneView})
         and (shard_id, sequence_number, line) in (select (shard_id, sequence_number, line) from silver.withdrawn)`,
      ],
      ['silver-differs 1', 'silver-without-consent 1'],
    ],
    [
      'a row of silver that is put there',
      [
        `insert into silver.withdrawn by name ${asWithdrawn} where ${ofUser('page_view')} order by received_at_ms limit 1`,
        'delete from silver.events where event_id in (select event_id from silver.withdrawn)',
      ],
      ['withdrawn-without-decision 1'],
    ],
    [
      'a decision that is put there',
      [
        `insert into silver.withdrawn by name ${asWithdrawn} where ${ofUser('consent_update')} order by received_at_ms limit 1`,
        'delete from silver.events where event_id in (select event_id from silver.withdrawn)',
      ],
      ['withdrawn-without-decision 3'],
    ],
    ['an edited one', [`update silver.withdrawn set source = 'x' where event_id = (${oneView})`], ['silver-differs 1']],
    [
      'one of nothing',
      [`update silver.withdrawn set line = 9 where event_id = (${oneView})`],
      ['silver-without-bronze 1'],
    ],
    [
      'a decision that is gone from silver',
      [`delete from silver.events where ${ofUser('consent_update')}`],
      ['not-in-silver 2'],
    ],
    [
      'a decision that is gone everywhere',
      ['bronze', 'silver'].map(
        (layer) => `delete from ${layer}.events where ${ofUser('consent_update')} and not consent_analytics`,
      ),
      ['bronze-differs 1', 'withdrawn-without-decision 2'],
    ],
  ])('RECON-10: %s is found', async (_, sql, found) => {
    expect(await kinds(...sql)).toEqual(found);
  });

  test('RECON-10: a lake that no version with withdrawals has opened is compared as ever', async () => {
    const dir = copy();
    await damageLake(
      dir,
      'drop table silver.withdrawn',
      ...['bronze', 'silver'].map((layer) => `alter table ${layer}.events drop column key_id`),
    );
    const { code, result } = await reconcileHere(dir);
    expect([code, result.findings]).toEqual([0, []]);
  });
});

describe('RECON-6: on-failure objects', () => {
  test('RECON-6: a batch that the mapping gave up is pending, neither lost nor unexplained, and is listed', async () => {
    const dir = copy(withDroppedFrame());
    const key = await giveUp(dir, [dropped]);
    const { code, result } = await reconcileHere(dir);
    expect([code, result.findings]).toEqual([0, []]);
    expect(result.total).toMatchObject({ pending: linesOf(dropped), unexplained: 0 });
    expect(result.total.pendingByStage).toEqual({
      'on-failure': {
        lines: linesOf(dropped),
        oldestArrivedAt: new Date(dropped.arrivedAt).toISOString(),
        oldestSeconds: expect.any(Number),
      },
    });
    const { stdout } = await runHere(['reconcile', '--dir', dir]);
    expect(stdout).toMatch(new RegExp(`pending: on-failure ${linesOf(dropped)} \\(oldest \\d+ (s|min)\\)`));

    const listed = await runHere(['quarantine', 'list', '--json', '--dir', dir]);
    expect(listed.code).toBe(0);
    expect(JSON.parse(listed.stdout).givenUp).toEqual([
      {
        ...{ key, shardId, first: dropped.sequenceNumber, last: dropped.sequenceNumber, records: 1 },
        ...{ condition: 'RetryAttemptsExhausted', givenUpAt: '2026-01-15T13:00:00.000Z' },
      },
    ]);
  });

  test('RECON-6: one that does not hold what the stream has is damaged, not pending', async () => {
    const dir = copy(withDroppedFrame());
    const other = { ...dropped, data: Buffer.from('other bytes') };
    const key = await giveUp(dir, [other]);
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    expect(result.findings).toEqual([finding('on-failure-damaged', key, linesOf(dropped))]);
    expect(result.total.pending).toBe(0);
  });

  test.each<[string, (text: string) => string]>([
    ['cut off', (text) => text.slice(0, -20)],
    ['with a damaged payload', (text) => text.replace('{\\"Records\\"', '{\\"records\\"')],
    ['with other records than it says', (text) => text.replace('"batchSize":1', '"batchSize":2')],
  ])('RECON-6: one that is %s is named, and its records are not landed', async (_, damage) => {
    const dir = copy(withDroppedFrame());
    const key = await giveUp(dir, [dropped], damage);
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    expect(result.findings).toEqual([
      finding('on-failure-damaged', key, 0),
      finding('not-landed', dropped.sequenceNumber, linesOf(dropped)),
    ]);
    const { stdout } = await runHere(['quarantine', 'list', '--dir', dir]);
    expect(stdout).toMatch(/damaged: /);
    expect(stdout).toContain(key);
  });

  test('RECON-6: one whose records landed after all counts nothing', async () => {
    const dir = copy(withDroppedFrame());
    await giveUp(dir, [dropped, { ...dropped, sequenceNumber: String(BigInt(dropped.sequenceNumber) + 1n) }]);
    const { code, result } = await reconcileHere(dir);
    expect([code, result.findings, result.total.pending]).toEqual([0, [], linesOf(dropped)]);
  });
});

describe('RECON-7: objects that no manifest row names', () => {
  const orphanIn = (dir: string, day: string) => {
    const key = row.rawKey.replace(/dt=[\d-]+/, `dt=${day}`).replace(/[0-9a-f]{64}/, 'a'.repeat(64));
    mkdirSync(dirname(objectPath(dir, key)), { recursive: true });
    writeFileSync(objectPath(dir, key), compress(Buffer.from('left')));
    return key;
  };
  const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

  test('RECON-7: an old one is an orphan and a finding', async () => {
    const dir = copy();
    const key = orphanIn(dir, dayBefore(16));
    const { code, result } = await reconcileHere(dir);
    expect(code).toBe(1);
    expect(result.findings).toEqual([finding('orphan-object', key, 0)]);
    const { stderr } = await runHere(['reconcile', '--dir', dir]);
    expect(stderr).toBe(`orphan-object: ${shardId}, ${key}`);
  });

  test('RECON-7: a young one is a leftover and a note', async () => {
    const dir = copy();
    orphanIn(dir, dayBefore(12));
    const { code, result } = await reconcileHere(dir);
    expect([code, result.findings]).toEqual([0, []]);
    expect(result.notes).toMatchObject([
      { kind: 'leftover-objects', shardId, text: expect.stringContaining('1 object ') },
    ]);
  });
});

describe('RECON-8: results are kept', () => {
  const count = async (dir: string, table: string) =>
    (await queryFolder(dir, `select count(distinct reconciliation_id), count(*) from ${table}`)).rows[0];

  test('RECON-8: cells and findings of each run, while a millrace serves the lake too', async () => {
    const dir = copy(withDroppedFrame());
    const before = Number((await count(dir, 'lake.reconciliations'))?.[0]);
    const first = await reconcileHere(dir);
    const runtime = await openRuntime({ dir, port: 0, log: () => {} });
    const second = await reconcileHere(dir);
    expect(await count(dir, 'lake.reconciliations')).toEqual([before + 2, 2 * (before + 2)]);
    await runtime.close();
    expect(second.result.id).not.toBe(first.result.id);
    const { rows: kept } = await queryFolder(
      dir,
      `select shard_id, received_count, unexplained_count, suppressed_by_reason
       from lake.reconciliations where reconciliation_id = '${second.result.id}' order by shard_id`,
    );
    expect(kept).toEqual(
      second.result.cells.map((cell) => [
        ...[cell.shardId, cell.received, cell.unexplained],
        JSON.stringify(cell.suppressedByReason),
      ]),
    );
    const found = await queryFolder(dir, 'select kind, shard_id, key, line_count from lake.findings');
    const expected = ['not-landed', shardId, dropped.sequenceNumber, linesOf(dropped)];
    expect(found.rows).toEqual([expected, expected]);
  });

  test('RECON-8: of the newest 100 only', async () => {
    const dir = copy();
    const columns = '(reconciliation_id, reconciled_at, stream, shard_id)';
    await damageLake(
      dir,
      `insert into lake.reconciliations ${columns} select 'old-' || n, timestamp '2026-01-01' + to_minutes(n), 'events', 's' from range(120) r(n)`,
      "insert into lake.findings (reconciliation_id, kind) select reconciliation_id, 'x' from lake.reconciliations where reconciliation_id like 'old-%'",
    );
    const { result } = await reconcileHere(dir);
    expect((await count(dir, 'lake.reconciliations'))?.[0]).toBe(100);
    const { rows: oldest } = await queryFolder(
      dir,
      "select min(cast(substr(reconciliation_id, 5) as int)) from lake.findings where kind = 'x'",
    );
    expect(Number(oldest[0]?.[0])).toBeGreaterThan(20);
    expect(
      (await queryFolder(dir, `select 1 from lake.reconciliations where reconciliation_id = '${result.id}' limit 1`))
        .rows,
    ).toHaveLength(1);
  });

  test('RECON-8: an older lake gets the tables', async () => {
    const dir = copy();
    await damageLake(dir, 'drop table lake.census', 'drop table lake.reconciliations', 'drop table lake.findings');
    const { code, result } = await reconcileHere(dir);
    expect([code, result.notKept]).toEqual([0, undefined]);
    expect(await count(dir, 'lake.reconciliations')).toEqual([1, 2]);
    expect((await queryFolder(dir, 'select sum(received_count) from lake.census')).rows).toEqual([[160]]);
  });

  test('RECON-8: where the lake cannot be written, the result is told all the same', async () => {
    const dir = copy();
    await damageLake(dir, 'drop table lake.findings', 'create view lake.findings as select 1 as kind');
    const { code, stdout, stderr } = await runHere(['reconcile', '--dir', dir]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/total/);
    expect(stderr).toMatch(/^the result could not be kept in the lake: /);
  });
});

describe('what is printed', () => {
  test('the table fits in 120 columns; reasons and stages are lines below', async () => {
    const dir = copy(withDroppedFrame());
    await giveUp(dir, [dropped]);
    const { stdout } = await runHere(['reconcile', '--dir', dir]);
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines[0]).toMatch(/^shard +hour \(UTC\) +received +accepted +quar\. .* withd\. .* unexpl\.$/);
    expect(stdout).toMatch(/^quarantined: schema-unknown 8$/m);
    expect(stdout).toMatch(/^suppressed: analytics-denied\/anonymous 8$/m);
  });

  test('quarantine list: by reason, shard and condition, beside a running millrace too', async () => {
    const dir = copy(withDroppedFrame());
    await giveUp(dir, [dropped]);
    const runtime = await openRuntime({ dir, port: 0, log: () => {} });
    const list = async (...args: string[]) => {
      const { code, stdout } = await runHere(['quarantine', 'list', '--dir', dir, ...args]);
      expect(code).toBe(0);
      return stdout;
    };
    expect(await list()).toMatch(/schema-unknown +8 +8 +0 [\s\S]*Given up by the stream mapping: 1\n/);
    await runtime.close();
    expect(await list()).toContain(
      `${dropped.sequenceNumber}–${dropped.sequenceNumber}, 1 records, RetryAttemptsExhausted`,
    );
    // Refused lines travel in the first frame of their request.
    expect(await list('--shard', 'shardId-000000000001')).toBe('No line was refused.\nNo batch was given up.');
    expect(await list('--reason', 'malformed')).toBe('No line was refused.\nNo batch was given up.');
    expect(await list('--reason', 'RetryAttemptsExhausted')).toMatch(/^No line was refused\.\n\nGiven up/);
    expect(await list('--limit', '0')).toMatch(/… and 1 more; --limit shows them/);
    const [reason] = JSON.parse(await list('--json', '--shard', shardId)).reasons;
    expect(reason).toMatchObject({ reason: 'schema-unknown', notLoaded: 0 });
  });

  test('quarantine list counts what is landed and not loaded, and nothing twice', async () => {
    const dir = copy();
    const reasons = async () =>
      JSON.parse((await runHere(['quarantine', 'list', '--json', '--dir', dir])).stdout).reasons;
    // A run published and ended before the manifest heard of it.
    damageManifest(
      dir,
      `update manifest set stage = 'transformed' where previous = '${row.previous}' and "partition" = '${row.partition}'`,
    );
    expect(await reasons()).toMatchObject([{ lines: 8, distinct: 8, notLoaded: 0 }]);
    const ofRow = `where typed_key = '${row.typedQuarantineKey}'`;
    await damageLake(dir, `delete from bronze.quarantine ${ofRow}`, `delete from lake.loads ${ofRow}`);
    const { quarantined } = row.counts;
    expect(await reasons()).toMatchObject([{ lines: 8 - quarantined, notLoaded: quarantined }]);
  });

  test.each([[[]], [['show']], [['list', 'more']], [['list', '--reason', 'bad']], [['list', '--limit', 'x']]])(
    'quarantine %j is wrong usage: exit 2',
    async (args) => {
      const { code, stderr } = await runHere(['quarantine', ...args]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^millrace quarantine: .*npx millrace quarantine --help shows the options$/);
    },
  );
});

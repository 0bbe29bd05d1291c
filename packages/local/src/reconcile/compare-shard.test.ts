import { compress, decompress, type ManifestRow, sha256Hex } from '@millrace/pipeline';
import {
  createShardBed,
  day,
  hourMs,
  linesOfRecord,
  retentionMs,
  shardId,
  times,
  toRecord,
} from '../../test/shard-bed.ts';

const now = day + 12 * hourMs;
const expired = day + 30 * 24 * hourMs;
const at = (hour: number, minute = 0) => day + hour * hourMs + minute * 60_000;
const isoHour = (hour: number) => new Date(at(hour)).toISOString();
const finding = (kind: string, key: string, lines: number) => ({ kind, shardId, key, lines });
const { received, accepted, quarantined } = linesOfRecord;
const linesOnTheirWay = accepted + quarantined;

/** Four records in hours 5, 5, 6 and 7, landed as two batches; the second one spans two hours. */
async function createLanded() {
  const bed = createShardBed();
  await bed.receive(toRecord(1, at(5)), toRecord(2, at(5, 30)), toRecord(3, at(6)));
  await bed.receive(toRecord(4, at(7)));
  return bed;
}

describe('a walk beside its chain', () => {
  test('counts hour by hour what was received and what landed', async () => {
    const bed = await createLanded();
    const { cells, findings, hours } = await bed.compare(now);
    expect(findings).toEqual([]);
    expect(cells.map((cell) => [cell.hour, cell.received, cell.accepted, cell.quarantined, cell.suppressed])).toEqual([
      [isoHour(5), 12, 6, 2, 4],
      [isoHour(6), 6, 3, 1, 2],
      [isoHour(7), 6, 3, 1, 2],
    ]);
    expect(hours.map(({ first, last, from }) => [first, last, from])).toEqual([
      ['1', '2', 'stream'],
      ['3', '3', 'stream'],
      ['4', '4', 'stream'],
    ]);
  });

  test('RECON-9: ends at a cut that is taken at the start', async () => {
    const bed = await createLanded();
    bed.put(toRecord(5, now), toRecord(6, now + 1));
    const { total } = await bed.compare(now);
    expect(total).toMatchObject({ received: 5 * received, pending: linesOnTheirWay });
    expect(total.pendingByStage).toEqual({
      stream: { lines: linesOnTheirWay, oldestArrivedAt: new Date(now).toISOString(), oldestSeconds: 0 },
    });
    expect((await bed.compare(now + 1)).total.received).toBe(6 * received);
  });

  test('neighbours that are nowhere become one finding, over hours too', async () => {
    const bed = createShardBed();
    await bed.receive(toRecord(1, at(5)));
    bed.put(toRecord(2, at(5, 59)), toRecord(3, at(6)));
    await bed.receive(toRecord(4, at(6, 1)));
    bed.put(toRecord(5, at(6, 2)));
    await bed.receive(toRecord(6, at(6, 3)));
    const { findings, cells } = await bed.compare(now);
    expect(findings).toEqual([finding('not-landed', '2–3', 2 * received), finding('not-landed', '5', received)]);
    expect(cells.map(({ unexplained }) => unexplained)).toEqual([received, 2 * received]);
  });

  test('a record that was landed twice, by rows that overlap, breaks the chain', async () => {
    const bed = await createLanded();
    const head = await bed.manifest.head(`events#${shardId}`);
    const again = { ...(head as NonNullable<typeof head>), previous: '4'.padStart(129, '0') };
    await bed.manifest.append(again);
    const { findings } = await bed.compare(now);
    expect(findings).toContainEqual(finding('chain-broken', '4–4', received));
  });

  /** A lake whose one row is edited, and nothing else. */
  async function compareEdited(edit: (row: ManifestRow) => Partial<ManifestRow>) {
    const bed = createShardBed();
    const row = await bed.receive(toRecord(1, at(5)));
    const edited = createShardBed();
    edited.put(toRecord(1, at(5)));
    await edited.manifest.append({ ...row, ...edit(row) });
    for await (const { key } of bed.objects.list('')) {
      await edited.objects.putIfAbsent(key, (await bed.objects.get(key)) ?? new Uint8Array());
    }
    return (await edited.compare(now)).findings;
  }

  test.each<[string, (row: ManifestRow) => Partial<ManifestRow>, number]>([
    ['its counts', ({ counts }) => ({ counts: { ...counts, received: 10, suppressed: 6 } }), 4],
    ['its reasons', () => ({ quarantinedByReason: { 'too-deep': 1 } }), 1],
    ['its hash', () => ({ rawSha256: 'a'.repeat(64) }), accepted],
  ])('a manifest row is named where %s is not what was received and landed', async (_, edit, lines) => {
    expect(await compareEdited(() => ({}))).toEqual([]);
    expect(await compareEdited(edit)).toEqual([finding('manifest-differs', '1–1', lines)]);
  });

  test('a row that says it is transformed and names no typed file', async () => {
    expect(await compareEdited(() => ({ stage: 'transformed' }))).toEqual([
      finding('typed-file-missing', expect.stringMatching(/^raw\//) as never, accepted),
      finding('typed-file-missing', expect.stringMatching(/^quarantine\//) as never, quarantined),
    ]);
  });

  test('a refused line that stands where an accepted one should is misplaced', async () => {
    const bed = createShardBed();
    const row = await bed.receive(toRecord(1, at(5)));
    const text = decompress((await bed.objects.get(row.quarantineKey ?? '')) as Uint8Array, 1_000_000).toString('utf8');
    const content = Buffer.from(text.replace('"line":4', '"line":3'));
    const quarantineKey = (row.quarantineKey ?? '').replace(/[0-9a-f]{64}/, sha256Hex(content));
    const wrong = createShardBed();
    wrong.put(toRecord(1, at(5)));
    await wrong.manifest.append({ ...row, quarantineKey });
    await wrong.objects.putIfAbsent(quarantineKey, compress(content));
    await wrong.objects.putIfAbsent(row.rawKey ?? '', (await bed.objects.get(row.rawKey ?? '')) as Uint8Array);
    expect((await wrong.compare(now)).findings).toEqual([finding('quarantine-differs', quarantineKey, 1)]);
  });
});

describe('RECON-9: where the stream no longer has its beginning', () => {
  test('RECON-9: received comes from the kept census, and what landed is held against it', async () => {
    const bed = await createLanded();
    const kept = (await bed.compare(now)).hours;
    bed.expireBefore(4);
    const { cells, findings, notes, hours } = await bed.compare(expired, { kept });
    expect([findings, notes]).toEqual([[], []]);
    expect(cells.map((cell) => [cell.hour, cell.received, cell.receivedFrom])).toEqual([
      [isoHour(5), 12, 'census'],
      [isoHour(6), 6, 'census'],
      [isoHour(7), 6, 'stream'],
    ]);
    // And it is kept on.
    expect(hours.map(({ counts }) => counts)).toEqual(kept.map(({ counts }) => counts));
  });

  test('RECON-9: an hour that is half gone is the kept census and what came after it', async () => {
    const bed = createShardBed();
    await bed.receive(toRecord(1, at(5)), toRecord(2, at(5, 1)));
    const kept = (await bed.compare(now)).hours;
    await bed.receive(toRecord(3, at(5, 2)));
    bed.expireBefore(2);
    const { cells, findings, hours } = await bed.compare(expired, { kept });
    expect(findings).toEqual([]);
    expect(cells.map((cell) => [cell.received, cell.receivedFrom])).toEqual([[3 * received, 'census']]);
    expect(hours).toEqual([
      { hour: at(5) / hourMs, first: '1', last: '3', counts: times(linesOfRecord, 3), from: 'census' },
    ]);
  });

  test('RECON-9: a whole shard that has expired, or that the stream no longer lists', async () => {
    const bed = await createLanded();
    const kept = (await bed.compare(now)).hours;
    bed.expireBefore(99);
    for (const isInStream of [true, false]) {
      const { total, findings } = await bed.compare(expired, { kept, isInStream });
      expect([total.received, findings]).toEqual([4 * received, []]);
    }
  });

  test('RECON-9: less that landed than a census counted is unexplained', async () => {
    const bed = await createLanded();
    const kept = (await bed.compare(now)).hours;
    const without = createShardBed();
    await without.receive(toRecord(1, at(5)), toRecord(2, at(5, 30)), toRecord(3, at(6)));
    without.expireBefore(4);
    const { findings, cells } = await without.compare(expired, { kept });
    expect(findings).toEqual([
      finding('census-differs', isoHour(7), linesOnTheirWay),
      finding('census-differs', isoHour(5), linesOfRecord.suppressed),
    ]);
    expect(cells.at(-1)).toMatchObject({ hour: isoHour(7), received, unexplained: linesOnTheirWay });
  });

  test('RECON-9: what no census counted is neither unexplained nor fine, but said', async () => {
    const bed = await createLanded();
    bed.expireBefore(4);
    const { cells, findings, notes } = await bed.compare(expired);
    expect(findings).toEqual([]);
    expect(notes).toEqual([
      {
        ...{ kind: 'received-not-known', shardId },
        text: 'received not known for 2026-01-15T05 to 2026-01-15T06 (UTC): the stream no longer has it and no census was kept; 1 batches with 18 lines are landed',
      },
    ]);
    expect(cells.map((cell) => [cell.hour, cell.received, cell.receivedFrom])).toEqual([
      [isoHour(5), 0, 'unknown'],
      [isoHour(6), 0, 'unknown'],
      [isoHour(7), 6, 'stream'],
    ]);
  });

  test('RECON-9: a census that sees less never replaces one that saw more', async () => {
    const bed = await createLanded();
    const kept = (await bed.compare(now)).hours;
    bed.expireBefore(4);
    let hours = kept;
    for (let again = 0; again < 3; again += 1) hours = (await bed.compare(expired, { kept: hours })).hours;
    expect(hours.map(({ counts, first, last }) => [counts, first, last])).toEqual(
      kept.map(({ counts, first, last }) => [counts, first, last]),
    );
  });

  test('RECON-9: records that are gone before their retention has ended are named', async () => {
    const bed = await createLanded();
    const kept = (await bed.compare(now)).hours;
    bed.expireBefore(4);
    const { findings } = await bed.compare(now, { kept });
    expect(findings).toEqual([finding('not-in-stream', '1–3', 3 * received)]);
    // An hour earlier than the retention is not too early: the batch's last records may be that much younger.
    expect((await bed.compare(at(5) + retentionMs - hourMs, { kept })).findings).toEqual([]);
  });

  test('RECON-9: a gap is explained by on-failure objects alone', async () => {
    const bed = createShardBed();
    await bed.receive(toRecord(1, at(5)));
    bed.put(toRecord(2, at(5, 1)), toRecord(3, at(5, 2)));
    await bed.receive(toRecord(4, at(5, 3)));
    await bed.giveUp(toRecord(2, at(5, 1)), toRecord(3, at(5, 2)));
    const kept = (await bed.compare(now)).hours;
    bed.expireBefore(99);
    const { findings, total } = await bed.compare(expired, { kept });
    expect(findings).toEqual([]);
    expect(total).toMatchObject({ received: 4 * received, pending: 2 * linesOnTheirWay });
    expect(total.pendingByStage['on-failure']?.lines).toBe(2 * linesOnTheirWay);
  });
});

describe('RECON-6: batches that the mapping gave up', () => {
  test('RECON-6: at the end of the chain they are not waiting in the stream', async () => {
    const bed = await createLanded();
    const last = [toRecord(5, at(8)), toRecord(6, at(8, 1)), toRecord(7, at(8, 2))] as const;
    bed.put(...last);
    await bed.giveUp(last[0], last[1]);
    const { total, findings } = await bed.compare(now);
    expect(findings).toEqual([]);
    expect(total.pendingByStage).toMatchObject({
      'on-failure': { lines: 2 * linesOnTheirWay, oldestArrivedAt: new Date(at(8)).toISOString() },
      stream: { lines: linesOnTheirWay, oldestArrivedAt: new Date(at(8, 2)).toISOString() },
    });
  });

  test('RECON-6: a batch that was given up twice, or in overlapping parts, is counted once', async () => {
    const bed = createShardBed();
    await bed.receive(toRecord(1, at(5)));
    const lost = [toRecord(2, at(5, 1)), toRecord(3, at(5, 2)), toRecord(4, at(5, 3))] as const;
    bed.put(...lost);
    await bed.receive(toRecord(5, at(5, 4)));
    await bed.giveUp(...lost);
    await bed.giveUp(lost[1], lost[2]);
    await bed.giveUp(...lost);
    const { total, findings } = await bed.compare(now);
    expect(findings).toEqual([]);
    expect(total.pending).toBe(3 * linesOnTheirWay);
  });

  test('RECON-6: records that neither stream nor chain has any more are still pending', async () => {
    const bed = createShardBed();
    await bed.giveUp(toRecord(2, at(5, 1)));
    const { total, notes } = await bed.compare(expired);
    expect(total).toMatchObject({ pending: linesOnTheirWay, unexplained: 0 });
    expect(notes).toMatchObject([{ kind: 'received-not-known' }]);
  });
});

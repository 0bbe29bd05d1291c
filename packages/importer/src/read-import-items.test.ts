import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ConfigError } from '@millrace/pipeline';
import type { ImportItem } from './import-item.ts';
import { openInput } from './open-input.ts';
import { type ImportOptions, readImportItems } from './read-import-items.ts';
import { createLineSplitter } from './split-lines.ts';
import type { ImportedEvent } from './to-imported-event.ts';

const lakeKey = Buffer.alloc(32, 7);
const options: ImportOptions = {
  format: 'access-log',
  source: 'access-log',
  lakeKey,
  keyFor: (day) => createHmac('sha256', lakeKey).update(`visitor-key\0${day}`).digest(),
  inputName: 'a.log',
};

async function readText(text: string | Buffer, changes: Partial<ImportOptions> = {}): Promise<ImportItem[]> {
  const splitter = createLineSplitter();
  const runs = [splitter.push(Buffer.from(text)), splitter.end()];
  async function* lines() {
    yield* runs;
  }
  return collect(readImportItems(lines(), { ...options, ...changes }));
}

async function collect(items: AsyncIterable<ImportItem>): Promise<ImportItem[]> {
  const all: ImportItem[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const logLine = (client = '203.0.113.7', path = '/') =>
  `${client} - - [17/May/2015:10:05:03 +0000] "GET ${path} HTTP/1.1" 200 12 "-" "curl/8"`;
const idsOf = (items: readonly ImportItem[]) =>
  items.map((item) => (item.kind === 'event' ? (item.event as ImportedEvent).event_id : item.malformed.quarantine_id));

describe('access log', () => {
  test('every line that is not blank becomes one item; line numbers count blank ones', async () => {
    const items = await readText(`${logLine()}\n\n\r\n broken 203.0.113.7 \n${logLine()}\r\n${logLine()}`);
    expect(items.map(({ kind, lineNumber }) => [kind, lineNumber])).toEqual([
      ['event', 1],
      ['malformed', 4],
      ['event', 5],
      ['event', 6],
    ]);
    expect(items[1]).toEqual({
      kind: 'malformed',
      lineNumber: 4,
      malformed: {
        quarantine_id: expect.stringMatching(/^[0-9a-f]{64}$/),
        line_number: 4,
        text: ' broken 203.0.113.0 ',
      },
    });
  });

  test('the same file gives the same ids, another source or place gives others', async () => {
    const text = `${logLine()}\n${logLine()}\nbroken\nbroken\n`;
    const [first, again] = [idsOf(await readText(text)), idsOf(await readText(text))];
    expect(again).toEqual(first);
    // Two identical lines stay two events; two identical refused lines share their row in quarantine.
    expect(new Set(first).size).toBe(3);
    const other = idsOf(await readText(text, { source: 'other-host' }));
    expect(other.filter((id) => first.includes(id))).toEqual([]);
    const moved = idsOf(await readText(`\n\n${text}`));
    expect(moved.filter((id) => first.includes(id))).toEqual([first[2], first[3]]);
  });

  test('the visitor key follows the UTC day of the event and is asked for once a day', async () => {
    const days: string[] = [];
    const at = (time: string) => logLine().replace('17/May/2015:10:05:03 +0000', time);
    const keyFor = async (day: string) => {
      days.push(day);
      return Buffer.from(day.padEnd(32));
    };
    const text = [
      at('17/May/2015:23:59:59 +0000'),
      at('18/May/2015:01:59:59 +0200'),
      at('18/May/2015:00:00:00 +0000'),
      at('17/May/2015:10:05:03 +0000'),
    ].join('\n');
    const hashes = (await readText(text, { keyFor })).map((item) =>
      item.kind === 'event' ? (item.event as ImportedEvent).user.user_id_hash : '',
    );
    expect(days).toEqual(['2015-05-17', '2015-05-18']);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
    expect(hashes[3]).toBe(hashes[0]);
  });

  test('a byte order mark and bytes that are not UTF-8 do no harm', async () => {
    const text = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(logLine('203.0.113.7', '/é\xe9'), 'latin1'),
    ]);
    const [item] = await readText(text);
    expect(item?.kind === 'event' && (item.event as ImportedEvent).ctx?.page_url).toBe('/\ufffd\ufffd');
  });

  test('a line over the limit is malformed, with the beginning of its text', async () => {
    const items = await readText(
      `${logLine()}\n${logLine('203.0.113.7', `/${'a'.repeat(1024 * 1024)}`)}\n${logLine()}`,
    );
    expect(items.map(({ kind }) => kind)).toEqual(['event', 'malformed', 'event']);
    const text = items[1]?.kind === 'malformed' ? items[1].malformed.text : '';
    expect(text).toHaveLength(8192);
    expect(text).toMatch(/^203\.0\.113\.0 - - /);
  });

  test('no item of a line holds an address of another line, not even a malformed one', async () => {
    const items = await readText(`${logLine()}\nfor 203.0.113.8, [2001:db8:1:2::9]:80 and ::ffff:203.0.113.10\n`);
    expect(JSON.stringify(items)).not.toMatch(/203\.0\.113\.[1-9]|:2::9/);
  });
});

describe('events', () => {
  const event = '{"event_id":"a","custom_properties":{"__proto__":1}}';

  test('every JSON object is an event, as it is written; everything else is malformed', async () => {
    const deep = `{"a":${'['.repeat(40)}${']'.repeat(40)}}`;
    const huge = JSON.stringify({ a: 'x'.repeat(300_000) });
    const text = [event, '', '[1]', 'null', '5', '{"a":1', `${event}\r`, deep, huge].join('\n');
    const items = await readText(text, { format: 'events' });
    expect(items.map(({ kind, lineNumber }) => [kind, lineNumber])).toEqual([
      ['event', 1],
      ['malformed', 3],
      ['malformed', 4],
      ['malformed', 5],
      ['malformed', 6],
      ['event', 7],
      ['malformed', 8],
      ['malformed', 9],
    ]);
    expect(items.flatMap((item) => (item.kind === 'malformed' ? [item.malformed.text] : []))).toEqual([
      '(3 bytes of JSON that is not an object; not kept: consent unknown)',
      '(4 bytes of JSON that is not an object; not kept: consent unknown)',
      '(1 bytes of JSON that is not an object; not kept: consent unknown)',
      '(6 bytes of text that is not JSON; not kept: consent unknown)',
      `(${deep.length} bytes of JSON that is nested too deeply; not kept: consent unknown)`,
      `(${huge.length} bytes of a line that is too long; not kept: consent unknown)`,
    ]);
    expect(items[5]).toMatchObject({ json: event });
    expect(items[0]).toMatchObject({ json: event, event: { event_id: 'a' } });
  });
});

test('of a malformed client event nothing is kept, however long it is', async () => {
  const secret = '"user":"jane@example.com"';
  const lines = ['{}', `{${secret}`, `[{${secret}}]`, `{${secret},"a":"${'x'.repeat(1024 * 1024)}"}`];
  const items = await readText(lines.join('\n'), { format: 'events' });
  expect(items.map(({ kind }) => kind)).toEqual(['event', 'malformed', 'malformed', 'malformed']);
  expect(JSON.stringify(items)).not.toMatch(/jane|user|xx/);
  expect(new Set(idsOf(items)).size).toBe(4);
  expect(items[3]).toMatchObject({
    malformed: { text: '(more than 1048576 bytes of a line that is too long; not kept: consent unknown)' },
  });
});

describe('a wrong format ends it before the first item', () => {
  test('JSON taken for an access log', async () => {
    const reading = readText('{"event_id":"a","ip":"203.0.113.7"}\n'.repeat(3));
    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow(
      'a.log does not look like an access log in the combined format: ' +
        String.raw`line 1 is "{\"event_id\":\"a\",\"ip\":\"203.0.113.0\"}"; choose --format events`,
    );
  });

  test('an access log taken for events', async () => {
    await expect(readText(`\n${logLine()}\n`, { format: 'events' })).rejects.toThrow(
      /does not look like client events, one JSON object per line: line 2 is .*; choose --format access-log$/,
    );
  });

  test('neither', async () => {
    await expect(readText('hello\n\u001b[31mworld')).rejects.toThrow(
      /line 1 is "hello"; choose another file or --format/,
    );
  });

  test('only blank lines', async () => {
    await expect(readText('\n\r\n\n')).rejects.toThrow('a.log has only blank lines: there is nothing to read');
  });

  test('one readable line among the first hundred is enough, and the ones before it come first', async () => {
    const items = await readText(`${'broken\n'.repeat(99)}${logLine()}\n`);
    expect(items.map(({ lineNumber }) => lineNumber)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    await expect(readText(`${'broken\n'.repeat(100)}${logLine()}\n`)).rejects.toThrow(ConfigError);
  });

  test('huge unreadable lines are not kept in memory until the hundredth', async () => {
    await expect(readText(`${`${'x'.repeat(1024 * 1024)}\n`.repeat(9)}${logLine()}\n`)).rejects.toThrow(ConfigError);
  });
});

test.each(['', 'a\0b', 'x'.repeat(65)])('source %j is refused', async (source) => {
  await expect(readText(logLine(), { source })).rejects.toThrow(/is not a name of a source/);
});

describe('the real log', () => {
  const path = fileURLToPath(new URL('../../../../shared/data/apache_access.log', import.meta.url));
  const sessionGapMs = 30 * 60 * 1000;
  let folder: string;
  let items: ImportItem[];

  beforeAll(async () => {
    if (!existsSync(path)) {
      throw new Error(`the real log is missing: ${path} (../shared/data lies beside the checkout)`);
    }
    folder = await mkdtemp(join(tmpdir(), 'millrace-import-'));
    items = await readFileItems(path);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function readFileItems(file: string): Promise<ImportItem[]> {
    const input = await openInput(file);
    return collect(readImportItems(input.lines(), { ...options, inputName: file }));
  }

  test('10,000 lines are 9,999 events and 1 malformed line: 3,617 page views, 6,382 server requests', () => {
    const events = items.flatMap((item) => (item.kind === 'event' ? [item.event as ImportedEvent] : []));
    const malformed = items.flatMap((item) => (item.kind === 'malformed' ? [item.malformed] : []));
    expect(events).toHaveLength(9999);
    expect(events.filter(({ event_type }) => event_type === 'page_view')).toHaveLength(3617);
    expect(events.filter(({ event_type }) => event_type === 'server_request')).toHaveLength(6382);
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(9999);
    expect(malformed).toHaveLength(1);
    expect(malformed[0]).toMatchObject({
      line_number: 8899,
      text: expect.stringMatching(/^46\.118\.127\.0 .*bot\.html$/),
    });
  });

  test('its page views are 1,996 sessions', () => {
    const timesByVisitor = new Map<string, number[]>();
    for (const item of items) {
      if (item.kind !== 'event') continue;
      const { event_type, ts, user } = item.event as ImportedEvent;
      if (event_type !== 'page_view') continue;
      const times = timesByVisitor.get(user.user_id_hash) ?? [];
      timesByVisitor.set(user.user_id_hash, times);
      times.push(Date.parse(ts));
    }
    let sessionCount = 0;
    for (const times of timesByVisitor.values()) {
      times.sort((a, b) => a - b);
      sessionCount += times.filter(
        (time, index) => index === 0 || time - (times[index - 1] as number) >= sessionGapMs,
      ).length;
    }
    expect(sessionCount).toBe(1996);
  });

  test('none of its client addresses is left in any item', () => {
    const clients = new Set(
      readFileSync(path, 'utf8')
        .split('\n')
        .map((line) => line.split(' ')[0] ?? ''),
    );
    const literals = new Set(JSON.stringify(items).match(/(?<![\d.])\d+\.\d+\.\d+\.\d+(?![\d.])/g));
    expect([...literals].filter((literal) => clients.has(literal) && !literal.endsWith('.0'))).toEqual([]);
  });

  test('gzip and zstd give the same items as the plain file', async () => {
    const content = readFileSync(path);
    for (const [name, compressed] of [
      ['log.gz', gzipSync(content)],
      ['log.zst', zstdCompressSync(content)],
    ] as const) {
      const file = join(folder, name);
      await writeFile(file, compressed);
      expect(await readFileItems(file)).toEqual(items);
    }
  });

  test('cut off in the middle, it gives a part of the same items and says so', async () => {
    const compressed = gzipSync(readFileSync(path));
    const file = join(folder, 'cut.gz');
    await writeFile(file, compressed.subarray(0, compressed.length / 2));
    const input = await openInput(file);
    const read: ImportItem[] = [];
    const reading = (async () => {
      for await (const item of readImportItems(input.lines(), { ...options, inputName: file })) read.push(item);
    })();
    await expect(reading).rejects.toThrow(/is damaged or cut off after \d{4} lines/);
    expect(read.length).toBeGreaterThan(1000);
    expect(read).toEqual(items.slice(0, read.length));
  });
});

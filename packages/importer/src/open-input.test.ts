import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ConfigError } from '@millrace/pipeline';
import fc from 'fast-check';
import { type Input, openInput, toOpenError } from './open-input.ts';
import { splitZstdFrames } from './split-zstd-frames.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-input-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function readAll(input: Input): Promise<string[]> {
  const lines: string[] = [];
  for await (const run of input.lines()) lines.push(...run.map(({ bytes }) => bytes.toString()));
  return lines;
}

/** Random numbers don't compress: many blocks. */
const manyLines = Array.from({ length: 40_000 }, (_, index) => `line ${index} ${Math.sin(index)}`);
const manyText = manyLines.join('\n');
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
const emptySkippable = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);

describe('the same lines come from', () => {
  const half = Math.floor(manyText.length / 2);
  const [first, second] = [manyText.slice(0, half), manyText.slice(half)];
  test.each([
    ['a plain file', 'none', Buffer.from(manyText)],
    ['a plain file that ends with a line feed', 'none', Buffer.from(`${manyText}\n`)],
    ['gzip', 'gzip', gzipSync(manyText)],
    ['gzip of two members', 'gzip', Buffer.concat([gzipSync(first), gzipSync(second)])],
    ['zstd', 'zstd', zstdCompressSync(manyText)],
    ['zstd of two frames', 'zstd', Buffer.concat([zstdCompressSync(first), zstdCompressSync(second)])],
    [
      'zstd with skippable and empty frames',
      'zstd',
      Buffer.concat([
        skippable,
        zstdCompressSync(first),
        emptySkippable,
        zstdCompressSync(''),
        zstdCompressSync(second),
        skippable,
      ]),
    ],
  ])('%s', async (name, compression, content) => {
    const input = await openInput(await put(name, content));
    expect(input.compression).toBe(compression);
    expect(input.sizeBytes).toBe(content.length);
    expect(await readAll(input)).toEqual(manyLines);
    expect(input.bytesRead()).toBe(content.length);
  });
});

test('a carriage return stays part of the bytes', async () => {
  const input = await openInput(await put('crlf', 'a\r\nb\r\n'));
  expect(await readAll(input)).toEqual(['a\r', 'b\r']);
});

test('leaving the loop early closes the file', async () => {
  const input = await openInput(await put('early', manyText));
  for await (const run of input.lines()) {
    expect(run.length).toBeGreaterThan(0);
    break;
  }
  await input.close();
});

test('an input that is opened and not read can be closed', async () => {
  for (const content of [manyText, gzipSync(manyText), zstdCompressSync(manyText)]) {
    const input = await openInput(await put('unread', content));
    await input.close();
    await input.close();
  }
});

describe('says what to do about', () => {
  test.each([
    ['an empty file', 'empty.log', '', /is empty: there is nothing to read$/],
    ['an empty gzip file', 'empty.gz', gzipSync(''), /is empty once decompressed \(gzip\)/],
    ['an empty zstd file', 'empty.zst', zstdCompressSync(''), /is empty once decompressed \(zstd\)/],
    ['a binary file', 'binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), /is a binary file: give a text file/],
    ['a binary file in gzip', 'binary.gz', gzipSync(Buffer.alloc(100)), /is a binary file/],
    ['a cut gzip header', 'header.gz', Buffer.from([0x1f, 0x8b]), /cut off after 0 lines \(2 of 2 bytes read\)/],
    ['a cut zstd header', 'header.zst', zstdCompressSync('hello').subarray(0, 5), /cut off after 0 lines/],
  ])('%s', async (_, name, content, message) => {
    const opening = openInput(await put(name, content));
    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(message);
  });

  test('a missing file', async () => {
    await expect(openInput(join(folder, 'nothing.log'))).rejects.toThrow(
      /nothing\.log does not exist: check the path$/,
    );
  });

  test('a path through a file', async () => {
    const path = await put('file', 'x');
    await expect(openInput(join(path, 'below'))).rejects.toThrow(/a part of the path is a file/);
  });

  test('a directory', async () => {
    await expect(openInput(folder)).rejects.toThrow(/is a directory: name one file in it$/);
  });

  test.each([
    ['EACCES', /may not be read by this user: change its permissions/],
    ['EPERM', /may not be read by this user/],
    ['EIO', /cannot be read \(told\): check the path and the disk/],
  ])('%s', (code, message) => {
    const error = toOpenError('a.log', Object.assign(new Error('told'), { code }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });
});

describe('a file that is damaged in the middle gives the lines before that place, then says where', () => {
  const gz = gzipSync(manyText);
  const zst = zstdCompressSync(manyText);
  const trailing = Buffer.from('trailing');
  test.each([
    ['cut gzip', gz.subarray(0, gz.length - 20_000)],
    ['gzip without its last byte', gz.subarray(0, -1)],
    ['gzip with a wrong checksum', Buffer.concat([gz.subarray(0, -8), Buffer.alloc(8)])],
    ['gzip with text after it', Buffer.concat([gz, trailing])],
    ['cut zstd', zst.subarray(0, zst.length - 20_000)],
    ['zstd without its last byte', zst.subarray(0, -1)],
    ['zstd with text after it', Buffer.concat([zst, trailing])],
    ['zstd with a cut skippable frame after it', Buffer.concat([zst, skippable.subarray(0, 9)])],
    ['zstd with a cut second frame', Buffer.concat([zst, zst.subarray(0, 7)])],
    [
      'zstd with other bytes in it',
      Buffer.concat([zst.subarray(0, 200_000), Buffer.alloc(9, 0xff), zst.subarray(200_009)]),
    ],
  ])('%s', async (name, content) => {
    const input = await openInput(await put(`${name}.bin`, content));
    const lines: string[] = [];
    let told: unknown;
    try {
      for await (const run of input.lines()) lines.push(...run.map(({ bytes }) => bytes.toString()));
    } catch (error) {
      told = error;
    }
    expect(told).toBeInstanceOf(ConfigError);
    expect((told as Error).message).toMatch(
      new RegExp(
        `is damaged or cut off after ${lines.length} lines \\(\\d+ of ${content.length} bytes read\\): .*run the same command again`,
      ),
    );
    expect(lines).toEqual(manyLines.slice(0, lines.length));
    expect(lines.length).toBeGreaterThan(1000);
  });
});

test('a file that is cut while it is read ends with what was there', async () => {
  const path = await put('shrinking', manyText);
  const input = await openInput(path);
  const handle = await open(path, 'r+');
  await handle.truncate(300_000);
  await handle.close();
  const lines = await readAll(input);
  expect(lines.slice(0, -1)).toEqual(manyLines.slice(0, lines.length - 1));
});

test('zstd frames are found however the bytes come in', async () => {
  const frames = [zstdCompressSync('a'), zstdCompressSync('b'.repeat(300_000)), zstdCompressSync('')];
  const whole = Buffer.concat([skippable, ...frames.flatMap((frame) => [frame, emptySkippable])]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 8 }), async (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      async function* chunks() {
        for (const [index, edge] of edges.slice(1).entries()) yield whole.subarray(edges[index], edge);
      }
      const pieces: Buffer[] = [];
      for await (const piece of splitZstdFrames(chunks())) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(Buffer.concat(frames))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

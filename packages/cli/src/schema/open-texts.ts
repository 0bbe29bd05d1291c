import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { openInput } from '@millrace/importer';
import { ConfigError } from '@millrace/pipeline';

export type TextSource = {
  readonly chunks: AsyncIterable<Buffer>;
  /** Part of the input that was read, from 0 to 1; undefined where nobody knows how much it is. */
  part(): number | undefined;
};

const chunkBytes = 256 * 1024;
const gzipMagic = Buffer.from([0x1f, 0x8b]);
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/**
 * Opens a file of JSON text: plain, gzip or zstd; `-` is stdin, plain or gzip. Throws ConfigError for what can be no such
 * file: missing, a directory, not readable, empty, binary. A damaged compressed file throws where the damage is.
 */
export async function openTexts(path: string): Promise<TextSource> {
  if (path === '-') return { chunks: await readStdin(), part: () => undefined };
  if (statSync(path, { throwIfNoEntry: false })?.isFile() && statSync(path).size === 0) throw toEmptyError(path);
  const input = await openInput(path);
  const { sizeBytes, compression } = input;
  if (sizeBytes === 0 || compression !== 'none') {
    return { chunks: joinLines(input), part: () => (sizeBytes === 0 ? undefined : input.bytesRead() / sizeBytes) };
  }
  // An array may be one line, of any length: lines are no unit to read it by.
  await input.close();
  const stream = createReadStream(path, { highWaterMark: chunkBytes });
  return { chunks: stream, part: () => stream.bytesRead / sizeBytes };
}

async function* joinLines(input: Awaited<ReturnType<typeof openInput>>): AsyncGenerator<Buffer> {
  for await (const run of input.lines()) {
    const long = run.find(({ isCut }) => isCut);
    if (long) {
      throw new ConfigError(
        `line ${long.number} of ${input.path} is longer than ${long.bytes.length} bytes: decompress the file first`,
      );
    }
    yield Buffer.concat(run.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]));
  }
}

async function readStdin(): Promise<AsyncIterable<Buffer>> {
  const iterator: AsyncIterator<Buffer> = process.stdin[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    start = Buffer.concat([start, next.value]);
    if (start.length >= zstdMagic.length) break;
  }
  if (start.length === 0) throw toEmptyError('stdin');
  if (start.subarray(0, zstdMagic.length).equals(zstdMagic)) {
    throw new ConfigError('stdin is zstd: name the file instead of -, or decompress it first (zstd -dc)');
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield start;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return start.subarray(0, gzipMagic.length).equals(gzipMagic) ? gunzip(all()) : refuseBinary(all());
}

async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  // `pipeline` hands every error on to its last stream, which is iterated: nothing is left for the callback.
  const stream = pipeline(chunks, createGunzip({ chunkSize: chunkBytes }), () => undefined);
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    throw new ConfigError(`stdin is damaged or cut off: ${(error as Error).message}`, { cause: error });
  }
}

async function* refuseBinary(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && chunk.includes(0)) throw new ConfigError('stdin is binary: give text, one event a line');
    isFirst = false;
    yield chunk;
  }
}

function toEmptyError(name: string): ConfigError {
  return new ConfigError(`${name} is empty: there is nothing to read`);
}

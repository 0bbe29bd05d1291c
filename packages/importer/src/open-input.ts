import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ConfigError } from '@millrace/pipeline';
import { createLineSplitter, type InputLine } from './split-lines.ts';
import { splitZstdFrames } from './split-zstd-frames.ts';

export type Input = {
  readonly path: string;
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** Of the file as it lies there (compressed); 0 for a pipe. */
  readonly sizeBytes: number;
  /** Of sizeBytes, read so far. */
  bytesRead(): number;
  /**
   * The lines in runs, as they come; read once. Throws ConfigError when the file is damaged or cut off, after the lines
   * before that place. Leaving the loop early closes the file.
   */
  lines(): AsyncGenerator<InputLine[]>;
  /** Closes the file; needed only when `lines` was not read. */
  close(): Promise<void>;
};

const chunkBytes = 256 * 1024;
/** A NUL byte in the first decompressed bytes tells a binary file. */
const inspectedBytes = 64 * 1024;

/**
 * Opens a file of lines: plain, gzip (any number of members) or zstd (any number of frames), told by its first bytes.
 * Throws ConfigError for what cannot be a file of lines: missing, a directory, not readable, empty, binary.
 */
export async function openInput(path: string): Promise<Input> {
  const file = await open(path).catch((error: unknown) => {
    throw toOpenError(path, error);
  });
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new ConfigError(`${path} is a directory: name one file in it`);
    const stream = file.createReadStream({ highWaterMark: chunkBytes });
    let bytesRead = 0;
    const source = await readAhead(
      countBytes(stream, (bytes) => (bytesRead += bytes)),
      4,
    );
    if (source.failure !== undefined) throw toOpenError(path, source.failure);
    const start = Buffer.concat(source.chunks.map((chunk) => chunk.subarray(0, 4)));
    if (start.length === 0) throw new ConfigError(`${path} is empty: there is nothing to read`);

    const compression = compressionOf(start);
    const content = await readAhead(decompress(source.rest(), compression), inspectedBytes);
    const close = async () => {
      stream.destroy();
      await content.close();
      await file.close();
    };
    const fault = decideContentFault(path, content, compression, { bytesRead, sizeBytes: stat.size });
    if (fault !== undefined) {
      await close();
      throw fault;
    }
    async function* lines(): AsyncGenerator<InputLine[]> {
      const splitter = createLineSplitter();
      try {
        for await (const chunk of content.rest()) {
          const run = splitter.push(chunk);
          if (run.length > 0) yield run;
        }
        const last = splitter.end();
        if (last.length > 0) yield last;
      } catch (error) {
        throw toDamageError(path, error, { lineCount: splitter.lineCount(), bytesRead, sizeBytes: stat.size });
      } finally {
        await close();
      }
    }
    return { path, compression, sizeBytes: stat.size, bytesRead: () => bytesRead, lines, close };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What to tell about a failed open or first read. */
export function toOpenError(path: string, error: unknown): ConfigError {
  const code = (error as NodeJS.ErrnoException).code;
  const told: Record<string, string> = {
    ENOENT: `${path} does not exist: check the path`,
    ENOTDIR: `${path} does not exist, a part of the path is a file: check the path`,
    EISDIR: `${path} is a directory: name one file in it`,
    EACCES: `${path} may not be read by this user: change its permissions (chmod +r)`,
    EPERM: `${path} may not be read by this user: change its permissions (chmod +r)`,
    EMFILE: `${path} cannot be opened, too many files are open: raise the limit (ulimit -n)`,
  };
  const text = told[code ?? ''] ?? `${path} cannot be read (${(error as Error).message}): check the path and the disk`;
  return new ConfigError(text, { cause: error });
}

function toDamageError(
  path: string,
  error: unknown,
  at: { readonly lineCount: number; readonly bytesRead: number; readonly sizeBytes: number },
): ConfigError {
  const place = `after ${at.lineCount} lines (${at.bytesRead} of ${at.sizeBytes} bytes read)`;
  return new ConfigError(
    `${path} is damaged or cut off ${place}: ${(error as Error).message}; get a whole copy and run the same command again`,
    { cause: error },
  );
}

function compressionOf(start: Buffer): Input['compression'] {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (start.length < 4) return 'none';
  const magic = start.readUInt32LE(0);
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5 ? 'zstd' : 'none';
}

function decompress(chunks: AsyncGenerator<Buffer>, compression: Input['compression']): AsyncIterable<Buffer> {
  // `pipeline` hands every error on to its last stream, which is iterated: nothing is left for the callback.
  const told = () => undefined;
  const options = { chunkSize: chunkBytes };
  if (compression === 'gzip') return pipeline(chunks, createGunzip(options), told) as Readable;
  if (compression === 'zstd') return pipeline(chunks, splitZstdFrames, createZstdDecompress(options), told) as Readable;
  return chunks;
}

function decideContentFault(
  path: string,
  content: { readonly chunks: readonly Buffer[]; readonly failure: unknown },
  compression: Input['compression'],
  at: { readonly bytesRead: number; readonly sizeBytes: number },
): ConfigError | undefined {
  if (content.chunks.length === 0) {
    if (content.failure !== undefined) return toDamageError(path, content.failure, { lineCount: 0, ...at });
    return new ConfigError(`${path} is empty once decompressed (${compression}): there is nothing to read`);
  }
  if (Buffer.concat(content.chunks).subarray(0, inspectedBytes).includes(0)) {
    return new ConfigError(`${path} is a binary file: give a text file of one line per event, plain, gzip or zstd`);
  }
  return undefined;
}

async function* countBytes(chunks: AsyncIterable<Buffer>, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

type ReadAhead = {
  /** What was read ahead: at least as many bytes as asked for, unless the input ended or failed before. */
  readonly chunks: readonly Buffer[];
  readonly failure: unknown;
  /** Everything from the beginning; a failure comes at its place. */
  rest(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
};

async function readAhead(source: AsyncIterable<Buffer>, bytes: number): Promise<ReadAhead> {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let failure: unknown;
  try {
    for (let size = 0; size < bytes; ) {
      const next = await iterator.next();
      if (next.done) break;
      chunks.push(next.value);
      size += next.value.length;
    }
  } catch (error) {
    failure = error;
  }
  const close = async () => {
    await iterator.return?.();
  };
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
      if (failure !== undefined) throw failure;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await close();
    }
  }
  return { chunks: [...chunks], failure, rest, close };
}

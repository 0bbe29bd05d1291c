import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, type EventStream, InvariantError, type Resharding, TransientError } from '@millrace/pipeline';
import { describeEventStream } from '@millrace/testkit';
import { openStore, toConfig, withFolder } from '../test/temp-store.ts';
import { createEventStream, type EventStreamOptions } from './create-event-stream.ts';
import type { TornTail } from './stream/recover-shard.ts';
import { openSegmentFile, type SegmentFile } from './stream/segment-file.ts';

const shardId = 'shardId-000000000000';

describeEventStream('embedded', () => openStore(createEventStream), { canReshard: true });
describeEventStream(
  'embedded, small segments',
  () => openStore((config) => createEventStream(config, { segmentBytes: 300, shardCount: 3 })),
  { canReshard: true },
);

async function put(stream: EventStream, ...texts: string[]): Promise<(string | undefined)[]> {
  const puts = await stream.putRecords(texts.map((text) => ({ partitionKey: 'one', data: Buffer.from(text) })));
  return puts.map((result) => (result.ok ? result.sequenceNumber : result.code));
}

async function readAll(stream: EventStream, after?: string): Promise<string[]> {
  const records = await stream.readShard(shardId, { after, limit: 10_000, maxBytes: 100_000_000 });
  return records.map((record) => Buffer.from(record.data).toString());
}

/** A port with one shard that is closed afterwards. */
async function withStream<Result>(
  dataDir: string,
  options: EventStreamOptions,
  body: (stream: EventStream & Resharding) => Promise<Result>,
): Promise<Result> {
  const stream = createEventStream(toConfig(dataDir), { shardCount: 1, ...options });
  try {
    return await body(stream);
  } finally {
    await stream.close();
  }
}

async function listSegments(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, 'stream', 'events', shardId);
  return (await readdir(folder)).sort().map((name) => join(folder, name));
}

/** Opens real segments with some calls replaced. */
function replaced(calls: (file: SegmentFile) => Partial<SegmentFile>) {
  return async (path: string) => {
    const file = await openSegmentFile(path);
    return { ...file, ...calls(file) };
  };
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}

test('a torn last record is cut off wherever it was torn, and reported', async () => {
  await withFolder(async (dataDir) => {
    const before = await withStream(dataDir, {}, async (stream) => {
      await put(stream, 'first', 'second');
      const [segment] = await listSegments(dataDir);
      const { size } = await stat(segment ?? '');
      await put(stream, 'torn, and longer than what comes after it');
      return size;
    });
    const [segment = ''] = await listSegments(dataDir);
    const whole = await readFile(segment);
    expect(whole.length).toBeGreaterThan(before + 40);
    for (let length = before; length < whole.length; length += 1) {
      // Half of the write may be missing, or the file has its length already but zeros where the rest should be.
      for (const left of [whole.subarray(0, length), Buffer.concat([whole.subarray(0, length)], whole.length)]) {
        await writeFile(segment, left);
        const tails: TornTail[] = [];
        await withStream(dataDir, { onTornTail: (tail) => tails.push(tail) }, async (stream) => {
          expect(await readAll(stream)).toEqual(['first', 'second']);
          expect(await readAll(stream, '2')).toEqual([]);
          expect(await put(stream, 'next')).toEqual(['3']);
          expect(await readAll(stream)).toEqual(['first', 'second', 'next']);
          expect(await readAll(stream, '2')).toEqual(['next']);
        });
        expect((await stat(segment)).size).toBe(before + 40 + 'onenext'.length);
        expect(tails).toEqual(left.length === before ? [] : [{ shardId, segment, cutBytes: left.length - before }]);
      }
    }
  });
}, 20_000);

test('of a torn write of several records those before the tear stay, and intact ones behind it do not', async () => {
  await withFolder(async (dataDir) => {
    await withStream(dataDir, {}, (stream) => put(stream, 'durable'));
    const [segment = ''] = await listSegments(dataDir);
    const { size } = await stat(segment);
    await withStream(dataDir, {}, (stream) => put(stream, 'kept', 'torn', 'behind'));
    const bytes = await readFile(segment);
    const recordBytes = (bytes.length - size - 'kept'.length - 'torn'.length - 'behind'.length) / 3;
    bytes.fill(0, size + recordBytes + 'kept'.length + 10, size + recordBytes + 'kept'.length + 20);
    await writeFile(segment, bytes);
    const tails: TornTail[] = [];
    await withStream(dataDir, { onTornTail: (tail) => tails.push(tail) }, async (stream) => {
      expect(await put(stream, 'next')).toEqual(['3']);
      expect(await readAll(stream)).toEqual(['durable', 'kept', 'next']);
    });
    expect(tails).toHaveLength(1);
  });
});

describe('a floor: somebody downstream has already seen a record', () => {
  /** Two writes, three records; the last one is damaged. */
  async function makeDamaged(dataDir: string) {
    await withStream(dataDir, {}, async (stream) => {
      await put(stream, 'first', 'second');
      await put(stream, 'third');
    });
    const [segment = ''] = await listSegments(dataDir);
    const bytes = await readFile(segment);
    const start = bytes.length - 40 - 'onethird'.length;
    bytes[bytes.length - 1] = 0;
    await writeFile(segment, bytes);
    return { segment, bytes, start };
  }

  test.each(['damaged', 'cut off in a record', 'cut off between records', 'missing'])(
    'a %s end below it is refused, and nothing is changed',
    async (kind) => {
      await withFolder(async (dataDir) => {
        const { segment, bytes, start } = await makeDamaged(dataDir);
        const left = { 'cut off in a record': start + 20, 'cut off between records': start }[kind] ?? bytes.length;
        await writeFile(segment, bytes.subarray(0, left));
        if (kind === 'missing') await rm(segment);
        const place =
          kind === 'missing' ? `${segment} is missing` : `${segment} is damaged or cut off at byte ${start}`;
        const tails: TornTail[] = [];
        const options = { floorOf: async () => '3', onTornTail: (tail: TornTail) => tails.push(tail) };
        await withStream(dataDir, options, async (stream) => {
          // The second put finds what the first one found.
          for (const text of ['next', 'again']) {
            const error = await put(stream, text).catch((reason: unknown) => reason);
            expect(error).toBeInstanceOf(InvariantError);
            expect(String(error)).toContain(place);
            expect(String(error)).toContain('answered records are damaged');
            expect(String(error)).toMatch(/Restore .* from a backup, or start a new folder with --dir$/);
          }
        });
        expect(tails).toEqual([]);
        if (kind === 'missing') expect(await listSegments(dataDir)).toEqual([]);
        else expect((await readFile(segment)).equals(bytes.subarray(0, left))).toBe(true);
      });
    },
  );

  test.each([undefined, '1', '2'])('a tail torn above %s is cut as ever', async (floor) => {
    await withFolder(async (dataDir) => {
      const { segment, bytes, start } = await makeDamaged(dataDir);
      const tails: TornTail[] = [];
      const asked: string[] = [];
      const floorOf = async (id: string) => {
        asked.push(id);
        return floor;
      };
      await withStream(dataDir, { floorOf, onTornTail: (tail) => tails.push(tail) }, async (stream) => {
        expect(await readAll(stream)).toEqual(['first', 'second']);
        expect(asked).toEqual([]);
        expect(await put(stream, 'next')).toEqual(['3']);
        expect(await put(stream, 'after')).toEqual(['4']);
        expect(asked).toEqual([shardId]);
      });
      expect(tails).toEqual([{ shardId, segment, cutBytes: bytes.length - start }]);
    });
  });

  test('a whole shard that ends at it goes on', async () => {
    await withFolder(async (dataDir) => {
      await withStream(dataDir, {}, (stream) => put(stream, 'first', 'second'));
      await withStream(dataDir, { floorOf: async () => '2' }, async (stream) => {
        expect(await put(stream, 'next')).toEqual(['3']);
      });
    });
  });

  test('one that is no sequence number, and one that cannot be told, are errors', async () => {
    await withFolder(async (dataDir) => {
      await withStream(dataDir, { floorOf: async () => 'x' }, async (stream) => {
        await expect(put(stream, 'next')).rejects.toThrow(InvariantError);
      });
      const floorOf = async () => {
        throw new TransientError('the manifest is busy');
      };
      await withStream(dataDir, { floorOf }, async (stream) => {
        await expect(put(stream, 'next')).rejects.toThrow('the manifest is busy');
      });
    });
  });
});

test('damage before the last write is never passed over', async () => {
  await withFolder(async (dataDir) => {
    await withStream(dataDir, {}, async (stream) => {
      for (const text of ['first', 'second', 'third']) await put(stream, text);
    });
    const [segment = ''] = await listSegments(dataDir);
    const whole = await readFile(segment);
    const second = (whole.length - 16) / 3 + 5;
    // In turn: magic, header, length, key, data of the second record.
    for (const at of [second, second + 5, second + 12, second + 40, second + 45]) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      await writeFile(segment, damaged);
      await withStream(dataDir, {}, async (stream) => {
        for (const act of [() => readAll(stream), () => readAll(stream, '1'), () => put(stream, 'next')]) {
          const error = await act().catch((reason: unknown) => reason);
          expect(error).toBeInstanceOf(InvariantError);
          expect(String(error)).toContain(`${segment} is damaged at byte ${second}`);
        }
      });
      expect(Buffer.compare(await readFile(segment), damaged)).toBe(0);
    }
  });
});

test('the end of a segment that is not the last one cannot be torn', async () => {
  await withFolder(async (dataDir) => {
    await withStream(dataDir, { segmentBytes: 1 }, (stream) => put(stream, 'first'));
    await withStream(dataDir, { segmentBytes: 1 }, (stream) => put(stream, 'second'));
    const [segment = ''] = await listSegments(dataDir);
    await writeFile(segment, (await readFile(segment)).subarray(0, -1));
    await withStream(dataDir, {}, async (stream) => {
      await expect(readAll(stream)).rejects.toThrow(InvariantError);
      expect(await readAll(stream, '1').catch(String)).toContain('InvariantError');
    });
  });
});

test('records whose bytes look like a record are data', async () => {
  await withFolder(async (dataDir) => {
    await withStream(dataDir, {}, (stream) => put(stream, 'inner'));
    const [segment = ''] = await listSegments(dataDir);
    const inner = await readFile(segment);
    await withStream(dataDir, {}, async (stream) => {
      await stream.putRecords([{ partitionKey: 'one', data: inner }]);
      const records = await stream.readShard(shardId, { after: '1', limit: 10, maxBytes: 10_000 });
      expect(records.map((record) => Buffer.compare(record.data, inner))).toEqual([0]);
    });
  });
});

test('64 puts at once share a few synchronised writes', async () => {
  await withFolder(async (dataDir) => {
    let syncs = 0;
    const openSegment = replaced((file) => ({
      sync: () => {
        syncs += 1;
        return file.sync();
      },
    }));
    await withStream(dataDir, { openSegment }, async (stream) => {
      await put(stream, 'opened');
      syncs = 0;
      await Promise.all(Array.from({ length: 64 }, (_, index) => put(stream, `record ${index}`)));
      expect(syncs).toBeLessThanOrEqual(3);
      expect(await readAll(stream, '1')).toHaveLength(64);
    });
  });
});

test('nothing is read before it is durable', async () => {
  await withFolder(async (dataDir) => {
    const gate = Promise.withResolvers<void>();
    let isGated = false;
    const openSegment = replaced((file) => ({
      sync: async () => {
        if (isGated) await gate.promise;
        await file.sync();
      },
    }));
    await withStream(dataDir, { openSegment }, async (stream) => {
      await put(stream, 'durable');
      isGated = true;
      const writing = put(stream, 'written');
      const [segment = ''] = await listSegments(dataDir);
      while (!(await readFile(segment)).includes('written')) await new Promise(setImmediate);
      expect(await readAll(stream)).toEqual(['durable']);
      gate.resolve();
      expect(await writing).toEqual(['2']);
      expect(await readAll(stream)).toEqual(['durable', 'written']);
    });
  });
});

test.each(['write', 'sync'] as const)('a failed %s refuses its puts, and the next put works', async (call) => {
  await withFolder(async (dataDir) => {
    let isFull = false;
    const openSegment = replaced((file) => ({
      write: async (buffers, position) => {
        if (!isFull || call !== 'write') return file.write(buffers, position);
        // A full disk takes a part.
        await file.write([Buffer.concat(buffers).subarray(0, 70)], position);
        throw failure('ENOSPC');
      },
      sync: async () => {
        if (isFull && call === 'sync') throw failure('EIO');
        await file.sync();
      },
    }));
    await withStream(dataDir, { openSegment }, async (stream) => {
      await put(stream, 'before');
      isFull = true;
      const code = call === 'write' ? 'ENOSPC' : 'EIO';
      expect(await Promise.all([put(stream, 'lost', 'too'), put(stream, 'also')])).toEqual([[code, code], [code]]);
      expect(await readAll(stream)).toEqual(['before']);
      isFull = false;
      const [sequenceNumber] = await put(stream, 'after');
      expect(Number(sequenceNumber)).toBeGreaterThan(4);
      expect(await readAll(stream)).toEqual(['before', 'after']);
      expect(await readAll(stream, '1')).toEqual(['after']);
    });
    const tails: TornTail[] = [];
    await withStream(dataDir, { onTornTail: (tail) => tails.push(tail) }, async (stream) => {
      await put(stream, 'again');
      expect(await readAll(stream)).toEqual(['before', 'after', 'again']);
    });
    expect(tails).toEqual([]);
  });
});

test('when a failed write cannot be taken back the stream takes no more, and is whole after a restart', async () => {
  await withFolder(async (dataDir) => {
    let isBroken = false;
    const openSegment = replaced((file) => ({
      write: async (buffers, position) => {
        if (!isBroken) return file.write(buffers, position);
        await file.write([Buffer.concat(buffers).subarray(0, 20)], position);
        throw failure('EIO');
      },
      truncate: async () => {
        throw failure('EIO');
      },
    }));
    await withStream(dataDir, { openSegment }, async (stream) => {
      await put(stream, 'before');
      isBroken = true;
      await expect(put(stream, 'lost')).rejects.toThrow(TransientError);
      isBroken = false;
      for (const text of ['refused', 'refused again']) {
        const error = await put(stream, text).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(ConfigError);
        expect(String(error)).toContain('takes no more records');
      }
      expect(await readAll(stream)).toEqual(['before']);
    });
    await withStream(dataDir, {}, async (stream) => {
      await put(stream, 'after');
      expect(await readAll(stream)).toEqual(['before', 'after']);
    });
  });
});

test('a segment that cannot be opened refuses the put, and nothing goes to the old one any more', async () => {
  await withFolder(async (dataDir) => {
    let isFull = false;
    const openSegment = async (path: string) => {
      const file = await openSegmentFile(path);
      if (!isFull) return file;
      await file.close();
      throw failure('ENOSPC');
    };
    await withStream(dataDir, { openSegment, segmentBytes: 1_000 }, async (stream) => {
      await put(stream, 'x'.repeat(600));
      isFull = true;
      expect(await put(stream, 'y'.repeat(600))).toEqual(['ENOSPC']);
      expect(await readAll(stream)).toHaveLength(1);
      isFull = false;
      expect(await put(stream, 'z')).toEqual(['2']);
      expect(await readAll(stream, '1')).toEqual(['z']);
      expect(await listSegments(dataDir)).toHaveLength(2);
    });
  });
});

test('segments rotate, and reading goes on over them from any number, also in another port', async () => {
  await withFolder(async (dataDir) => {
    const texts = Array.from({ length: 30 }, (_, index) => `record ${index}`);
    await withStream(dataDir, { segmentBytes: 200 }, async (stream) => {
      await withStream(dataDir, {}, async (reader) => {
        for (const [index, text] of texts.entries()) {
          expect(await put(stream, text)).toEqual([String(index + 1)]);
          expect(await readAll(reader, index === 0 ? undefined : String(index))).toEqual([text]);
        }
      });
      expect((await listSegments(dataDir)).length).toBeGreaterThan(5);
      for (const after of [0, 1, 2, 3, 4, 15, 29, 30]) {
        expect(await readAll(stream, String(after))).toEqual(texts.slice(after));
      }
    });
    await withStream(dataDir, { segmentBytes: 200 }, async (stream) => {
      for (const after of [30, 7, 8, 0]) expect(await readAll(stream, String(after))).toEqual(texts.slice(after));
      expect(await put(stream, 'more')).toEqual(['31']);
    });
  });
});

test('asking for what comes after a record that is not there is an error', async () => {
  await withFolder(async (dataDir) => {
    await withStream(dataDir, {}, async (stream) => {
      await expect(readAll(stream, '1')).rejects.toThrow('a part of the stream is missing');
      expect(await readAll(stream, '0'.repeat(129))).toEqual([]);
      await put(stream, 'first');
      await expect(readAll(stream, '2')).rejects.toThrow(InvariantError);
      await expect(readAll(stream, 'x')).rejects.toThrow(InvariantError);
      await expect(stream.readShard('shardId-9', { after: undefined, limit: 1, maxBytes: 1 })).rejects.toThrow(
        ConfigError,
      );
    });
  });
});

test('a second writer is refused until the first is gone, however it went', async () => {
  await withFolder(async (dataDir) => {
    const script = fileURLToPath(new URL('../test/hold-stream.ts', import.meta.url));
    const child = spawn(process.execPath, ['--no-warnings', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(child.stdout, 'data');
      const stream = createEventStream(toConfig(dataDir));
      const error = await put(stream, 'refused').catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConfigError);
      expect(String(error)).toContain('is in use by another millrace process; stop it or use another --dir');
      const readBoth = async () => {
        const shards = await stream.listShards();
        const everything = { after: undefined, limit: 10, maxBytes: 1_000 };
        const records = await Promise.all(shards.map((shard) => stream.readShard(shard.shardId, everything)));
        return records.flat().map((record) => Buffer.from(record.data).toString());
      };
      expect(await readBoth()).toEqual(['from the other process']);
      child.kill('SIGKILL');
      await once(child, 'exit');
      await put(stream, 'taken over');
      expect(await readBoth()).toEqual(['from the other process', 'taken over']);
      await stream.close();
    } finally {
      child.kill('SIGKILL');
    }
  });
}, 20_000);

test('a second writer in the same process is refused too', async () => {
  await withFolder(async (dataDir) => {
    await withStream(dataDir, {}, async (first) => {
      await put(first, 'first');
      await withStream(dataDir, {}, async (second) => {
        await expect(put(second, 'second')).rejects.toThrow(ConfigError);
      });
      await put(first, 'still mine');
      await withStream(dataDir, {}, async (second) => {
        await expect(put(second, 'second')).rejects.toThrow(ConfigError);
      });
    });
  });
});

test('the shard count is fixed when the stream is made', async () => {
  await withFolder(async (dataDir) => {
    const count = (shardCount?: number) =>
      createEventStream(toConfig(dataDir), shardCount === undefined ? {} : { shardCount }).listShards();
    expect(await count(3)).toHaveLength(3);
    expect(await count()).toHaveLength(3);
    await expect(count(2)).rejects.toThrow('was made with 3 shards');
  });
});

describe('shards that split and merge', () => {
  const settingsOf = (dataDir: string) => join(dataDir, 'stream', 'events', 'stream.json');
  const middle = String(2n ** 127n);

  test('a stream is kept as it was made until its first split; then its count is no longer asked for', async () => {
    await withFolder(async (dataDir) => {
      await withStream(dataDir, {}, (stream) => put(stream, 'before'));
      const made = '{"version":1,"shardCount":1}\n';
      expect(await readFile(settingsOf(dataDir), 'utf8')).toBe(made);
      await withStream(dataDir, {}, async (stream) => {
        await expect(stream.splitShard(shardId, '0')).rejects.toThrow(ConfigError);
        expect(await readFile(settingsOf(dataDir), 'utf8')).toBe(made);
        await stream.splitShard(shardId, middle);
        await put(stream, 'after');
      });
      expect(JSON.parse(await readFile(settingsOf(dataDir), 'utf8'))).toMatchObject({ version: 2 });
      for (const shardCount of [1, 7]) {
        await withStream(dataDir, { shardCount }, async (stream) => {
          expect((await stream.listShards()).map((shard) => shard.isClosed)).toEqual([true, false, false]);
          expect(await readAll(stream)).toEqual(['before']);
          await put(stream, 'and after');
        });
      }
    });
  });

  test('another process that only reads sees new shards when it lists them again, and a parent to its end', async () => {
    await withFolder(async (dataDir) => {
      await withStream(dataDir, {}, (stream) =>
        withStream(dataDir, {}, async (reader) => {
          await put(stream, 'first');
          expect(await reader.listShards()).toHaveLength(1);
          expect(await readAll(reader)).toEqual(['first']);
          await put(stream, 'second');
          await stream.splitShard(shardId, middle);
          await put(stream, 'third');
          const shards = await reader.listShards();
          expect(shards).toEqual(await stream.listShards());
          expect(shards.map((shard) => shard.isClosed)).toEqual([true, false, false]);
          expect(await readAll(reader, '1')).toEqual(['second']);
          expect(await readAll(reader, '2')).toEqual([]);
          const children = shards.slice(1).map((shard) => shard.shardId);
          const position = { after: undefined, limit: 10, maxBytes: 1_000 };
          const records = await Promise.all(children.map((child) => reader.readShard(child, position)));
          expect(records.flat().map((record) => Buffer.from(record.data).toString())).toEqual(['third']);
          await expect(reader.splitShard(children[0] ?? '', '5')).rejects.toThrow(
            'is in use by another millrace process',
          );
        }),
      );
    });
  });

  test('STREAM-8: a split that cannot be written leaves the shard open, and takes what waited for it', async () => {
    await withFolder(async (dataDir) => {
      await withStream(dataDir, {}, async (stream) => {
        await put(stream, 'before');
        const folder = join(dataDir, 'tmp');
        await rm(folder, { recursive: true });
        await writeFile(folder, 'in the way');
        const splitting = stream.splitShard(shardId, middle).catch((error: unknown) => error);
        const waiting = put(stream, 'waited');
        expect(await splitting).toBeInstanceOf(ConfigError);
        expect(await waiting).toEqual(['2']);
        expect((await stream.listShards()).map((shard) => shard.isClosed)).toEqual([false]);
        await rm(folder);
        await stream.splitShard(shardId, middle);
        await put(stream, 'after');
        expect(await readAll(stream)).toEqual(['before', 'waited']);
      });
    });
  });

  test('a shard whose end is not known is not closed', async () => {
    await withFolder(async (dataDir) => {
      let isBroken = false;
      const openSegment = replaced((file) => ({
        write: async (buffers, position) => {
          if (!isBroken) return file.write(buffers, position);
          await file.write([Buffer.concat(buffers)], position);
          throw failure('EIO');
        },
        truncate: async () => {
          throw failure('EIO');
        },
      }));
      await withStream(dataDir, { openSegment }, async (stream) => {
        await put(stream, 'before');
        isBroken = true;
        await expect(put(stream, 'perhaps')).rejects.toThrow(TransientError);
        isBroken = false;
        await expect(stream.splitShard(shardId, middle)).rejects.toThrow('takes no more records');
        expect((await stream.listShards()).map((shard) => shard.isClosed)).toEqual([false]);
        // What is there was looked at again: the write that nobody was told of is whole.
        expect(await put(stream, 'after')).toEqual(['3']);
        await stream.splitShard(shardId, middle);
        expect(await readAll(stream)).toEqual(['before', 'perhaps', 'after']);
      });
    });
  });

  test('a close waits for the split that is under way; a put that waited for it is refused, not lost', async () => {
    await withFolder(async (dataDir) => {
      const stream = createEventStream(toConfig(dataDir), { shardCount: 1 });
      await put(stream, 'first');
      const splitting = stream.splitShard(shardId, middle);
      const late = put(stream, 'late').catch((error: unknown) => error);
      await new Promise(setImmediate);
      await stream.close();
      await splitting;
      expect(await late).toBeInstanceOf(InvariantError);
      await expect(stream.splitShard(shardId, middle)).rejects.toThrow('after it was closed');
      await withStream(dataDir, {}, async (again) => {
        expect(await again.listShards()).toHaveLength(3);
        expect(await put(again, 'second')).toEqual(['1']);
        expect(await readAll(again)).toEqual(['first']);
      });
    });
  });

  test('the floor is asked for open shards; one that a child ends below is refused', async () => {
    await withFolder(async (dataDir) => {
      const child = await withStream(dataDir, {}, async (stream) => {
        await put(stream, 'before');
        await stream.splitShard(shardId, middle);
        const [result] = await stream.putRecords([{ partitionKey: 'one', data: Buffer.from('after') }]);
        return result?.ok ? result.shardId : '';
      });
      const asked: string[] = [];
      const floorOf = async (id: string) => {
        asked.push(id);
        return id === child ? '2' : undefined;
      };
      await withStream(dataDir, { floorOf }, async (stream) => {
        await expect(put(stream, 'next')).rejects.toThrow('answered records are damaged, numbers 2 to 2');
      });
      expect(asked.sort()).toEqual(['shardId-000000000001', 'shardId-000000000002']);
    });
  });

  test('a stream.json that is gone or older than the records is told, not made anew', async () => {
    await withFolder(async (dataDir) => {
      const older = await withStream(dataDir, {}, async (stream) => {
        await put(stream, 'before');
        const text = await readFile(settingsOf(dataDir));
        await stream.splitShard(shardId, middle);
        await put(stream, 'after');
        return text;
      });
      await writeFile(settingsOf(dataDir), older);
      await withStream(dataDir, {}, async (stream) => {
        await expect(put(stream, 'lost')).rejects.toThrow('restore stream.json from a newer backup');
      });
      await rm(settingsOf(dataDir));
      await withStream(dataDir, {}, async (stream) => {
        for (const act of [() => put(stream, 'lost'), () => stream.listShards()]) {
          await expect(act()).rejects.toThrow(/stream\.json is gone.*restore it from a backup/);
        }
      });
    });
  });

  const whole = { shardId, startingHashKey: '0', endingHashKey: String(2n ** 128n - 1n) };
  test.each([
    ['no JSON', '{"version":2,', InvariantError],
    ['a version of later days', '{"version":3,"shards":[]}', ConfigError],
    ['no count', '{"version":1}', InvariantError],
    ['no shards', '{"version":2}', InvariantError],
    ['no open shard', JSON.stringify({ version: 2, shards: [{ ...whole, end: { length: 0 } }] }), InvariantError],
    ['a gap', JSON.stringify({ version: 2, shards: [{ ...whole, startingHashKey: '1' }] }), InvariantError],
    [
      'a shard twice',
      JSON.stringify({ version: 2, shards: [whole, { ...whole, end: { length: 0 } }] }),
      InvariantError,
    ],
    [
      'overlapping shards',
      JSON.stringify({ version: 2, shards: [whole, { ...whole, shardId: 'shardId-000000000001' }] }),
      InvariantError,
    ],
    [
      'a name that is a path',
      JSON.stringify({ version: 2, shards: [{ ...whole, shardId: '../lake' }] }),
      InvariantError,
    ],
    [
      'hash keys that are numbers',
      JSON.stringify({ version: 2, shards: [{ ...whole, startingHashKey: 0 }] }),
      InvariantError,
    ],
    ['an end that is none', JSON.stringify({ version: 2, shards: [{ ...whole, end: 'yes' }] }), InvariantError],
  ])('a stream.json with %s is refused', async (_what, text, kind) => {
    await withFolder(async (dataDir) => {
      await mkdir(join(dataDir, 'stream', 'events'), { recursive: true });
      await writeFile(settingsOf(dataDir), text);
      const stream = createEventStream(toConfig(dataDir));
      const error = await stream.listShards().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(kind);
      expect(String(error)).toContain(settingsOf(dataDir));
      await expect(put(stream, 'x')).rejects.toThrow(kind);
      await stream.close();
    });
  });
});

test('a closed stream says so, and a file in the way is named', async () => {
  await withFolder(async (dataDir) => {
    const stream = createEventStream(toConfig(dataDir));
    await put(stream, 'x');
    await stream.close();
    await expect(put(stream, 'y')).rejects.toThrow('after it was closed');
    await expect(stream.listShards()).rejects.toThrow('after it was closed');

    const inTheWay = join(dataDir, 'other');
    await mkdir(inTheWay);
    await writeFile(join(inTheWay, 'stream'), '');
    const error = await put(createEventStream(toConfig(inTheWay)), 'x').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toContain(join(inTheWay, 'stream'));
  });
});

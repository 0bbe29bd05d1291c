import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createEventStream } from '../src/create-event-stream.ts';
import { createRandom } from './losing-disk.ts';
import { toConfig, withFolder } from './temp-store.ts';

const script = fileURLToPath(new URL('put-until-killed.ts', import.meta.url));

/** Answers that a process printed before kill -9, which it gets after so many. Half a line at the end is none. */
async function collectAnswers(dataDir: string, life: number, killAfter: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--no-warnings', script, dataDir, String(life)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  try {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.split('\n').length > killAfter) child.kill('SIGKILL');
    });
    const [code, signal] = await once(child, 'close');
    expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
  } finally {
    child.kill('SIGKILL');
  }
  return printed.split('\n').slice(0, -1);
}

async function readAll(dataDir: string): Promise<{ readonly lines: readonly string[]; readonly closedCount: number }> {
  const stream = createEventStream(toConfig(dataDir));
  await stream.putRecords([]); // Looks at what the killed process left.
  const shards = await stream.listShards();
  const lines: string[] = [];
  // Children have greater numbers than their parents.
  for (const { shardId } of shards.toSorted((a, b) => (a.shardId < b.shardId ? -1 : 1))) {
    let after: string | undefined;
    for (;;) {
      const records = await stream.readShard(shardId, { after, limit: 1_000, maxBytes: 1_000_000 });
      if (records.length === 0) break;
      after = records.at(-1)?.sequenceNumber;
      lines.push(...records.map((record) => `${shardId} ${record.sequenceNumber} ${Buffer.from(record.data)}`));
    }
  }
  await stream.close();
  return { lines, closedCount: shards.filter((shard) => shard.isClosed).length };
}

test('STREAM-6: after kill -9 at any moment every answer that was printed is in the stream, once and in order', async () => {
  await withFolder(async (dataDir) => {
    const random = createRandom(3);
    const answers: string[] = [];
    for (let life = 1; life <= 5; life += 1) {
      answers.push(...(await collectAnswers(dataDir, life, 1 + random(800))));
      const { lines } = await readAll(dataDir);
      const there = new Set(lines);
      expect(answers.filter((answer) => !there.has(answer))).toEqual([]);
      const texts = lines.map((line) => line.slice(line.indexOf('key-')));
      expect(new Set(texts).size).toBe(texts.length);
      for (const key of Array.from({ length: 8 }, (_, index) => `key-${index} `)) {
        const ofKey = texts.filter((text) => text.startsWith(key));
        expect(ofKey).toEqual(ofKey.toSorted());
      }
    }
    expect(answers.length).toBeGreaterThan(500);
    expect((await readAll(dataDir)).closedCount).toBeGreaterThan(6);
  });
}, 30_000);

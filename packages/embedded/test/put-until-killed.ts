// A process of its own: puts of several keys at once while shards split and merge; prints every answer, until it is killed.
import { createEventStream } from '../src/index.ts';
import { toConfig } from './temp-store.ts';

const [dataDir = '', life = ''] = process.argv.slice(2);
const stream = createEventStream(toConfig(dataDir), { shardCount: 2, segmentBytes: 20_000 });

async function putKey(key: string): Promise<never> {
  for (let round = 0; ; round += 1) {
    const texts = ['a', 'b'].map((part) => `${key} ${life}.${String(round).padStart(6, '0')}.${part}`);
    const puts = await stream.putRecords(texts.map((text) => ({ partitionKey: key, data: Buffer.from(text) })));
    for (const [index, put] of puts.entries()) {
      if (put.ok) process.stdout.write(`${put.shardId} ${put.sequenceNumber} ${texts[index]}\n`);
    }
  }
}

async function reshardForEver(): Promise<never> {
  for (;;) {
    const [lowest, next] = (await stream.listShards())
      .filter((shard) => !shard.isClosed)
      .sort((a, b) => (BigInt(a.startingHashKey) < BigInt(b.startingHashKey) ? -1 : 1));
    if (lowest === undefined || next === undefined) throw new Error('fewer than two open shards');
    await stream.splitShard(lowest.shardId, String(BigInt(lowest.endingHashKey) / 2n));
    await new Promise((resolve) => setTimeout(resolve, 15));
    const halves = (await stream.listShards()).filter((shard) => shard.parentShardId === lowest.shardId);
    await stream.mergeShards(halves[0]?.shardId ?? '', halves[1]?.shardId ?? '');
  }
}

await Promise.all([reshardForEver(), ...Array.from({ length: 8 }, (_, index) => putKey(`key-${index}`))]);

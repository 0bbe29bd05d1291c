import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvariantError } from '@millrace/pipeline';
import { withFolder } from '../../test/temp-store.ts';
import { openSegmentFile } from './segment-file.ts';
import { segmentPath } from './segments.ts';
import { createShardWriter } from './shard-writer.ts';

test('a writer that is finished has answered what it took, says where that ends, and takes nothing behind it', async () => {
  await withFolder(async (streamFolder) => {
    const folder = join(streamFolder, 'shardId-000000000000');
    const writer = createShardWriter(
      { first: undefined, length: 0, nextSequence: 1 },
      {
        streamFolder,
        folder,
        shardId: 'shardId-000000000000',
        segmentBytes: 1_000,
        now: () => 0,
        openSegment: openSegmentFile,
      },
    );
    const entry = { partitionKey: 'k', data: Buffer.from('x') };
    const puts = [writer.put([entry]), writer.put([entry])];
    const ending = writer.finish();
    await expect(writer.put([entry])).rejects.toThrow(InvariantError);
    const { length } = await readFile(segmentPath(folder, 1)).catch(() => Buffer.of());
    expect(length).toBe(0); // Nothing was written yet: it is `finish` that waits.
    expect(await ending).toEqual({ first: 1, length: 84 });
    expect((await Promise.all(puts)).flat().map((put) => put.ok)).toEqual([true, true]);
    expect(await readFile(segmentPath(folder, 1))).toHaveLength(84);
  });
});

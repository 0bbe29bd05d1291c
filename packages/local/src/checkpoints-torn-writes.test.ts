import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpoints } from './checkpoints.ts';

test('STORE-5: after a power loss checkpoints open, with their newest entries or older ones', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'));
  try {
    const checkpoints = openCheckpoints(folder);
    for (let last = 1; last <= 12; last += 1) checkpoints.set('events', 'shardId-000000000000', String(last));
    const path = join(folder, 'checkpoints.sqlite');
    const log = readFileSync(`${path}-wal`);
    const found = new Set<string | undefined>();
    // They are not synced one by one: any end of the log may be missing, all of it too.
    for (let length = log.length; length >= 0; length -= 509) {
      const left = mkdtempSync(join(folder, 'left-'));
      copyFileSync(path, join(left, 'checkpoints.sqlite'));
      writeFileSync(join(left, 'checkpoints.sqlite-wal'), log.subarray(0, length));
      const again = openCheckpoints(left);
      found.add(again.get('events', 'shardId-000000000000'));
      again.set('events', 'shardId-000000000000', 'next');
      expect(again.get('events', 'shardId-000000000000')).toBe('next');
      again.close();
    }
    checkpoints.close();
    const entries = Array.from({ length: 12 }, (_, index) => String(12 - index));
    expect([...found]).toEqual([...entries, undefined]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

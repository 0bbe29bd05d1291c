// A process of its own: opens the manifest and tries to append the same 20 rows as its siblings; prints how many it won.
import { createManifest } from '../src/index.ts';
import { toConfig } from './temp-store.ts';

const manifest = createManifest(toConfig(process.argv[2] ?? ''));
let won = 0;
for (let place = 0; place < 20; place += 1) {
  const result = await manifest.append({
    partition: 'events#shardId-000000000000',
    previous: String(place).padStart(129, '0'),
    first: String(place + 1),
    last: String(place + 1),
    recordCount: 1,
    rawKey: undefined,
    rawSha256: undefined,
    quarantineKey: undefined,
    counts: { received: 1, accepted: 1, quarantined: 0, suppressed: 0 },
    acceptedByType: {},
    quarantinedByReason: {},
    suppressedByReason: {},
    minEventTime: undefined,
    maxEventTime: undefined,
    arrivedAt: 0,
    stage: 'landed',
    typedKey: undefined,
    typedQuarantineKey: undefined,
    runId: undefined,
  });
  if (result === 'appended') won += 1;
}
await manifest.close();
process.stdout.write(String(won));

// A process of its own: opens the manifest and tries to append the same 20 rows as its siblings; prints how many it won.
import { createManifest } from '../src/index.ts';
import { toConfig } from './temp-store.ts';
import { toManifestRow } from './to-manifest-row.ts';

const manifest = createManifest(toConfig(process.argv[2] ?? ''));
let won = 0;
for (let place = 0; place < 20; place += 1) {
  if ((await manifest.append(toManifestRow(place))) === 'appended') won += 1;
}
await manifest.close();
process.stdout.write(String(won));

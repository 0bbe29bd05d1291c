import { join } from 'node:path';
import { ensureInstalled, handOver, root } from './ensure-installed.mjs';

await ensureInstalled();
handOver([join(root, 'scripts/run-generators.mjs'), ...process.argv.slice(2)]);

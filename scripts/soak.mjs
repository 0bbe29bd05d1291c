import { join } from 'node:path';
import { ensureInstalled, handOver, root } from './ensure-installed.mjs';

await ensureInstalled();
handOver([join(root, 'packages/fault-matrix/src/main.ts'), ...process.argv.slice(2)]);

import { join } from 'node:path';
import { ensureInstalled, handOver, root } from './ensure-installed.mjs';

await ensureInstalled();
handOver([join(root, 'bench/main.ts'), ...process.argv.slice(2)]);

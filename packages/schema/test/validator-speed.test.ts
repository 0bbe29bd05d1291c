import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ComparisonResult } from '../../../bench/compare.ts';

const main = join(import.meta.dirname, '../../../bench/main.ts');

/** In a process of its own: jest's module environment makes some of the compared code slower, and not all alike. */
async function runBench(name: string): Promise<readonly ComparisonResult[]> {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const bench = spawn(process.execPath, [main, name, '--rounds', '7', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [stdout] = await Promise.all([text(bench.stdout), once(bench, 'close')]);
  return JSON.parse(stdout);
}

// The targets of `npm run bench -- validator`, with more room: tests run beside each other, and rounds are few.
const room = [
  { subject: 'generated validators', limit: 0.65 * 1.2 },
  { subject: 'generated validators, cold', limit: (1 / 15) * 1.5 },
];

test('generated validators cost less than ajv at run time, warm and cold', async () => {
  const results = await runBench('validator');
  for (const { subject, limit } of room) {
    const result = results.find(({ comparison }) => comparison.subject === subject && comparison.target !== undefined);
    expect(result?.ratio).toBeLessThanOrEqual(limit);
  }
}, 180_000);

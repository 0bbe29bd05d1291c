import { describeStateTable } from './contracts/describe-state-table.ts';
import { createMemoryStateTable } from './memory-state-table.ts';

describeStateTable('memory', async () => {
  let time = Date.UTC(2026, 0, 15, 12);
  const port = createMemoryStateTable({ now: () => time });
  const advance = async (seconds: number) => {
    time += Math.round(seconds * 1000);
  };
  return { port, reopen: async () => port, now: () => time, advance, dispose: async () => {} };
});

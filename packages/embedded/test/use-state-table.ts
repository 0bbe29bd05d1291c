// A process of its own: adds 20 to a sum that its siblings add to at the same time.
import { createStateTable } from '../src/index.ts';
import { toConfig } from './temp-store.ts';

const table = createStateTable(toConfig(process.argv[2] ?? ''));
for (let done = 0; done < 20; ) {
  const entry = await table.get('quota', 'sum');
  const sum = Number(entry?.value['sum'] ?? 0) + 1;
  if ((await table.put('quota', 'sum', { sum }, { ifVersion: entry?.version })) === 'written') done += 1;
}
await table.close();

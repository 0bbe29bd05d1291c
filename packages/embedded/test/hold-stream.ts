// A process of its own: puts one record, says so, and keeps the stream until it is killed.
import { createEventStream } from '../src/index.ts';
import { toConfig } from './temp-store.ts';

const stream = createEventStream(toConfig(process.argv[2] ?? ''));
await stream.putRecords([{ partitionKey: 'one', data: Buffer.from('from the other process') }]);
process.stdout.write('holding\n');
setInterval(() => {}, 60_000);

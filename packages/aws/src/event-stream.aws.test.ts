import { describeEventStream } from '@millrace/testkit';
import { createTestStream } from '../test/emulated.ts';
import { openPort } from '../test/open-port.ts';
import { createEventStream } from './create-event-stream.ts';

describeEventStream('Kinesis', async () => openPort(createEventStream, await createTestStream(3)));

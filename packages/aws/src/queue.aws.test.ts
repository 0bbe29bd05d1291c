import { describeQueue } from '@millrace/testkit';
import { createTestQueue } from '../test/emulated.ts';
import { openPort } from '../test/open-port.ts';
import { createQueue } from './create-queue.ts';

describeQueue('SQS', async () => openPort(createQueue, await createTestQueue()));

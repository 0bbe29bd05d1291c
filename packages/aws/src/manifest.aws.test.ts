import { describeManifest } from '@millrace/testkit';
import { createTestTable } from '../test/emulated.ts';
import { openPort } from '../test/open-port.ts';
import { createManifest } from './create-manifest.ts';

describeManifest('DynamoDB', async () => openPort(createManifest, await createTestTable()));

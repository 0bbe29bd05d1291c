import { randomBytes } from 'node:crypto';
import { describeSecrets } from '@millrace/testkit';
import { createTestSecrets } from '../test/emulated.ts';
import { openPort } from '../test/open-port.ts';
import { createSecrets } from './create-secrets.ts';

describeSecrets('Secrets Manager', async (names) => {
  const secrets = Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('hex')]));
  return openPort(createSecrets, await createTestSecrets(secrets));
});

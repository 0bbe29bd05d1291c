import { describeStateTable } from '@millrace/testkit';
import { createTestStateTable } from '../test/emulated.ts';
import { openPort } from '../test/open-port.ts';
import { createStateTable } from './create-state-table.ts';

describeStateTable('DynamoDB', async () => ({
  ...(await openPort(createStateTable, await createTestStateTable())),
  now: Date.now,
}));

describeStateTable('DynamoDB, an injected clock', async () => {
  let time = Date.now();
  const now = () => time;
  const opened = await openPort((config) => createStateTable(config, { now }), await createTestStateTable());
  const advance = async (seconds: number) => {
    time += Math.round(seconds * 1000);
  };
  return { ...opened, now, advance };
});

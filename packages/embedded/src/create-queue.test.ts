import { describeQueue } from '@millrace/testkit';
import { openStore, toConfig, withFolder } from '../test/temp-store.ts';
import { createQueue } from './create-queue.ts';

describeQueue('embedded', async () => {
  let clock = 1_767_225_600_000;
  const opened = await openStore((config) => createQueue(config, { now: () => clock }));
  return {
    ...opened,
    advance: async (seconds) => {
      clock += seconds * 1_000;
    },
  };
});

test('queues of one folder are apart, and a delay hides a new message', async () => {
  await withFolder(async (dataDir) => {
    let clock = 0;
    const first = createQueue(toConfig(dataDir), { now: () => clock, delaySeconds: 5 });
    const second = createQueue({ ...toConfig(dataDir), queueName: 'other' }, { now: () => clock });
    await first.send('late');
    const once = { limit: 10, visibilitySeconds: 1 };
    expect(await first.receive(once)).toEqual([]);
    clock = 5_000;
    expect(await second.receive(once)).toEqual([]);
    expect((await first.receive(once)).map((message) => message.body)).toEqual(['late']);
    await first.close();
    await second.close();
  });
});

test('a message that nobody could use moves to the dead letters', async () => {
  await withFolder(async (dataDir) => {
    const deadLetter = { queueName: 'dead', maxReceiveCount: 2 };
    const queue = createQueue(toConfig(dataDir), { deadLetter });
    const dead = createQueue({ ...toConfig(dataDir), queueName: 'dead' });
    await queue.send('poison');
    for (const receiveCount of [1, 2]) {
      const [message] = await queue.receive({ limit: 1, visibilitySeconds: 30 });
      expect(message?.receiveCount).toBe(receiveCount);
      if (message !== undefined) await queue.release(message, 0);
    }
    expect(await queue.receive({ limit: 1, visibilitySeconds: 30 })).toEqual([]);
    const [buried] = await dead.receive({ limit: 1, visibilitySeconds: 30 });
    expect(buried).toMatchObject({ body: 'poison', receiveCount: 1 });
    await queue.close();
    await dead.close();
  });
});

test('an old receipt neither deletes nor releases what another receiver has', async () => {
  await withFolder(async (dataDir) => {
    let clock = 0;
    const queue = createQueue(toConfig(dataDir), { now: () => clock });
    await queue.send('slow');
    const [old] = await queue.receive({ limit: 1, visibilitySeconds: 1 });
    clock = 2_000;
    const [current] = await queue.receive({ limit: 1, visibilitySeconds: 10 });
    if (old === undefined || current === undefined) throw new Error('not delivered');
    await queue.delete(old);
    await queue.release(old, 0);
    expect(await queue.receive({ limit: 1, visibilitySeconds: 1 })).toEqual([]);
    await queue.release(current, 0);
    expect(await queue.receive({ limit: 1, visibilitySeconds: 1 })).toHaveLength(1);
    await queue.close();
  });
});

import { createVirtualClock } from './virtual-clock.ts';

test('time passes only as far as something waits', async () => {
  const clock = createVirtualClock(1_000);
  const seen: string[] = [];
  const note = async (name: string, milliseconds: number) => {
    await clock.sleep(milliseconds);
    seen.push(`${name} ${clock.now()}`);
  };
  await clock.run(Promise.all([note('b', 50), note('a', 10), note('c', 50)]), 100);
  expect(seen).toEqual(['a 1010', 'b 1050', 'c 1050']);
});

test('a cancelled timer does not run', async () => {
  const clock = createVirtualClock(0);
  let isCalled = false;
  clock
    .setTimer(5, () => {
      isCalled = true;
    })
    .cancel();
  await clock.run(clock.sleep(10), 100);
  expect(isCalled).toBe(false);
});

test('real work holds time', async () => {
  const clock = createVirtualClock(0);
  const ticking = clock.sleep(1_000);
  const work = clock.freeze(async () => {
    for (let tick = 0; tick < 20; tick += 1) await new Promise((resolve) => setImmediate(resolve));
    return clock.now();
  });
  expect(await clock.run(work, 10)).toBe(0);
  await clock.run(ticking, 1_000);
});

test('a rejection comes through; a deadlock and a late promise are told', async () => {
  const clock = createVirtualClock(0);
  await expect(clock.run(Promise.reject(new Error('no')), 10)).rejects.toThrow('no');
  await expect(clock.run(new Promise(() => {}), 10)).rejects.toThrow('nothing is left to wait for');
  await expect(clock.run(clock.sleep(20), 10)).rejects.toThrow('still not settled after 10 ms');
});

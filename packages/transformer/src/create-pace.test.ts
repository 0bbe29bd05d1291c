import { createVirtualClock } from '@millrace/testkit';
import { createPace } from './create-pace.ts';

test('an even pace, which nobody can save up', async () => {
  const clock = createVirtualClock(0);
  const pace = createPace(2, clock);
  const times: number[] = [];
  const walk = async () => {
    for (let step = 0; step < 3; step += 1) {
      await pace();
      times.push(clock.now());
    }
    await clock.sleep(10_000);
    for (let step = 0; step < 2; step += 1) {
      await pace();
      times.push(clock.now());
    }
  };
  await clock.run(walk(), 60_000);
  expect(times).toEqual([0, 500, 1_000, 11_000, 11_500]);
});

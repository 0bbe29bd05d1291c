import { readConfig } from './config.ts';

test('the dedup horizon is 90 days unless the environment says otherwise', () => {
  expect(readConfig({}).dedupHorizonDays).toBe(90);
  expect(readConfig({ DEDUP_HORIZON_DAYS: '7' }).dedupHorizonDays).toBe(7);
  expect(() => readConfig({ DEDUP_HORIZON_DAYS: 'soon' })).toThrow(
    'DEDUP_HORIZON_DAYS must be a number of days, not soon',
  );
});

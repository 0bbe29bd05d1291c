import { toObjectNotification } from './to-object-notification.ts';

test('keys come URL-encoded, a blank as plus; slashes stay', () => {
  const { s3 } = JSON.parse(toObjectNotification('lake', 'raw/dt=2026-01-15/a b+c%ü.zst', 7, 1)).Records[0];
  expect(s3.object).toMatchObject({ key: 'raw/dt%3D2026-01-15/a+b%2Bc%25%C3%BC.zst', size: 7 });
  expect(decodeURIComponent(s3.object.key.replaceAll('+', ' '))).toBe('raw/dt=2026-01-15/a b+c%ü.zst');
});

test('sequencers order as text', () => {
  const sequencers = [9, 10, 255, 256, Date.UTC(2026, 0, 15)].map(
    (n) => JSON.parse(toObjectNotification('lake', 'k', 1, n)).Records[0].s3.object.sequencer,
  );
  expect([...sequencers].sort()).toEqual(sequencers);
});

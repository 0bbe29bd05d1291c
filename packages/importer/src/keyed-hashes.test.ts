import { createSecretKey } from 'node:crypto';
import { toEventId, toQuarantineId, toUserIdHash } from './keyed-hashes.ts';

const key = createSecretKey(Buffer.alloc(32, 1));
const otherKey = createSecretKey(Buffer.alloc(32, 2));
const bytes = Buffer.from('a line');

test('event ids are UUIDs of version 8 that depend on key, source, line number and bytes', () => {
  const ids = [
    toEventId(key, 'web', 1, bytes),
    toEventId(otherKey, 'web', 1, bytes),
    toEventId(key, 'api', 1, bytes),
    toEventId(key, 'web', 2, bytes),
    toEventId(key, 'web', 1, Buffer.from('a line\r')),
  ];
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect(toEventId(key, 'web', 1, bytes)).toBe(ids[0]);
});

test('event ids of many lines differ', () => {
  const ids = Array.from({ length: 5000 }, (_, index) => toEventId(key, 'web', index, bytes));
  expect(new Set(ids).size).toBe(5000);
});

test('visitor hashes depend on key, address and agent, and where one ends', () => {
  const hashes = [
    toUserIdHash(key, '203.0.113.0', 'a'),
    toUserIdHash(otherKey, '203.0.113.0', 'a'),
    toUserIdHash(key, '203.0.114.0', 'a'),
    toUserIdHash(key, '203.0.113.0a', ''),
  ];
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(hashes).size).toBe(4);
});

test('quarantine ids depend on key, source and bytes only', () => {
  const ids = [
    toQuarantineId(key, 'web', bytes),
    toQuarantineId(otherKey, 'web', bytes),
    toQuarantineId(key, 'api', bytes),
    toQuarantineId(key, 'web', Buffer.from('a lin')),
  ];
  expect(new Set(ids).size).toBe(4);
  expect(toQuarantineId(key, 'web', bytes)).toBe(ids[0]);
});

import fc from 'fast-check';
import { dailySessionId } from './daily-session-id.ts';

const salt = Buffer.alloc(32, 1);
const visitor = { keyId: 'pk_1', address: '203.0.113.9', userAgent: 'a browser' };

test('SALT-4: one visitor of one key has one id a day, with nothing of the visitor in it', () => {
  const id = dailySessionId(salt, visitor);
  expect(id).toMatch(/^d:[0-9a-f]{64}$/);
  expect(dailySessionId(salt, { ...visitor })).toBe(id);
  expect(dailySessionId(Buffer.alloc(32, 2), visitor)).not.toBe(id);
});

test('SALT-4: another key, address or user agent is another session, however the parts are cut', () => {
  const anyPart = fc.string({ unit: 'binary', maxLength: 5 });
  const anyVisitor = fc.record({ keyId: anyPart, address: anyPart, userAgent: anyPart });
  fc.assert(
    fc.property(anyVisitor, anyVisitor, (a, b) => {
      const isSame = a.keyId === b.keyId && a.address === b.address && a.userAgent === b.userAgent;
      expect(dailySessionId(salt, a) === dailySessionId(salt, b)).toBe(isSame);
    }),
  );
  const cut = { keyId: 'pk_12', address: '03.0.113.9', userAgent: 'a browser' };
  expect(dailySessionId(salt, cut)).not.toBe(
    dailySessionId(salt, { ...visitor, keyId: 'pk_1', address: '203.0.113.9' }),
  );
  expect(dailySessionId(salt, { ...visitor, userAgent: undefined })).toBe(
    dailySessionId(salt, { ...visitor, userAgent: '' }),
  );
});

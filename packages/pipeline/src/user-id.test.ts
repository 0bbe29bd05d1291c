import { createHmac } from 'node:crypto';
import { userSalt } from '../test/receipt.ts';
import { findUserIdFault, userIdHashOf, withoutRawUserId } from './user-id.ts';

const hash = createHmac('sha256', userSalt).update('customer 7').digest('hex');

test('a user is known by the hash, or by the hash of the raw id of a sender that may send it', () => {
  expect(userIdHashOf({ user: { user_id_hash: 'h' } }, { userSalt })).toBe('h');
  expect(userIdHashOf({ user: { user_id: 'customer 7' } }, { userSalt })).toBe(hash);
  expect(userIdHashOf({ user: { user_id: 'customer 7' } }, { userSalt: undefined })).toBeUndefined();
  for (const value of [null, 'x', {}, { user: null }, { user: [] }, { user: {} }, { user: { user_id: 7 } }]) {
    expect(userIdHashOf(value, { userSalt })).toBeUndefined();
  }
});

test('the hash takes the place of the raw id; where there is none, the id goes all the same', () => {
  const event = { event_id: 'e', user: { user_id: 'customer 7', consent: {} } };
  expect(withoutRawUserId(event, { userSalt })).toEqual({ event_id: 'e', user: { consent: {}, user_id_hash: hash } });
  expect(withoutRawUserId(event, { userSalt: undefined })).toEqual({ event_id: 'e', user: { consent: {} } });
  const other = { user: { user_id_hash: 'h' } };
  expect(withoutRawUserId(other, { userSalt })).toBe(other);
});

test.each([
  [{ user_id: 'x' }, undefined, /secret key/],
  [{ user_id: 'x', user_id_hash: 'h' }, userSalt, /either/],
  [{ user_id: 7 }, userSalt, /text of 1 to 256/],
  [{ user_id: '' }, userSalt, /text of 1 to 256/],
  [{ user_id: 'x'.repeat(257) }, userSalt, /text of 1 to 256/],
])('%j is refused', (user, salt, message) => {
  const fault = findUserIdFault({ user }, { userSalt: salt });
  expect(fault).toMatchObject({ path: '/user/user_id', detail: expect.stringMatching(message) });
});

test('a raw id beside the user is refused from everybody, and goes', () => {
  const event = { event_id: 'e', user_id: 'customer 7', user: { consent: {} } };
  for (const salt of [userSalt, undefined]) {
    expect(findUserIdFault(event, { userSalt: salt })).toMatchObject({ path: '/user_id' });
    expect(withoutRawUserId(event, { userSalt: salt })).toEqual({ event_id: 'e', user: { consent: {} } });
  }
});

test('what is no raw id is not judged', () => {
  for (const event of [{}, { user: {} }, { user: { user_id_hash: 'h' } }, { user: { user_id: 'x' } }]) {
    expect(findUserIdFault(event, { userSalt })).toBeUndefined();
  }
});

import type { KeyObject } from 'node:crypto';
import { hmacOfText } from './digest.ts';
import type { Fault } from './find-fault.ts';
import type { Receipt } from './receipt.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Of a raw user id, in UTF-16 code units. */
export const maxUserIdLength = 256;

/** HMAC-SHA-256 (hex) of a raw user id, keyed with the tenant's salt: the only form in which it is kept. */
export function hashUserId(userId: string, userSalt: KeyObject): string {
  return hmacOfText(userSalt, userId);
}

/**
 * The hash by which an event's user is known: `user.user_id_hash`, or the hash of a `user.user_id` whose sender may send it.
 * undefined where nobody is.
 */
export function userIdHashOf(value: unknown, { userSalt }: Pick<Receipt, 'userSalt'>): string | undefined {
  const user = userOf(value);
  if (user === undefined) return undefined;
  const { user_id_hash: hash, user_id: userId } = user;
  if (typeof hash === 'string') return hash;
  return isUserId(userId) && userSalt !== undefined ? hashUserId(userId, userSalt) : undefined;
}

/**
 * The event with the hash of a raw user id in the id's place; without the id where there is no hash to be had. An event
 * without a raw id comes back as it is. One that stands beside `user` goes: nobody may keep it.
 */
export function withoutRawUserId(event: JsonObject, { userSalt }: Pick<Receipt, 'userSalt'>): JsonObject {
  if (Object.hasOwn(event, 'user_id')) {
    const { user_id: _misplaced, ...others } = event;
    return withoutRawUserId(others, { userSalt });
  }
  const user = userOf(event);
  if (user === undefined || !Object.hasOwn(user, 'user_id')) return event;
  const { user_id: userId, ...others } = user;
  const isHashable = isUserId(userId) && userSalt !== undefined && others['user_id_hash'] === undefined;
  return { ...event, user: isHashable ? { ...others, user_id_hash: hashUserId(userId, userSalt) } : others };
}

/** Where a raw user id stands that cannot be taken, and why; undefined when it can be, or when there is none. */
export function findUserIdFault(event: JsonObject, { userSalt }: Pick<Receipt, 'userSalt'>): Fault | undefined {
  if (Object.hasOwn(event, 'user_id')) return toFault('/user_id', 'a user id stands in user');
  const user = userOf(event);
  if (user === undefined || !Object.hasOwn(user, 'user_id')) return undefined;
  const path = '/user/user_id';
  if (userSalt === undefined) return toFault(path, 'only a secret key may send a raw user id: send user_id_hash');
  if (Object.hasOwn(user, 'user_id_hash')) return toFault(path, 'either user_id or user_id_hash');
  if (isUserId(user['user_id'])) return undefined;
  return toFault(path, `a user id is a text of 1 to ${maxUserIdLength} characters`);
}

function toFault(path: string, detail: string): Fault {
  return { reason: 'schema-invalid', path, detail };
}

function isUserId(userId: unknown): userId is string {
  return typeof userId === 'string' && userId.length > 0 && userId.length <= maxUserIdLength;
}

function userOf(value: unknown): JsonObject | undefined {
  const user = typeof value === 'object' && value !== null ? (value as JsonObject)['user'] : undefined;
  return typeof user === 'object' && user !== null && !Array.isArray(user) ? (user as JsonObject) : undefined;
}

import { contentOrders, type OrderContent, type OrderedContent, type ValidVerdict } from '@millrace/schema';
import { forbiddenKeys, isInexact } from './find-fault.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const headKeys: ReadonlySet<string> = new Set(['schema_version', 'event_type', 'event_id', 'ts', 'sent_at']);
const whoKeys: ReadonlySet<string> = new Set(['user', 'session', 'ctx']);
const lastKeys = ['custom_properties', 'metadata'] as const;

/** What an event said that satisfies this contract: keys that it does not know would be lost. */
export function orderKnown(event: JsonObject, { eventType, contractVersion }: ValidVerdict): OrderedContent {
  const versions: Readonly<Record<string, Readonly<Record<string, OrderContent>>>> = contentOrders;
  const orderContent = versions[eventType]?.[contractVersion];
  return orderContent ? orderContent(event, orderFree, hasMoreThanConsent) : orderWhole(event);
}

/** The same for an event with any keys: in the order that they would have under a contract that knows them. */
export function orderWhole(event: JsonObject): OrderedContent {
  const { consent: _, ...user } = event['user'] as JsonObject;
  const ofType = Object.keys(event).filter(
    (key) => !headKeys.has(key) && !whoKeys.has(key) && !lastKeys.some((last) => last === key),
  );
  return {
    who: {
      user: hasMoreThanConsent(user) ? orderFree(user) : undefined,
      session: orderFree(event['session']),
      ctx: orderFree(event['ctx']),
    },
    what: Object.fromEntries([...ofType.sort(), ...lastKeys].map((key) => [key, orderFree(event[key])])),
  };
}

/** JSON with the keys of all objects in order: what is in order already comes back itself, if nothing is nested in it. */
export function orderFree(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.every(isScalar) ? value : value.map(orderFree);
  const object = value as JsonObject;
  let isInOrder = true;
  let previous = '';
  for (const key in object) {
    if (key < previous || !isScalar(object[key])) isInOrder = false;
    previous = key;
  }
  if (isInOrder) return object;
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(object).sort()) {
    // Storing into this one key would not make a key. Who has it is refused.
    if (key !== '__proto__') ordered[key] = orderFree(object[key]);
  }
  return ordered;
}

/**
 * Whether an event that satisfies a contract needs a closer look all the same: for a forbidden name of a fact, the only names
 * that contracts leave open, or an inexact number. Who sent it, and with what, are texts in every contract.
 */
export function holdsSuspicious(event: JsonObject): boolean {
  const facts = event['custom_properties'];
  if (isPlainObject(facts)) for (const name of forbiddenKeys) if (Object.hasOwn(facts, name)) return true;
  for (const key in event) {
    const value = event[key];
    if (typeof value !== 'string' && key !== 'metadata' && !whoKeys.has(key) && holdsInexact(value)) return true;
  }
  return false;
}

function holdsInexact(value: unknown): boolean {
  if (typeof value === 'number') return isInexact(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsInexact);
  for (const key in value) {
    const inner = (value as JsonObject)[key];
    if (typeof inner === 'number' ? isInexact(inner) : typeof inner === 'object' && holdsInexact(inner)) return true;
  }
  return false;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function hasMoreThanConsent(user: JsonObject): boolean {
  for (const key in user) if (key !== 'consent') return true;
  return false;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

import { contractFixtures } from '../hostile/contract-events.ts';
import { withEntry } from '../hostile/event-json.ts';
import type { Prng } from '../prng.ts';
import { planted } from './planted.ts';

type Event = Readonly<Record<string, unknown>>;

const valid = contractFixtures.flatMap((fixtures) => fixtures.valid.map(({ event }) => event));
const invalid = contractFixtures.flatMap((fixtures) => fixtures.invalid);
const nobodysPaths = ['/user', '/user/consent', '/user/consent/analytics', '/user/consent/ads'];

/** A valid event of any contract, with an id of its own and secrets where clients have them. */
export function validEvent(prng: Prng): Event {
  return withSecrets(withId(prng.pick(valid), prng), prng);
}

function withId(event: Event, prng: Prng): Event {
  const hex = () => prng.below(0x1_0000_0000).toString(16).padStart(8, '0');
  const [a, b, c, d] = [hex(), hex(), hex(), hex()];
  return { ...event, event_id: `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}` };
}

/** Where a contract has room for it: an e-mail address, addresses, ids. None of it makes a valid event invalid. */
function withSecrets(event: Event, prng: Prng): Event {
  let changed = event;
  if (prng.chance(0.5)) changed = withEntry(changed, '/session/session_id', planted.sessionId);
  if (prng.chance(0.5)) changed = withEntry(changed, '/user/user_id_hash', planted.userIdHash);
  if (prng.chance(0.4)) changed = withEntry(changed, '/ctx/user_agent', `Browser (${planted.mail}; ${planted.ips[0]})`);
  if (prng.chance(0.4)) changed = withEntry(changed, '/custom_properties/note', textWithSecrets(prng));
  return changed;
}

/** An e-mail address and a whole address, with something around them. */
export function textWithSecrets(prng: Prng): string {
  const around = [
    '',
    ' ',
    '"',
    '<',
    'x=',
    ': ',
    'ü',
    '\\',
    '/',
    '\n',
    '\t',
    'mailto:',
    '😀',
    '(',
    "'",
    '%20',
    ';',
    ',',
  ];
  const mail = prng.chance(0.2) ? planted.mail.replace('@', '%40') : planted.mail;
  return [
    prng.pick(around),
    mail,
    prng.pick([' ', '; ', ' from ']),
    prng.pick(planted.ips),
    prng.pick([' ', '.', '']),
  ].join('');
}

/** JSON text of a valid event with one fault put in, and why it must be refused. */
export type FaultyEvent = { readonly json: string; readonly reason: string };

type MakeFault = (event: Event, prng: Prng) => FaultyEvent;

const refuse = (event: unknown, reason = 'schema-invalid'): FaultyEvent => ({ json: JSON.stringify(event), reason });

/** A member at the beginning of an object of the event, as text: JSON.stringify writes neither `__proto__` nor duplicates. */
function withMember(event: Event, member: string): string {
  return JSON.stringify(event).replace('{', `{${member},`);
}

function objectPointers(value: unknown, pointer = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, entry]) => objectPointers(entry, `${pointer}/${key}`));
  return Array.isArray(value) ? inner : [pointer, ...inner];
}

const badTimes = [
  ...['2026-02-30T10:20:30Z', '1999-12-31T23:59:59Z', '2101-01-01T00:00:00Z', '2016-12-31T23:59:60Z', 'now', ''],
  ...['2026-11-21T10:20:30', '2026-11-21T10:20:30+0300', '2026-11-21T10:20:30z', '2026-11-21 10:20:30Z', 1_795_256_430],
];
const badConsents = [
  null,
  {},
  [],
  true,
  'granted',
  { analytics: true },
  { analytics: 'true', ads: true },
  { analytics: 1, ads: 0 },
];
const badVersions = ['2.0.0', '0.9.0', '99.0.0'];

const faults: Readonly<Record<string, MakeFault>> = {
  'a forbidden key': (event, prng) => {
    const key = prng.pick(['__proto__', 'constructor', 'prototype', '\\u005f_proto__', 'constructo\\u0072']);
    const mark = '@here@';
    const pointer = prng.pick(objectPointers(event));
    const json = JSON.stringify(withEntry(event, `${pointer}/${mark}`, { polluted: true }));
    return { json: json.replace(mark, key), reason: 'forbidden-key' };
  },
  'too deep': (event, prng) => {
    const depth = 16 + prng.below(20);
    const deep = prng.chance(0.5)
      ? '['.repeat(depth) + ']'.repeat(depth)
      : '{"a":'.repeat(depth) + 1 + '}'.repeat(depth);
    return { json: withMember(event, `"deep":${deep}`), reason: 'too-deep' };
  },
  'a long string': (event, prng) =>
    refuse(withEntry(event, '/custom_properties/long', 'x'.repeat(8193 + prng.below(100))), 'too-large'),
  'too many keys': (event, prng) => {
    const keys = Array.from({ length: 257 + prng.below(20) }, (_, n) => [`k${n}`, n]);
    return refuse({ ...event, many: Object.fromEntries(keys) }, 'too-large');
  },
  'a bad time': (event, prng) => refuse({ ...event, [prng.pick(['ts', 'sent_at'])]: prng.pick(badTimes) }),
  'a number that is not exact': (event, prng) => {
    const text = prng.pick([
      '9007199254740993',
      '-9007199254740992',
      '1e400',
      '-1e400',
      '18446744073709551615',
      '1e20',
    ]);
    return {
      json: JSON.stringify(withEntry(event, '/custom_properties/n', '@n@')).replace('"@n@"', text),
      reason: 'schema-invalid',
    };
  },
  'an unknown key': (event, prng) =>
    refuse(
      withEntry(
        event,
        `${prng.pick(['', '/ctx', '/user', '/session', '/metadata'])}/zq_unknown`,
        textWithSecrets(prng),
      ),
    ),
  'a key that is an e-mail address': (event) => refuse(withEntry(event, `/custom_properties/${planted.mail}`, 1)),
  'an id that is an e-mail address': (event, prng) =>
    refuse(withEntry(event, prng.pick(['/user/user_id_hash', '/session/session_id']), planted.mail)),
  'a raw user id': (event) => refuse(withEntry(event, '/user/user_id', planted.userId)),
  'an unreadable consent': (event, prng) =>
    refuse(withEntry(event, '/user/consent', prng.pick(badConsents)), 'consent-unreadable'),
  'an unknown type': (event, prng) =>
    refuse({ ...event, event_type: prng.pick(['page_load', 'toString', '', null, 7]) }, 'schema-unknown'),
  'an unknown version': (event, prng) => refuse({ ...event, schema_version: prng.pick(badVersions) }, 'schema-unknown'),
  'no version': (event, prng) => refuse({ ...event, schema_version: prng.pick(['1.0', '1', 'v1', '', null, 1]) }),
  'a field of the server': (event, prng) =>
    refuse({
      ...event,
      [prng.pick(['received_at', 'source', 'privacy', 'geo', 'content_hash', 'key_id'])]: textWithSecrets(prng),
    }),
  'no event': (_, prng) => ({ json: prng.pick(['null', '1', '"x"', '[]', 'true', '[{}]']), reason: 'not-an-event' }),
};
export const faultNames: readonly string[] = [...Object.keys(faults), 'one of the contract'];

/** A valid event with exactly one fault: of the structure, of privacy, or of its contract. Half are of the contract. */
export function faultyEvent(prng: Prng): FaultyEvent & { readonly fault: string } {
  if (prng.chance(0.5)) return { fault: 'one of the contract', ...contractFault(prng) };
  const [fault, make] = prng.pick(Object.entries(faults));
  return { fault, ...make(validEvent(prng), prng) };
}

function contractFault(prng: Prng): FaultyEvent {
  const { path, event } = prng.pick(invalid);
  const own = path === '/event_id' ? event : withId(event, prng);
  const isTextTooLong = Object.values(own).some((part) => /"[^"]{8193,}"/u.test(JSON.stringify(part)));
  if (path === '/event_type') return refuse(own, 'schema-unknown');
  if (nobodysPaths.includes(path)) return refuse(own, 'consent-unreadable');
  return refuse(own, isTextTooLong ? 'too-large' : 'schema-invalid');
}

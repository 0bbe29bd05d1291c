import { betweenNeighbours, newerPageView, pageView, withEntry } from './event-json.ts';
import { eachOutcome, type HostileCase } from './hostile-case.ts';

/** Fields that only the server sets, with what a client would like them to say. JSON Pointer → value. */
const wishes: Readonly<Record<string, unknown>> = {
  '/received_at': '2001-01-01T00:00:00.000Z',
  '/source': 'zq7planted',
  '/key_id': 'zq7planted',
  '/privacy': { analytics: true, ads: true, policy: 'zq7planted', mode: 'full', source_ip_anonymized: '198.51.100.7' },
  '/privacy/policy': 'zq7planted',
  '/privacy/mode': 'full',
  '/privacy/scrubbed_count': 0,
  '/privacy/source_ip_anonymized': '198.51.100.7',
  '/geo': { country: 'XX' },
  '/geo/country': 'XX',
  '/clock': { ts: '2001-01-01T00:00:00.000Z', correction: 1 },
  '/content_hash': '0'.repeat(64),
  '/_unrecognized': { '/a': 'zq7planted' },
  '/source_ip': '198.51.100.7',
  '/source_ip_anonymized': '198.51.100.7',
  '/country': 'XX',
  '/client_time_ms': 1,
  '/clock_correction': 1,
  '/event_time_ms': 1,
  '/received_at_ms': 1,
  '/privacy_mode': 'full',
  '/policy': 'zq7planted',
  '/tenant': 'zq7planted',
  '/frame_id': 'zq7planted',
  '/request_id': 'zq7planted',
  '/line': 1,
  '/quarantine_id': '0'.repeat(64),
  '/reason': 'schema-unknown',
  '/metadata/contract_version': '9.9.9',
  '/metadata/schema_hash': '0'.repeat(64),
  '/ctx/source_ip': '198.51.100.7',
  '/ctx/country': 'XX',
  '/user/user_id': 'zq7planted-user-4711',
  '/user/email': 'zq7planted.person@leak.example',
  '/user/consent/policy': 'zq7planted',
  '/user/consent/mode': 'full',
  '/session/daily_session_id': 'zq7planted',
};

/** Where the server's own word stands in a stored line, and what the bed's server says. */
const serversWord: HostileCase['stored'] = {
  '/received_at': '2026-11-21T10:20:32.000Z',
  '/source': 'shop',
  '/privacy/policy': 'policy-1',
  '/privacy/mode': 'full',
  '/privacy/ads': false,
  '/privacy/source_ip_anonymized': '203.0.113.0',
  '/ts': '2026-11-21T10:20:30.123Z',
  '/metadata/contract_version': '1.1.0',
};

const consentOnly = { consent: { analytics: true, ads: false } };
const raw = ['zq7planted-user-4711', 'zq7planted.person@leak.example', '198.51.100.7'];

/** Of a known version a server's field is an unknown key; of a newer one it is put aside, and the server's word stands. */
export const serverFields: readonly HostileCase[] = Object.entries(wishes).flatMap(([pointer, value]) => {
  // A raw user id is a secret key's to send, and only that is hashed at once.
  const isUserId = pointer === '/user/user_id';
  return [
    eachOutcome(
      `${pointer} from a client with a public key`,
      { body: betweenNeighbours(JSON.stringify(withEntry(pageView(2), pointer, value))) },
      ['accepted', 'schema-invalid', 'accepted'],
      { absent: raw },
    ),
    eachOutcome(
      `${pointer} from a server with a secret key`,
      {
        key: 'secret',
        body: betweenNeighbours(JSON.stringify(withEntry(pageView(2, { user: consentOnly }), pointer, value))),
      },
      ['accepted', isUserId ? 'accepted' : 'schema-invalid', 'accepted'],
      { absent: raw },
    ),
    ...(isUserId
      ? [
          eachOutcome(
            `${pointer} from a client with a public key, of a newer version`,
            { body: betweenNeighbours(JSON.stringify(withEntry(newerPageView(2), pointer, value))) },
            ['accepted', 'schema-invalid', 'accepted'],
            { absent: raw },
          ),
        ]
      : [
          eachOutcome(
            `${pointer} from a client with a public key, of a newer version`,
            { body: JSON.stringify(withEntry(newerPageView(2), pointer, value)) },
            ['accepted'],
            { stored: serversWord, absent: ['zq7planted.person@leak.example'] },
          ),
        ]),
  ];
});

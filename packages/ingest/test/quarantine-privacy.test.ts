import fc from 'fast-check';
import { pageView } from './hostile/event-json.ts';
import { type Bed, createBed } from './ingest-bed.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
});

const letters = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
  minLength: 1,
  maxLength: 12,
});
const mail = fc.tuple(letters, letters, fc.constantFrom('example', 'test', 'co.example')).map(([name, host, top]) => ({
  text: `zq7.${name}@${host}.${top}`,
  trace: `zq7.${name}`,
}));
const octet = fc.integer({ min: 1, max: 255 });
const ipv4 = fc
  .tuple(octet, octet, octet, octet)
  .map((octets) => ({ text: octets.join('.'), trace: octets.join('.') }));
const group = fc.integer({ min: 0x1000, max: 0xffff }).map((value) => value.toString(16));
const ipv6 = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => ({ text: groups.join(':'), trace: groups.slice(3).join(':') }));

/** Somebody, in a text: what is written, and what would give them away. */
const personal = fc.oneof(
  fc.record({ who: mail, isEscaped: fc.boolean() }).map(({ who, isEscaped }) => ({
    ...who,
    text: isEscaped ? who.text.replace('@', '%40') : who.text,
  })),
  ipv4,
  ipv6,
);
/** What may touch an address without making another one of it, or none. */
const edge = fc.constantFrom(
  '',
  ' ',
  '"',
  "'",
  '<',
  '>',
  '(',
  ')',
  ';',
  ',',
  '\n',
  '\t',
  '\\',
  '{',
  '|',
  'ü',
  '😀',
  '\u0000',
);
const text = fc.record({ who: personal, before: edge, after: edge }).map(({ who, before, after }) => ({
  text: before + who.text + after,
  trace: who.trace,
}));

/** JSON of any form with the text in it: as a value, as a key, in a list. */
function around(inner: unknown): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    place: fc.oneof(
      { maxDepth: 5 },
      fc.constant(inner),
      fc.tuple(fc.jsonValue({ maxDepth: 1 }), tie('place')),
      fc
        .record({ key: fc.constantFrom('note', 'a', 'x-y', '0'), value: tie('place') })
        .map(({ key, value }) => ({ [key]: value })),
      typeof inner === 'string' ? fc.constant({ [inner]: 1 }) : fc.constant([inner]),
    ),
  })).place;
}

/** Wrong whatever else it says: no contract takes it. */
const faults = fc.constantFrom(
  { ts: 'never' },
  { event_type: 'page_load' },
  { schema_version: '2.0.0' },
  { event_id: 'none' },
  { ctx: [] },
);
const places = fc.constantFrom(
  'custom_properties',
  'anything',
  'session',
  'ctx',
  'metadata',
  'product',
  'page',
  'sent_at',
);

async function linesOf(event: unknown): Promise<string> {
  await bed.post([pageView(1), event]);
  return bed
    .frames()
    .flatMap(({ quarantinedTexts }) => quarantinedTexts)
    .join('\n');
}

test('HOSTILE-4: a refused event leaves no e-mail address and no whole address in quarantine, wherever it stood', async () => {
  await fc.assert(
    fc.asyncProperty(
      text.chain(({ text: written, trace }) => fc.record({ content: around(written), trace: fc.constant(trace) })),
      places,
      faults,
      async ({ content, trace }, place, fault) => {
        const lines = await linesOf({ ...pageView(2), [place]: content, ...fault });
        expect(lines).toContain('"reason"');
        expect(lines).not.toContain(trace);
      },
    ),
    { numRuns: 3000 },
  );
});

test('HOSTILE-4: a refused event leaves no raw user id in quarantine, whatever it is', async () => {
  const id = fc
    .oneof(fc.string({ maxLength: 300, unit: 'binary' }), fc.integer(), fc.constant(null))
    .map((value) => (typeof value === 'string' ? `zq7user${value}` : value));
  await fc.assert(
    fc.asyncProperty(
      id.chain((value) => fc.oneof(fc.constant(value), around(typeof value === 'string' ? value : 'zq7user'))),
      fc.oneof(fc.constant({}), faults),
      async (userId, fault) => {
        const user = { user_id: userId, consent: { analytics: true, ads: false } };
        expect(await linesOf({ ...pageView(2), user, ...fault })).not.toContain('zq7user');
      },
    ),
    { numRuns: 1000 },
  );
});

test('of an event whose consent cannot be read nothing is kept, whatever it is', async () => {
  const consent = fc
    .oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 2 }))
    .filter((value) => !(typeof value === 'object' && value !== null && 'analytics' in value && 'ads' in value));
  await fc.assert(
    fc.asyncProperty(around('zq7secret'), places, consent, async (content, place, said) => {
      const lines = await linesOf({
        ...pageView(2),
        [place]: content,
        user: { user_id_hash: 'zq7secret', consent: said },
      });
      expect(lines).toMatch(/"reason":"(?:consent-unreadable|forbidden-key)"/);
      expect(lines).not.toContain('zq7secret');
    }),
    { numRuns: 1000 },
  );
});

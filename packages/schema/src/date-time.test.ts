import fc from 'fast-check';
import { dateTimePattern, isDateTime, parseEventTime, toCanonicalTime } from './date-time.ts';

const accepted: readonly [text: string, canonical: string][] = [
  ['2026-11-21T10:20:30Z', '2026-11-21T10:20:30.000Z'],
  ['2026-11-21T10:20:30.1Z', '2026-11-21T10:20:30.100Z'],
  ['2026-11-21T10:20:30.12Z', '2026-11-21T10:20:30.120Z'],
  ['2026-11-21T10:20:30.123Z', '2026-11-21T10:20:30.123Z'],
  ['2026-11-21T10:20:30.123456Z', '2026-11-21T10:20:30.123Z'],
  ['2026-11-21T10:20:30.999999999Z', '2026-11-21T10:20:30.999Z'],
  ['2026-11-21T10:20:30.000Z', '2026-11-21T10:20:30.000Z'],
  ['2026-11-21T10:20:30+03:00', '2026-11-21T07:20:30.000Z'],
  ['2026-11-21T10:20:30-03:30', '2026-11-21T13:50:30.000Z'],
  ['2026-11-21T10:20:30.5+05:45', '2026-11-21T04:35:30.500Z'],
  ['2026-11-21T10:20:30+00:00', '2026-11-21T10:20:30.000Z'],
  ['2026-11-21T10:20:30-00:00', '2026-11-21T10:20:30.000Z'],
  ['2026-11-21T10:20:30+23:59', '2026-11-20T10:21:30.000Z'],
  ['2026-11-21T10:20:30-23:59', '2026-11-22T10:19:30.000Z'],
  ['2026-12-31T23:59:59-00:01', '2027-01-01T00:00:59.000Z'],
  ['2026-01-01T00:00:00+00:01', '2025-12-31T23:59:00.000Z'],
  ['2026-03-01T00:30:00+01:00', '2026-02-28T23:30:00.000Z'],
  ['2024-03-01T00:30:00+01:00', '2024-02-29T23:30:00.000Z'],
  ['2026-11-21T00:00:00Z', '2026-11-21T00:00:00.000Z'],
  ['2026-11-21T23:59:59.999Z', '2026-11-21T23:59:59.999Z'],
  ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
  ['2000-02-29T12:00:00Z', '2000-02-29T12:00:00.000Z'],
  ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
  ['2026-04-30T12:00:00Z', '2026-04-30T12:00:00.000Z'],
  ['2000-01-01T00:00:00Z', '2000-01-01T00:00:00.000Z'],
  ['2100-12-31T23:59:59.999Z', '2100-12-31T23:59:59.999Z'],
  ['2100-02-28T00:00:00Z', '2100-02-28T00:00:00.000Z'],
  ['2000-01-01T00:00:00-01:00', '2000-01-01T01:00:00.000Z'],
  ['2000-01-01T00:00:00+00:00', '2000-01-01T00:00:00.000Z'],
  ['2000-01-01T23:59:59.999-23:59', '2000-01-02T23:58:59.999Z'],
  ['2000-01-02T00:00:00+23:59', '2000-01-01T00:01:00.000Z'],
  ['2000-12-31T00:00:00-01:00', '2000-12-31T01:00:00.000Z'],
  ['2100-01-01T00:00:00+01:00', '2099-12-31T23:00:00.000Z'],
  ['2100-12-30T23:59:59-23:59', '2100-12-31T23:58:59.000Z'],
  ['2100-12-31T23:59:59+01:00', '2100-12-31T22:59:59.000Z'],
  ['2100-12-31T23:59:59-00:00', '2100-12-31T23:59:59.000Z'],
];

const refused: readonly [text: string, why: string][] = [
  ['2026-02-30T10:20:30Z', '30 February'],
  ['2026-02-29T10:20:30Z', '29 February of a common year'],
  ['2100-02-29T10:20:30Z', '2100 is no leap year'],
  ['2024-02-30T10:20:30Z', '30 February of a leap year'],
  ['2026-04-31T10:20:30Z', '31 April'],
  ['2026-06-31T10:20:30Z', '31 June'],
  ['2026-09-31T10:20:30Z', '31 September'],
  ['2026-11-31T10:20:30Z', '31 November'],
  ['2026-01-32T10:20:30Z', 'day 32'],
  ['2026-01-00T10:20:30Z', 'day 0'],
  ['2026-00-10T10:20:30Z', 'month 0'],
  ['2026-13-10T10:20:30Z', 'month 13'],
  ['1999-12-31T23:59:59Z', 'year before 2000'],
  ['2101-01-01T00:00:00Z', 'year after 2100'],
  ['0000-01-01T00:00:00Z', 'year 0'],
  ['2000-01-01T00:00:00+00:01', '1999 in UTC'],
  ['2100-12-31T23:59:59-00:01', '2101 in UTC'],
  ['2000-01-01T12:00:00+01:00', 'east of UTC on the first day, though 2000 in UTC'],
  ['2100-12-31T12:00:00-01:00', 'west of UTC on the last day, though 2100 in UTC'],
  ['2026-11-21T24:00:00Z', 'hour 24'],
  ['2026-11-21T10:60:30Z', 'minute 60'],
  ['2026-06-30T23:59:60Z', 'leap second'],
  ['2026-11-21T10:20:61Z', 'second 61'],
  ['2026-11-21t10:20:30Z', 'lower case t'],
  ['2026-11-21T10:20:30z', 'lower case z'],
  ['2026-11-21 10:20:30Z', 'blank instead of T'],
  ['2026-11-21_10:20:30Z', 'underscore instead of T'],
  ['2026-11-21T10:20:30', 'no offset'],
  ['2026-11-21T10:20:30.123', 'fraction, no offset'],
  ['2026-11-21T10:20Z', 'no seconds'],
  ['2026-11-21T10:20:30.Z', 'empty fraction'],
  ['2026-11-21T10:20:30,5Z', 'comma'],
  ['2026-11-21T10:20:30.1.2Z', 'two fractions'],
  ['2026-11-21T10:20:30.1e2Z', 'exponent'],
  ['2026-11-21T10:20:30+0300', 'offset without a colon'],
  ['2026-11-21T10:20:30+03', 'offset without minutes'],
  ['2026-11-21T10:20:30+3:00', 'offset with one digit'],
  ['2026-11-21T10:20:30+24:00', 'offset of 24 hours'],
  ['2026-11-21T10:20:30+03:60', 'offset of 60 minutes'],
  ['2026-11-21T10:20:30\u221203:00', 'minus sign of typography'],
  ['2026-11-21T10:20:30 Z', 'blank before Z'],
  ['2026-11-21T10:20:30ZZ', 'two Z'],
  ['2026-11-21T10:20:30Z\n', 'line end after it'],
  [' 2026-11-21T10:20:30Z', 'blank before it'],
  ['2026-11-21T10:20:30Z+00:00', 'Z and an offset'],
  ['2026-11-21T10:20:30+03:00Z', 'an offset and Z'],
  ['+002026-11-21T10:20:30Z', 'expanded year'],
  ['26-11-21T10:20:30Z', 'two-digit year'],
  ['2026-1-21T10:20:30.00Z', 'one-digit month'],
  ['2026-325T10:20:30.000Z', 'day of the year'],
  ['2026-W47-6T10:20:30Z', 'week date'],
  ['20261121T102030Z', 'basic format'],
  ['2026/11/21T10:20:30Z', 'slashes'],
  ['2026-11-21', 'no time'],
  ['10:20:30Z', 'no date'],
  ['Sat, 21 Nov 2026 10:20:30 GMT', 'HTTP date'],
  ['1795256430123', 'epoch milliseconds'],
  ['٢٠٢٦-11-21T10:20:30Z', 'digits of another script'],
  ['2026-11-21T1٠:20:30Z', 'one digit of another script'],
  ['2026-11-21T-1:20:30Z', 'negative hour'],
  ['2026-11-21T10:20: 3Z', 'blank for a digit'],
  ['2026-11-2/T10:20:30Z', 'character before 0'],
  ['2026-11-2:T10:20:30Z', 'character after 9'],
  ['', 'empty'],
  ['Z', 'only Z'],
  ['not a time at all, really', 'prose'],
];

test('the verdict table has at least 60 cases', () => {
  expect(accepted.length + refused.length).toBeGreaterThanOrEqual(60);
});

test.each(accepted)('%s is a date-time', (text, canonical) => {
  expect(isDateTime(text)).toBe(true);
  expect(toCanonicalTime(text)).toBe(canonical);
  expect(parseEventTime(text)).toBe(Date.parse(canonical));
});

test.each(refused)('%j is none: %s', (text) => {
  expect(isDateTime(text)).toBe(false);
  expect(() => parseEventTime(text)).toThrow(RangeError);
  expect(() => toCanonicalTime(text)).toThrow(RangeError);
});

const pattern = new RegExp(dateTimePattern, 'u');

test('the pattern has the verdict of the table', () => {
  const texts = [...accepted, ...refused].map(([text]) => text);
  expect(texts.filter((text) => pattern.test(text))).toEqual(accepted.map(([text]) => text));
});

test('the pattern holds nothing that engines read differently', () => {
  expect(dateTimePattern).toMatch(/^\^.*\$$/);
  expect(dateTimePattern).not.toMatch(/\\|\(\?[^:]|\.(?!\])/);
});

test('the error does not repeat the text', () => {
  expect(() => parseEventTime('203.0.113.9')).toThrow('not an RFC 3339 date-time of the years 2000–2100');
});

const min = Date.UTC(2000, 0, 1);
const max = Date.UTC(2101, 0, 1) - 1;

test('SCHEMA-3: every time of the years 2000–2100 is read back, and its canonical form is itself', () => {
  fc.assert(
    fc.property(fc.integer({ min, max }), (time) => {
      const text = new Date(time).toISOString();
      expect(parseEventTime(text)).toBe(time);
      expect(toCanonicalTime(text)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('every day of the years 2000–2100 is known, and no other', () => {
  const wrong: string[] = [];
  for (let year = 2000; year <= 2100; year++) {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 31; day++) {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T12:00:00Z`;
        const date = new Date(Date.UTC(year, month - 1, day, 12));
        const isReal = date.getUTCDate() === day;
        if (isDateTime(text) !== isReal || (isReal && parseEventTime(text) !== date.getTime())) wrong.push(text);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('SCHEMA-3: an offset moves the time, not the verdict, and the canonical form is stable', () => {
  const day = 86_400_000;
  fc.assert(
    fc.property(
      fc.integer({ min: min + day, max: max - day }),
      fc.integer({ min: -1439, max: 1439 }),
      (time, offsetMinutes) => {
        const local = new Date(time + offsetMinutes * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(offsetMinutes);
        const hours = String(Math.floor(size / 60)).padStart(2, '0');
        const text = `${local}${offsetMinutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`;
        const canonical = toCanonicalTime(text);
        expect(canonical).toBe(new Date(time).toISOString());
        expect(toCanonicalTime(canonical)).toBe(canonical);
      },
    ),
    { numRuns: 1000 },
  );
});

test('any one character changed is either refused or another time that Date agrees with', () => {
  const base = '2024-02-29T23:59:59.999+01:30';
  fc.assert(
    fc.property(fc.nat(base.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (position, character) => {
      const text = base.slice(0, position) + character + base.slice(position + 1);
      if (isDateTime(text)) expect(parseEventTime(text)).toBe(Date.parse(text));
    }),
    { numRuns: 2000 },
  );
});

/** Texts around the edges of what is accepted: each part is right, nearly right or wrong. */
const nearDateTime = fc
  .tuple(
    fc.constantFrom('1999', '2000', '2001', '2004', '2023', '2024', '2096', '2099', '2100', '2101', '20a0', '200'),
    fc.constantFrom('00', '01', '02', '03', '04', '06', '09', '10', '11', '12', '13', '1'),
    fc.constantFrom('00', '01', '02', '28', '29', '30', '31', '32', '3'),
    fc.constantFrom('T', 'T', 'T', 'T', 't', ' '),
    fc.constantFrom('00:00:00', '23:59:59', '24:00:00', '12:60:00', '12:00:60', '12:00', '19:59:59', '2a:00:00'),
    fc.constantFrom('', '', '.0', '.123', '.', '.1234567890123', ',5', '.5.5'),
    fc.constantFrom(
      'Z',
      'z',
      '',
      '+00:00',
      '-00:00',
      '+00:01',
      '-00:01',
      '+23:59',
      '-23:59',
      '+24:00',
      '-01:60',
      '+0100',
    ),
    fc.constantFrom('', '', '', '', '\n', ' ', 'Z'),
  )
  .map(([year, month, day, separator, time, fraction, zone, end]) =>
    [`${year}-${month}-${day}`, separator, time, fraction, zone, end].join(''),
  );

test('pattern and code agree on texts that are nearly date-times', () => {
  fc.assert(
    fc.property(nearDateTime, (text) => {
      expect(pattern.test(text)).toBe(isDateTime(text));
    }),
    { numRuns: 20_000 },
  );
});

test('pattern and code agree on every day, also the ones that are none, with an offset either way', () => {
  const wrong: string[] = [];
  for (let year = 1999; year <= 2101; year++) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        for (const zone of ['Z', '+00:01', '-23:59']) {
          const text = `${date}T12:00:00${zone}`;
          if (pattern.test(text) !== isDateTime(text)) wrong.push(text);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('pattern and code agree on a date-time with any two characters changed', () => {
  const base = '2096-02-29T23:59:59.999+01:30';
  const change = fc.tuple(fc.nat(base.length - 1), fc.oneof(fc.constantFrom(...'0123456789+-:.TZ'), fc.string()));
  fc.assert(
    fc.property(change, change, ([first, text], [second, other]) => {
      const characters = [...base];
      characters[first] = text;
      characters[second] = other;
      expect(pattern.test(characters.join(''))).toBe(isDateTime(characters.join('')));
    }),
    { numRuns: 5000 },
  );
});

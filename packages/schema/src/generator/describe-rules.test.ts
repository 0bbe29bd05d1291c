// biome-ignore-all lint/suspicious/noThenProperty: a keyword of JSON Schema
import { describeConditions, describeRules } from './describe-rules.ts';
import type { JsonSchema } from './json-schema.ts';

const rules: readonly [schema: JsonSchema, words: string][] = [
  [{ const: 'a|b' }, 'always `a\\|b`'],
  [{}, 'any value'],
  [{ type: 'string', enum: ['a', 'b`c'] }, 'one of `a`, ``b`c``'],
  [{ type: 'string', maxLength: 1 }, 'text of up to 1 character'],
  [{ type: 'string', minLength: 3, maxLength: 3, pattern: '^(a|b)$' }, 'text of 3 characters that matches `^(a\\|b)$`'],
  [{ type: 'string', minLength: 1 }, 'text of at least 1 character'],
  [{ type: 'string', format: 'uuid', maxLength: 36 }, 'UUID'],
  [{ type: 'string', format: 'date-time', maxLength: 64 }, 'time (RFC 3339) of up to 64 characters'],
  [{ type: 'integer', minimum: 0, maximum: 5 }, 'whole number from 0 to 5'],
  [{ type: 'number', minimum: -Number.MAX_VALUE, maximum: Number.MAX_VALUE }, 'number'],
  [{ type: 'number', minimum: 0, maximum: Number.MAX_VALUE }, 'number from 0'],
  [{ type: 'number', maximum: 0.5 }, 'number up to 0.5'],
  [{ type: ['boolean', 'null'], 'x-null': 'not asked' }, 'boolean or null (not asked)'],
  [{ type: ['string', 'boolean', 'null'], maxLength: 5 }, 'text of up to 5 characters, boolean, or null'],
  [{ type: 'array', items: { type: 'boolean' } }, 'list of any number of items, each boolean'],
  [{ type: 'array', minItems: 1, maxItems: 2, items: { type: 'boolean' } }, 'list of 1 to 2 items, each boolean'],
  [{ type: 'object', properties: {} }, 'object'],
  [
    { type: 'object', maxProperties: 5, propertyNames: { maxLength: 9 }, additionalProperties: { type: 'boolean' } },
    "object of up to 5 entries with names of the sender's own, each name text of up to 9 characters, each value boolean",
  ],
];

test.each(rules)('%j in words', (schema, words) => {
  expect(describeRules(schema)).toBe(words);
});

const conditions: readonly [schema: JsonSchema, sentences: readonly string[]][] = [
  [{ dependentRequired: { a: ['b', 'c'] } }, ['If `a` is there, `b`, `c` must be there.']],
  [
    { allOf: [{ if: { required: ['a'] }, then: { required: ['b'] }, else: { required: ['c'] } }] },
    ['If `a` is there, `b` must be there; else `c` must be there.'],
  ],
  [
    { if: { required: ['a'], properties: { a: {} } }, else: { properties: { b: { const: 'x' } } } },
    ['Unless `a` is there, `b` must be `x`.'],
  ],
  [
    {
      properties: {
        o: {
          if: { properties: { a: { enum: ['x', 'y'] } } },
          then: { properties: { n: { minimum: 3, maximum: 4 }, t: { type: 'null' }, i: { required: ['k'] } } },
        },
      },
    },
    [
      'If `o.a` is `x` or `y` or absent, `o.n` must be a number from 3 to 4 and `o.t` must be null and `o.i.k` must be there.',
    ],
  ],
  [
    { allOf: [{ if: { required: ['a'], properties: { a: { pattern: '^x$' } } }, then: { required: ['b'] } }] },
    ['If `a` is a text that matches `^x$`, `b` must be there.'],
  ],
  [{ allOf: [{ if: { required: ['a'] } }] }, []],
];

test.each(conditions)('%j as sentences', (schema, sentences) => {
  expect(describeConditions(schema)).toEqual(sentences);
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContractSource, readContracts } from './read-contracts.ts';

const contractsDir = join(import.meta.dirname, '../../contracts');

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'millrace-contracts-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

/** Reads a copy of the contracts with one text replaced in one of them. */
function readWith(file: string, from: string, to: string): ContractSource {
  const copy = join(scratch, 'contracts');
  cpSync(contractsDir, copy, { recursive: true });
  const text = readFileSync(join(copy, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(copy, file), text.replace(from, to));
  return readContracts(copy);
}

const pageView = 'page_view/1.0.0.json';
const request = 'server_request/1.0.0.json';
const chart = 'chart_interaction/1.0.0.json';
const click = 'click/1.0.0.json';
const commerce = 'commerce/1.0.0.json';
const transaction = 'transaction/1.0.0.json';
const envelope = 'envelope/1.0.0.json';
const serverFields = 'server-fields/1.1.0.json';
const bronze = 'lake/bronze-columns.json';

const faults: readonly [file: string, from: string, to: string, error: RegExp][] = [
  // no contract of the subset
  [pageView, '"maxLength": 1024', '"multipleOf": 1', /page_view.*#\/properties\/page\/.*keyword multipleOf/],
  [pageView, '"maxLength": 1024', '"maxLength": -1', /page\/properties\/title\/maxLength: not a value/],
  [pageView, '"description": "Title of the page.",', '', /title: needs a description/],
  [pageView, '"title": {', '"toString": {', /page\/properties: not a value/],
  [pageView, '"title": {', '"__proto__": {', /page\/properties: not a value/],
  [pageView, '{', '{,', /page_view\/1\.0\.0\.json is not JSON/],
  [transaction, '"pattern": "^[A-Z]{3}$"', '"pattern": "^\\\\w{3}$"', /currency\/pattern: not a value/],
  [transaction, '"pattern": "^[A-Z]{3}$"', '"pattern": "[A-Z]{3}$"', /currency\/pattern: not a value/],
  [transaction, '"pattern": "^[A-Z]{3}$"', '"pattern": "^(?!X)[A-Z]{3}$"', /currency\/pattern: not a value/],
  [transaction, '"pattern": "^[A-Z]{3}$"', '"pattern": "^.{3}$"', /currency\/pattern: not a value/],
  [transaction, '"pattern": "^[A-Z]{3}$"', '"pattern": "^EUR|USD$"', /currency\/pattern: not a value/],
  [transaction, '"pattern": "^[A-Z]{3}$"', '"pattern": "^[A-Z{3}$"', /currency\/pattern: not a value/],
  [chart, '"enum": ["toggle", ', '"enum": [1, ', /action\/enum: not a value/],
  // not its own name
  [pageView, '"$id": "urn:millrace:schema:page_view:1.0.0"', '"$id": "urn:x"', /\$id must be/],
  [pageView, '"const": "page_view"', '"const": "pageview"', /is the contract of pageview/],
  [pageView, '"const": "1.0.0"', '"const": "2.0.0"', /breaks a rule beside it/],
  // parts that contradict each other
  [pageView, 'schema:envelope:1.0.0', 'schema:cover:1.0.0', /refers to urn:millrace:schema:cover:1.0.0, which is not/],
  [pageView, '{ "$ref": "urn:millrace:schema:envelope:1.0.0" }', '{ "type": "object" }', /allOf may hold only/],
  [
    pageView,
    '"required": ["page_url"],',
    '"maxProperties": 9, "additionalProperties": { "type": "string" },',
    /is false in one/,
  ],
  [pageView, '"page_url": {', '"page_uri": {', /page_uri can never be sent/],
  [
    envelope,
    '"required": ["event_id"',
    '"allOf": [{ "$ref": "urn:x" }], "required": ["event_id"',
    /refers to no other/,
  ],
  // less than everything else needs
  [pageView, '"required": ["ctx"]', '"required": ["ctx", "shoe"]', /requires shoe without a definition/],
  [pageView, '"maxLength": 1024', '"minLength": 1', /title: a string needs maxLength or enum/],
  [request, '"type": ["integer", "null"]', '"type": ["integer", "string"]', /bytes: a string needs maxLength/],
  [request, '"type": "integer",', '', /request\/properties\/status: no type/],
  [request, '"minimum": 100,', '', /status: a number needs minimum and maximum/],
  [request, '"x-unit": "byte",', '', /bytes: a number needs x-unit/],
  [request, '"maximum": 9007199254740991', '"maximum": 9007199254740993', /bytes: the limits of an integer/],
  [chart, '"maxItems": 100,', '', /product_ids: an array needs maxItems/],
  [
    chart,
    '{ "description": "The shop\'s id of one product.", "type": "string", "maxLength": 256 }',
    '{ "description": "x", "type": "object", "additionalProperties": false }',
    /an array holds single values/,
  ],
  [chart, '"required": ["control_id"],', '"required": ["control"],', /a condition names control without a definition/],
  [chart, '"action": { "enum"', '"aktion": { "enum"', /a condition names aktion without a definition/],
  [click, '"required": ["element"],', '"required": ["elements"],', /a condition names elements without/],
  [chart, '"required": ["control_id"],', '"maxProperties": 3,', /a condition may not say maxProperties/],
  [chart, '"required": ["control_id"],', '"additionalProperties": false,', /a condition may not say additionalProp/],
  [commerce, '"price": ["currency"]', '"price": ["money"]', /requires money without a definition/],
  [envelope, '"maxProperties": 50,', '', /an open object needs maxProperties/],
  [
    envelope,
    '"items": { "description": "Key of one experiment.", "type": "string", "maxLength": 256 },',
    '',
    /without items/,
  ],
  // columns
  [pageView, '"x-column": "page_title"', '"x-column": "page_title_ms"', /ends in _ms/],
  [pageView, '"x-column": "page_title"', '"x-column": "request_path"', /request_path unlike another contract/],
  [pageView, '"x-column": "page_title"', '"x-column": "Page Title"', /is no name of a column/],
  [
    pageView,
    '"maxLength": 1024,\n          "x-column": "page_title"',
    '"maxLength": 1024',
    /\/page\/title needs an x-column/,
  ],
  [serverFields, '"x-replaces": "/user/consent"', '"x-replaces": "/user/agreement"', /points to agreement/],
  [serverFields, '"content_hash"\n  ]', '"hash"\n  ]', /does not place content_hash/],
  [serverFields, '"*",', '', /does not place product/],
  [bronze, '"locale",', '"local",', /no contract has the column local/],
  [bronze, '"locale",', '"locale", "locale",', /there twice/],
  [bronze, '"*",', '', /does not place .*page_title/],
  [bronze, '"type": "integer"', '"type": "int"', /needs name, type/],
  [bronze, '"kind": "frame"', '"kind": "event"', /needs a kind, and an event column a path/],
];

test.each(faults)('%s with %s → %s is an error', (file, from, to, error) => {
  expect(() => readWith(file, from, to)).toThrow(error);
});

test('a contract that does not close itself is a part of others, and no event type', () => {
  const { contracts } = readWith(pageView, ',\n  "unevaluatedProperties": false', '');
  expect(contracts.map(({ eventType, version }) => `${eventType} ${version}`)).not.toContain('page_view 1.0.0');
});

test('a file with another name is refused, not passed over', () => {
  const copy = join(scratch, 'contracts');
  cpSync(contractsDir, copy, { recursive: true });
  writeFileSync(join(copy, 'page_view/draft.json'), '{}');
  expect(() => readContracts(copy)).toThrow('page_view/draft.json: a contract is named <major>.<minor>.<patch>.json');
});

test('a folder without server-fields is no set of contracts', () => {
  mkdirSync(join(scratch, 'contracts'));
  expect(() => readContracts(join(scratch, 'contracts'))).toThrow(/server-fields/);
});

test.each(['^(?:EUR|USD)$', '^[.|]{3}$', '^[A-Z]{2}\\\\.$'])('the pattern %s is portable', (pattern) => {
  expect(() => readWith(transaction, '"pattern": "^[A-Z]{3}$"', `"pattern": "${pattern}"`)).not.toThrow();
});

test('versions come in the order of their numbers', () => {
  const copy = join(scratch, 'contracts');
  cpSync(contractsDir, copy, { recursive: true });
  const text = readFileSync(join(copy, 'search/1.0.0.json'), 'utf8');
  for (const version of ['1.10.0', '1.9.0']) {
    writeFileSync(
      join(copy, `search/${version}.json`),
      text.replaceAll('1.0.0', version).replace(`envelope:${version}`, 'envelope:1.0.0'),
    );
  }
  const { contracts } = readContracts(copy);
  expect(contracts.filter(({ eventType }) => eventType === 'search').map(({ version }) => version)).toEqual([
    ...['1.0.0', '1.9.0', '1.10.0'],
  ]);
});

test('all event types of the architecture have a contract', () => {
  const types = new Set(readContracts(contractsDir).contracts.map(({ eventType }) => eventType));
  expect([...types]).toEqual([
    ...['add_to_cart', 'affiliate_click', 'begin_checkout', 'chart_interaction', 'click', 'consent_update', 'metric'],
    ...['page_view', 'purchase', 'search', 'server_request', 'system_event', 'transaction', 'user_action'],
  ]);
});

test('a stored event has the keys of its type between those of the client and those of the server', () => {
  const { contracts } = readContracts(contractsDir);
  const stored = contracts.findLast(({ eventType }) => eventType === 'page_view')?.stored;
  expect(Object.keys(stored?.properties ?? {})).toEqual([
    ...['schema_version', 'event_type', 'event_id', 'ts', 'sent_at', 'received_at', 'source', 'privacy'],
    ...['user', 'session', 'ctx', 'page', 'product', 'custom_properties', '_unrecognized', 'metadata', 'content_hash'],
  ]);
  expect(stored?.properties?.['schema_version']).not.toHaveProperty('const');
  expect(stored?.properties?.['user']?.properties).not.toHaveProperty('consent');
});

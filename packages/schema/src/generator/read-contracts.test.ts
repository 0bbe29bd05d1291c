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
const serverFields = 'server-fields/1.2.0.json';
const bronze = 'lake/bronze-columns.json';

const faults: readonly [file: string, from: string, to: string, error: RegExp][] = [
  // no contract of the subset
  [pageView, '"maxLength": 1024', '"multipleOf": 1', /page_view.*#\/properties\/page\/.*keyword multipleOf/],
  [pageView, '"maxLength": 1024', '"maxLength": -1', /page\/properties\/title\/maxLength: not a value/],
  [pageView, '"description": "Title of the page.",', '', /title: needs a description/],
  [pageView, '"title": {', '"toString": {', /page\/properties\/toString: a field has another name/],
  [pageView, '"title": {', '"__proto__": {', /page\/properties\/__proto__: a field has another name/],
  [pageView, '"title": {', '"read-time": {', /page\/properties\/read-time: a field has another name/],
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
  [pageView, ',\n  "unevaluatedProperties": false', '', /page_view:1.0.0: needs unevaluatedProperties: false/],
  [
    pageView,
    '"page": {',
    '"source": { "description": "x", "type": "string", "minLength": 1, "maxLength": 256, "x-column": "source" },\n    "page": {',
    /source is set by the server/,
  ],
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
  [request, '"minimum": 100,', '"minimum": 600,', /status: minimum is above maximum/],
  [request, '"type": "integer",', '"type": ["integer", "number"],', /status: an integer is a number/],
  [request, '"minimum": 100,', '"format": "date-time", "minimum": 100,', /status: a format is of strings/],
  [chart, '"sort", "filter", "c', '"sort", "sort", "c', /action: a value of enum is there twice/],
  [pageView, '"title": {', '"prototype": {', /page\/properties\/prototype: a field has another name/],
  [transaction, '"pattern": "^[A-Z]{3}$"', '"pattern": "^[A-Z]{3}\\\\$"', /currency\/pattern: not a value/],
  [request, '"minimum": 100,', '', /status: a number needs minimum and maximum/],
  [request, '"x-unit": "byte",', '', /bytes: a number needs x-unit/],
  [request, '"maximum": 9007199254740991', '"maximum": 9007199254740993', /bytes: the limits of an integer/],
  [chart, '"maxItems": 100,', '', /product_ids: an array needs maxItems/],
  [
    chart,
    '"type": "string",\n            "minLength": 1,\n            "maxLength": 256\n          },',
    '"type": "object", "additionalProperties": false },',
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
  [pageView, '"x-column": "page_title"', '"x-column": "order"', /order is no name of a column/],
  [
    'search/1.0.0.json',
    '"x-column": "search_query"',
    '"x-column": "search_result_count"',
    /unlike another|needs one|there twice/,
  ],
  [
    'metric/1.0.0.json',
    '"metric": {',
    '"page": { "description": "x", "type": "object", "additionalProperties": false, "properties": { "title": { "description": "x", "type": "string", "maxLength": 9, "x-column": "page_title" } } },\n    "metric": {',
    /metric says another x-privacy of the column page_title|page_view says another x-privacy/,
  ],
  [
    'metric/1.0.0.json',
    '"metric": {',
    '"request": { "description": "x", "type": "object", "additionalProperties": false, "properties": { "bytes": { "description": "x", "type": "integer", "minimum": 0, "maximum": 9007199254740991, "x-unit": "KiB", "x-column": "request_bytes" } } },\n    "metric": {',
    /defines the column request_bytes unlike another contract/,
  ],
  [bronze, '{', '{,', /lake\/bronze-columns.json is not JSON/],
  [serverFields, '"x-replaces": "/user/consent"', '"x-replaces": "/user/agreement"', /points to agreement/],
  [serverFields, '"content_hash"\n  ]', '"hash"\n  ]', /does not place content_hash/],
  [serverFields, '"*",', '', /does not place product/],
  [bronze, '"locale",', '"local",', /no contract has the column local/],
  [bronze, '"locale",', '"locale", "locale",', /there twice/],
  [bronze, '"*",', '', /bronze-columns.json: needs "\*"/],
  [bronze, '"type": "integer"', '"type": "int"', /needs name, type/],
  [bronze, '"kind": "frame"', '"kind": "event"', /needs a kind, and an event column a path/],
];

test.each(faults)('%s with %s → %s is an error', (file, from, to, error) => {
  expect(() => readWith(file, from, to)).toThrow(error);
});

test('a version of a shared part that nobody refers to yet is a part all the same', () => {
  const copy = join(scratch, 'contracts');
  cpSync(contractsDir, copy, { recursive: true });
  const text = readFileSync(join(copy, envelope), 'utf8');
  writeFileSync(join(copy, 'envelope/1.1.0.json'), text.replace('envelope:1.0.0', 'envelope:1.1.0'));
  expect(readContracts(copy).contracts).toEqual(readContracts(contractsDir).contracts);
});

test.each(['Search', 'web-search', 'web__search', 'search_2', '2search'])('%s is no name of an event type', (name) => {
  const copy = join(scratch, 'contracts');
  cpSync(contractsDir, copy, { recursive: true });
  const text = readFileSync(join(copy, 'search/1.0.0.json'), 'utf8');
  mkdirSync(join(copy, name));
  writeFileSync(
    join(copy, name, '1.0.0.json'),
    text.replace('schema:search', `schema:${name}`).replace('"const": "search"', `"const": "${name}"`),
  );
  expect(() => readContracts(copy)).toThrow(`${name}: an event type is named in snake_case`);
});

test('what an object that may be null holds may be null', () => {
  const { bronzeColumns } = readWith(
    envelope,
    '"metadata": {',
    `"device": {
      "description": "x", "type": ["object", "null"], "required": ["model"], "additionalProperties": false,
      "properties": { "model": { "description": "x", "type": "string", "maxLength": 8, "x-column": "device_model" } }
    },
    "metadata": {`,
  );
  expect(bronzeColumns.find(({ name }) => name === 'device_model')).toMatchObject({ nullable: true });
});

test('what is nullable in one version is nullable', () => {
  const { bronzeColumns } = readWith('page_view/1.1.0.json', '"required": ["ctx"]', '"required": ["ctx", "page"]');
  expect(bronzeColumns.find(({ name }) => name === 'page_title')).toMatchObject({ nullable: true });
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
    ...['schema_version', 'event_type', 'event_id', 'ts', 'sent_at', 'received_at', 'source', 'key_id', 'privacy'],
    ...[
      'geo',
      'clock',
      'user',
      'session',
      'ctx',
      'page',
      'product',
      'custom_properties',
      '_unrecognized',
      'metadata',
      'content_hash',
    ],
  ]);
  expect(stored?.properties?.['schema_version']).not.toHaveProperty('const');
  expect(stored?.properties?.['user']?.properties).not.toHaveProperty('consent');
});

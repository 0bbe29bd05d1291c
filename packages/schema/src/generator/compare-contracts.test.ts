import type { Column } from '../column.ts';
import { compareContracts, type ProblemKind } from './compare-contracts.ts';
import type { JsonSchema } from './json-schema.ts';
import type { ContractFile, ContractSource } from './read-contracts.ts';

type Properties = Record<string, JsonSchema>;
type Versions = Record<string, JsonSchema>;

const closed = (properties: Properties, rest: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...rest,
});
const text = (rest: JsonSchema = {}): JsonSchema => ({ type: 'string', maxLength: 8, ...rest });
const column = (name: string, rest: Partial<Column> = {}): Column => ({
  ...{ name, type: 'string', nullable: true, description: '', source: { kind: 'event', path: [name] } },
  ...rest,
});

const bronze = [column('f'), column('event_id', { nullable: false }), column('line', { source: { kind: 'frame' } })];
const quarantine = [column('reason', { nullable: false })];
const pageView = { page_view: { '1.0.0': closed({ f: text() }) } };
const envelope: JsonSchema = { type: 'object', properties: { f: text() } };
const server: JsonSchema = { type: 'object', required: ['at'], properties: { at: text() } };

/** As readContracts gives it: the contracts, and files of the same text for them and for the shared parts. */
function toSource(
  types: Record<string, Versions>,
  {
    shared = { envelope: { '1.0.0': envelope }, 'server-fields': { '1.0.0': server } },
    bronzeColumns = bronze,
    quarantineColumns = quarantine,
  }: {
    shared?: Record<string, Versions>;
    bronzeColumns?: readonly Column[];
    quarantineColumns?: readonly Column[];
  } = {},
): ContractSource {
  const contracts = Object.entries(types).flatMap(([eventType, versions]) =>
    Object.entries(versions).map(([version, client]) => ({ eventType, version, client, stored: client })),
  );
  const files = Object.entries({ ...types, ...shared }).flatMap(([folder, versions]) =>
    Object.entries(versions).map(([version, schema]): ContractFile => ({ folder, version, schema })),
  );
  return { files, contracts, serverFields: server, bronzeColumns, quarantineColumns };
}

const released = toSource(pageView);
const problemsOf = (after: ContractSource, before = released) =>
  compareContracts(before, after).problems.map(({ kind, where }) => [kind, where]);

test('nothing changed: nothing to say', () => {
  expect(compareContracts(released, toSource(pageView))).toEqual({
    steps: [],
    addedColumns: { bronze: [], quarantine: [] },
    problems: [],
  });
});

test('all is new where nothing was released', () => {
  const none = toSource({}, { shared: {}, bronzeColumns: [], quarantineColumns: [] });
  const { steps, problems, addedColumns } = compareContracts(
    none,
    toSource(pageView, { bronzeColumns: [column('f')] }),
  );
  const first = { from: undefined, to: '1.0.0', changes: [], required: 'patch', given: undefined };
  expect(steps).toEqual([
    { eventType: 'page_view', ...first },
    { eventType: 'envelope', ...first },
    { eventType: 'server-fields', ...first },
  ]);
  expect(addedColumns.bronze).toEqual([column('f')]);
  expect(problems).toEqual([]);
});

describe('versions of an event type', () => {
  const next = (versions: Versions) => toSource({ page_view: { ...pageView.page_view, ...versions } });

  test('each is compared with the one before it, released or not', () => {
    const minor = closed({ f: text(), g: text({ 'x-column': 'g' }) });
    const { steps, problems } = compareContracts(
      released,
      next({
        '1.10.0': minor, // the order of the files is not that of the versions
        '1.0.1': closed({ f: text({ description: 'F.' }) }),
        '1.1.0': minor,
        '2.0.0': closed({ f: text() }),
      }),
    );
    expect(problems.map(({ kind, where }) => [kind, where])).toEqual([['version-gap', 'page_view/1.10.0.json']]);
    expect(steps.map(({ from, to, required, given }) => [from, to, required, given])).toEqual([
      ['1.0.0', '1.0.1', 'patch', 'patch'],
      ['1.0.1', '1.1.0', 'minor', 'minor'],
      ['1.1.0', '1.10.0', 'patch', undefined],
      ['1.10.0', '2.0.0', 'major', 'major'],
    ]);
    expect(steps[1]?.changes.map(({ kind, path }) => [kind, path])).toEqual([
      ['description-changed', '/f'],
      ['field-added-optional', '/g'],
      ['column-added', '/g'],
    ]);
  });

  test('a bigger step than needed is allowed', () => {
    expect(problemsOf(next({ '1.1.0': closed({ f: text() }) }))).toEqual([]);
    expect(problemsOf(next({ '2.0.0': closed({ f: text(), g: text() }) }))).toEqual([]);
  });

  test('a smaller one is not; the answer says what, why and what to do', () => {
    const narrower = closed({ f: text({ maxLength: 4 }), g: text() }, { required: ['g'] });
    expect(compareContracts(released, next({ '1.1.0': narrower })).problems).toEqual([
      {
        kind: 'version-too-low',
        where: 'page_view/1.1.0.json',
        detail:
          '/f: maxLength 8 → 4 and 1 more makes it a major version, not a minor one: call it page_view/2.0.0.json',
      },
    ]);
    expect(compareContracts(released, next({ '1.0.1': closed({ f: text(), g: text() }) })).problems).toEqual([
      {
        kind: 'version-too-low',
        where: 'page_view/1.0.1.json',
        detail: '/g: string makes it a minor version, not a patch one: call it page_view/1.1.0.json',
      },
    ]);
  });

  test.each(['1.0.2', '1.1.1', '1.2.0', '3.0.0', '2.1.0'])('%s after 1.0.0 leaves a gap', (version) => {
    expect(compareContracts(released, next({ [version]: closed({ f: text() }) })).problems).toEqual([
      {
        kind: 'version-gap',
        where: `page_view/${version}.json`,
        detail: 'does not follow 1.0.0; next is 1.0.1, 1.1.0 or 2.0.0',
      },
    ]);
  });

  test('a version behind the newest released one', () => {
    const before = next({ '2.0.0': closed({}) });
    const { steps, problems } = compareContracts(before, next({ '2.0.0': closed({}), '1.1.0': closed({}) }));
    expect(steps).toEqual([]);
    expect(problems).toEqual([
      {
        kind: 'version-behind',
        where: 'page_view/1.1.0.json',
        detail: '2.0.0 is released already; next is 2.0.1, 2.1.0 or 3.0.0',
      },
    ]);
  });

  test('a new event type starts with 1.0.0, and may come with more', () => {
    const withClick = (...versions: string[]) =>
      toSource({ ...pageView, click: Object.fromEntries(versions.map((version) => [version, closed({})])) });
    expect(problemsOf(withClick('1.0.0', '1.1.0'))).toEqual([]);
    expect(problemsOf(withClick('1.1.0'))).toEqual([['first-version', 'click/1.1.0.json']]);
    expect(problemsOf(withClick('0.1.0', '1.0.0'))).toEqual([['first-version', 'click/0.1.0.json']]);
  });
});

describe('what was released', () => {
  test('order of keys is no difference', () => {
    const f = { maxLength: 8, type: 'string' } as const;
    const same = { additionalProperties: false, properties: { f }, type: 'object' } as const;
    expect(problemsOf(toSource({ page_view: { '1.0.0': same } }))).toEqual([]);
  });

  test.each<[label: string, schema: JsonSchema, detail: string]>([
    [
      'words',
      closed({ f: text({ description: 'F.' }) }),
      '/properties/f/description is not what was released; put the change into page_view/1.0.1.json; ' +
        '`npx millrace schema new page_view` makes it',
    ],
    [
      'a new field',
      closed({ f: text(), 'g/h': text() }),
      '/properties/g~1h is not what was released; put the change into page_view/1.1.0.json; ' +
        '`npx millrace schema new page_view` makes it',
    ],
    [
      'a breaking change',
      closed({ f: text({ maxLength: 4 }) }),
      '/properties/f/maxLength is not what was released; put the change into page_view/2.0.0.json; ' +
        '`npx millrace schema new page_view` makes it',
    ],
  ])('edited: %s', (_label, schema, detail) => {
    expect(compareContracts(released, toSource({ page_view: { '1.0.0': schema } })).problems).toEqual([
      { kind: 'released-edited', where: 'page_view/1.0.0.json', detail },
    ]);
  });

  test('edited, with a new version at hand', () => {
    const edited = { '1.0.0': closed({ f: text(), g: text() }), '1.1.0': closed({ f: text(), g: text() }) };
    expect(compareContracts(released, toSource({ page_view: edited })).problems).toEqual([
      {
        kind: 'released-edited',
        where: 'page_view/1.0.0.json',
        detail:
          '/properties/g is not what was released; put the change into page_view/1.1.0.json, which is not released yet',
      },
    ]);
  });

  test('an edited list names the entry', () => {
    const before = toSource({ page_view: { '1.0.0': closed({ f: { enum: ['a', 'b'] } }) } });
    const after = toSource({ page_view: { '1.0.0': closed({ f: { enum: ['a', 'c'] } }) } });
    expect(compareContracts(before, after).problems[0]?.detail).toMatch(/^\/properties\/f\/enum\/1 is not/);
  });

  test('shared parts and server-fields, too', () => {
    const shared = {
      envelope: { '1.0.0': { ...envelope, required: ['f'] } },
      'server-fields': { '1.0.0': { ...server, properties: { at: text(), by: text() } } },
    };
    expect(compareContracts(released, toSource(pageView, { shared })).problems).toEqual([
      {
        kind: 'released-edited',
        where: 'envelope/1.0.0.json',
        detail:
          '/required is not what was released; put the change into envelope/2.0.0.json, and refer to it in new ' +
          'versions of the event types that need it',
      },
      {
        kind: 'released-edited',
        where: 'server-fields/1.0.0.json',
        detail: '/properties/by is not what was released; put the change into server-fields/1.1.0.json',
      },
    ]);
  });

  test('removed', () => {
    expect(problemsOf(toSource({}))).toEqual([['released-removed', 'page_view/1.0.0.json']]);
    expect(problemsOf(toSource({ page_view: { '1.1.0': closed({ f: text() }) } }))).toEqual([
      ['released-removed', 'page_view/1.0.0.json'],
    ]);
  });
});

describe('server-fields', () => {
  const next = (version: string, schema: JsonSchema) =>
    toSource(pageView, {
      shared: { envelope: { '1.0.0': envelope }, 'server-fields': { '1.0.0': server, [version]: schema } },
    });
  const withBy: JsonSchema = { ...server, properties: { at: text(), by: text() } };

  test('an optional field is a minor step, though the file is open for the fields of the event', () => {
    const { steps, problems } = compareContracts(released, next('1.1.0', withBy));
    expect(problems).toEqual([]);
    expect(steps).toMatchObject([{ eventType: 'server-fields', from: '1.0.0', to: '1.1.0', required: 'minor' }]);
  });

  test('a required one breaks what is stored already', () => {
    expect(problemsOf(next('1.1.0', { ...withBy, required: ['at', 'by'] }))).toEqual([
      ['version-too-low', 'server-fields/1.1.0.json'],
    ]);
  });
});

describe('shared parts', () => {
  const next = (version: string, schema: JsonSchema) =>
    toSource(pageView, {
      shared: { envelope: { '1.0.0': envelope, [version]: schema }, 'server-fields': { '1.0.0': server } },
    });
  const tighter: JsonSchema = { ...envelope, properties: { f: text({ maxLength: 3 }) } };

  test.each<[version: string, schema: JsonSchema, problems: readonly (readonly [string, string])[]]>([
    ['1.1.0', { ...envelope, properties: { f: text(), g: text() } }, []],
    ['2.0.0', tighter, []],
    ['1.0.1', tighter, [['version-too-low', 'envelope/1.0.1.json']]],
    ['5.7.3', envelope, [['version-gap', 'envelope/5.7.3.json']]],
  ])('have versions like event types: %s', (version, schema, problems) => {
    expect(problemsOf(next(version, schema))).toEqual(problems);
  });
});

describe('what lies in one column', () => {
  const amount = (unit: string, rest: JsonSchema = {}): JsonSchema => ({
    ...{ type: ['number', 'null'], minimum: 0, maximum: 9, 'x-unit': unit, 'x-null': 'none', 'x-column': 'amount' },
    ...rest,
  });
  const versions = (before: JsonSchema, after: JsonSchema) =>
    problemsOf(
      toSource({ sale: { '1.0.0': closed({ amount: before }), '2.0.0': closed({ amount: after }) } }),
      toSource({ sale: { '1.0.0': closed({ amount: before }) } }),
    );

  test.each([
    ['another unit', amount('euro'), amount('cent')],
    ['another meaning of null', amount('euro'), amount('euro', { 'x-null': 'free' })],
    [
      'another unit in a list',
      { type: 'array', maxItems: 2, items: { ...amount('euro'), 'x-column': undefined }, 'x-column': 'amounts' },
      { type: 'array', maxItems: 2, items: { ...amount('cent'), 'x-column': undefined }, 'x-column': 'amounts' },
    ],
  ])('%s needs another column, whatever the version', (_, before, after) => {
    expect(versions(before as JsonSchema, after as JsonSchema)).toEqual([['column-reinterpreted', 'sale/2.0.0.json']]);
  });

  test('in another column it is a major version and no more', () => {
    expect(versions(amount('euro'), amount('cent', { 'x-column': 'amount_cents' }))).toEqual([]);
  });
});

describe('columns', () => {
  test.each<[kind: ProblemKind | undefined, before: Column[], after: Column[]]>([
    [undefined, [column('f')], [column('f', { description: 'F.' }), column('g')]],
    [undefined, [column('f', { nullable: false })], [column('f')]],
    [undefined, [column('f'), column('g')], [column('g'), column('f')]],
    ['column-not-nullable', [column('e')], [column('e'), column('f', { nullable: false })]],
    [undefined, [], [column('f', { nullable: false })]],
    ['column-removed', [column('f')], []],
    ['column-retyped', [column('f', { type: 'integer' })], [column('f', { type: 'bigint' })]],
    ['column-moved', [column('f')], [column('f', { source: { kind: 'event', path: ['g', 'f'] } })]],
    ['column-moved', [column('f')], [column('f', { source: { kind: 'enrichment' } })]],
    ['column-tightened', [column('f')], [column('f', { nullable: false })]],
  ])('%s', (kind, before, after) => {
    const wanted = (table: string) => (kind ? [[kind, `${table}.f`]] : []);
    expect(
      problemsOf(toSource(pageView, { bronzeColumns: after }), toSource(pageView, { bronzeColumns: before })),
    ).toEqual(wanted('bronze.events'));
    expect(
      problemsOf(toSource(pageView, { quarantineColumns: after }), toSource(pageView, { quarantineColumns: before })),
    ).toEqual(wanted('bronze.quarantine'));
  });

  test('added ones are listed by table, in their order', () => {
    const after = toSource(pageView, {
      bronzeColumns: [column('a'), ...bronze, column('b')],
      quarantineColumns: [...quarantine, column('c')],
    });
    expect(compareContracts(released, after).addedColumns).toEqual({
      bronze: [column('a'), column('b')],
      quarantine: [column('c')],
    });
  });
});

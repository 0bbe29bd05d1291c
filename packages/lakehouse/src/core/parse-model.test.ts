import { parseModel } from './parse-model.ts';

const yml = {
  description: 'A table.',
  kind: 'merge',
  grain: ['id'],
  columns: [{ name: 'id', type: 'string', description: 'Key.' }],
};
const none = { columns: {}, models: new Map() };

function parse(changes: object, scopeSql: string | undefined = 'select id from run.x_added') {
  return parseModel({ name: 'silver.table', yml: { ...yml, ...changes }, modelSql: 'select 1 as id', scopeSql }, none);
}

test('a model is its yml and its SQL, without comments', () => {
  const model = parse({}, '-- why\nselect id\n\nfrom run.x_added');
  expect(model).toMatchObject({ name: 'silver.table', kind: 'merge', grain: ['id'], scopeKey: ['id'] });
  expect(model.scopeSql).toBe('select id\nfrom run.x_added');
});

test.each([
  [{ kind: 'view' }, /kind: one of append, merge/],
  [{ materialized: true }, /materialized is no key/],
  [{ grain: ['key'] }, /key is none of its columns/],
  [{ grain: [] }, /a table needs a grain/],
  [{ columns: [{ name: 'id', type: 'text', description: 'x' }] }, /type: one of string/],
  [{ columns: [{ name: 'id', type: 'string' }] }, /silver\.table\.id: description: a text/],
  [{ columns: [{ ...yml.columns[0], nullable: true }] }, /part of the grain/],
  [{ columns_from: 'silver.other' }, /names silver\.other, which nothing defines before it/],
  [{ settings_from: 'silver.other' }, /settings_from names silver\.other/],
  [{ grain_proved_by: 'nobody' }, /names no audit/],
  [{ prune: { column: 'id', from: 'a', until: 'b' } }, /until is no key/],
  [{ audits: [{ name: 'a', description: 'b' }] }, /audit a: sql: a text/],
  [{ kind: 'append' }, /scope\.sql belongs to merge/],
])('%j is refused', (changes, message) => {
  expect(() => parse(changes)).toThrow(message);
});

test('columns and settings of another model', () => {
  const models = new Map([['silver.table', parse({ settings: { gap_ms: 5, types: ['a', 'b'] } })]]);
  const model = parseModel(
    {
      name: 'gold.other',
      yml: {
        ...yml,
        columns_from: 'silver.table',
        columns: [{ name: 'more', type: 'double', nullable: true, description: 'x' }],
        settings_from: 'silver.table',
      },
      modelSql: 'select 1',
      scopeSql: 'select 1',
    },
    { columns: {}, models },
  );
  expect(model.columns.map(({ name }) => name)).toEqual(['id', 'more']);
  expect(model.settings).toEqual({ gap_ms: 5, types: ['a', 'b'] });
});

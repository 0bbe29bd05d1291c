import { models } from '../generated/models.ts';

/** What the two engines do not agree on, or not in the same words. */
const forbidden: readonly [what: string, pattern: RegExp][] = [
  ['regular expressions', /\bregexp?_|\brlike\b|similar to|~/i],
  ['JSON', /json|->/i],
  ['array indexes', /\w\[/],
  ['qualify', /\bqualify\b/i],
  ['concat, which is null-safe in one engine only', /\bconcat\s*\(/i],
  ['division, which is whole in one engine only', /\//],
  ['backticks and double quotes', /[`"]/],
  ['casts by ::', /::/],
  ['group by all', /group by all/i],
  ['a clock', /\bnow\s*\(|current_timestamp|current_date/i],
];

const texts = models.flatMap(({ name, modelSql, scopeSql, audits }) => [
  [`${name}: model.sql`, modelSql],
  ...(scopeSql === undefined ? [] : [[`${name}: scope.sql`, scopeSql]]),
  ...audits.map((audit) => [`${name}: ${audit.name}`, audit.sql]),
]) as [string, string][];

const withoutTexts = (sql: string) => sql.replace(/'[^']*'/g, "''");

test.each(texts)('%s keeps to what both engines say the same way', (_, sql) => {
  for (const [what, pattern] of forbidden)
    expect({ what, found: pattern.exec(withoutTexts(sql))?.[0] }).toEqual({ what, found: undefined });
});

test.each(texts)('%s: every order of a window says where nulls go', (_, sql) => {
  for (const [, terms = ''] of sql.matchAll(/\border by ([^)]*?)(?:\brows between|\))/g)) {
    for (const term of terms.split(',')) expect(term).toMatch(/nulls last\s*$/);
  }
});

test('models import first, and end with their final CTE', () => {
  for (const { name, modelSql } of models) {
    expect({ name, start: modelSql.slice(0, 5) }).toEqual({ name, start: 'with\n' });
    expect({ name, end: modelSql.trim().split('\n').at(-1) }).toEqual({ name, end: 'select * from final' });
  }
});

test('every column is described, and every table has a time and a grain', () => {
  for (const { kind, name, description, columns, grain, timeColumn } of models) {
    expect(description.length).toBeGreaterThan(20);
    expect(columns.filter((column) => column.description === '')).toEqual([]);
    if (kind !== 'run')
      expect({ name, hasBoth: grain.length > 0 && timeColumn !== undefined }).toEqual({ name, hasBoth: true });
  }
});

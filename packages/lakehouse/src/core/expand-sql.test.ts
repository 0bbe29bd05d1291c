import { duckdbDialect } from './duckdb-dialect.ts';
import { expandSql } from './expand-sql.ts';

const expand = (sql: string) => expandSql(sql, { gap_ms: 5, run_id: "it's", types: ['a', 'b'] }, duckdbDialect);

test('settings become literals, run relations the engine’s names', () => {
  expect(expand('select {gap_ms}, {run_id} from run.silver_x_added where t in ({types}) and s.a = 1')).toBe(
    "select 5, 'it''s' from run_silver_x_added where t in ('a', 'b') and s.a = 1",
  );
});

test('what the executor fills in stays', () => {
  expect(expand('select {now_ms} from silver.x')).toBe('select {now_ms} from silver.x');
});

test('a setting that nothing defines is an error', () => {
  expect(() => expand('select {gap}')).toThrow('{gap}');
});

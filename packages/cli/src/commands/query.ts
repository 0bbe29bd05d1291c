import { queryFolder } from '@millrace/local';
import { ConfigError } from '@millrace/pipeline';
import { type Command, demandLocalStage, folderOptions, readChoice, readText, UsageError } from '../command.ts';
import { formatTable, toPrintable } from '../format-table.ts';

type Cell = string | number | boolean | null | object;

export const query: Command = {
  summary: 'reads the lake with SQL',
  options: { ...folderOptions, format: { type: 'string' }, json: { type: 'boolean' } },
  help: `usage: npx millrace query "SELECT …" [--format table|json|csv] [--dir DIR]

Reads the lake with one SQL statement. While \`millrace local\` runs on the folder, it is asked; otherwise the file is opened.
Tables: bronze.events, bronze.quarantine, silver.events, silver.withdrawn, silver.conflicts, silver.quarantine,
        silver.sessions, gold.fact_funnel, gold.page_views_1h, lake.manifest, lake.loads, lake.runs, lake.audits,
        lake.reconciliations, lake.findings, lake.census

  --format table|json|csv   default table
  --json                    the same as --format json
  --dir DIR                 the lake's folder, default .millrace

example: npx millrace query "select page_path, sum(view_count) from gold.page_views_1h group by 1 order by 2 desc limit 5"`,

  async run(args) {
    demandLocalStage(args);
    const [sql, ...others] = args.positionals;
    if (sql === undefined || others.length > 0) throw new UsageError('give one SQL statement in quotes');
    const format = args.values['json'] ? 'json' : (readChoice(args, 'format', ['table', 'json', 'csv']) ?? 'table');
    const { columns, rows } = await queryFolder(readText(args, 'dir') ?? '.millrace', sql);
    const names = columns.map(({ name }) => name);
    if (format === 'json') {
      if (new Set(names).size < names.length)
        throw new ConfigError('two columns have the same name; name them with AS');
      console.log(
        JSON.stringify(rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index], cell])))),
      );
    } else if (format === 'csv') {
      console.log([names, ...(rows as Cell[][])].map((row) => row.map(toCsv).join(',')).join('\n'));
    } else {
      console.log(
        formatTable(
          names.map(toPrintable),
          (rows as Cell[][]).map((row) => row.map(toCell)),
        ),
      );
      console.log(`${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`);
    }
    return 0;
  },
};

function toCell(value: Cell): string | number {
  if (typeof value === 'number') return Number.isInteger(value) ? value : String(value);
  if (value === null) return '–';
  return toPrintable(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** RFC 4180. */
function toCsv(value: Cell): string {
  if (value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

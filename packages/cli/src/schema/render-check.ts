import { type Change, type ContractStep, changeKinds } from '@millrace/schema/generator';
import { formatCount, formatTable, toPrintable } from '../format-table.ts';
import { type ContractCheck, toRefText } from './check-contracts.ts';
import type { CheckProblem } from './check-problem.ts';
import type { SampleCheck } from './check-samples.ts';

/** What a check has found, for a reader: changes, tables, lake, problems; the last line says whether all is well. */
export function renderCheck(check: ContractCheck): string {
  const { against, contracts, drifted, comparison, migration, samples, lake, lakeSkipped, problems } = check;
  const name = toRefText(against);
  const lines: string[] = [];
  if (drifted?.length === 0) lines.push('generated files: up to date');
  if (contracts === 'same') lines.push(`contracts: the same as at ${name}`);
  if (contracts === 'new') lines.push(`contracts: ${name} has none, everything is new`);
  if (contracts === 'before-rules') lines.push(`contracts: those of ${name} were drafts, nothing is held against them`);
  if (contracts === 'changed' && comparison.steps.length === 0) lines.push('no new version of a contract');
  if (contracts === 'same' || contracts === 'changed') {
    for (const step of comparison.steps) lines.push('', ...renderStep(step));
    lines.push('', ...renderMigration(migration));
    if (samples) lines.push('', renderSamples(samples));
    if (lakeSkipped !== undefined) lines.push(`lake: skipped (${lakeSkipped})`);
    for (const { name: what, ok, detail } of lake ?? [])
      lines.push(toPrintable(`lake: ${ok ? '✔' : '✘'} ${what}: ${detail}`));
  }
  if (problems.length > 0) lines.push('', ...renderProblems(problems));
  lines.push('', toClosingLine(check, name));
  return lines.join('\n').replace(/^\n/, '');
}

function renderStep({ eventType, from, to, changes, required, given }: ContractStep): readonly string[] {
  if (from === undefined) return [`${eventType} ${to}: new`];
  const verdict = toVerdict(given, required);
  if (changes.length === 0) return [`${eventType} ${from} → ${to}: ${verdict}; nothing is different`];
  return [
    `${eventType} ${from} → ${to}: ${verdict}`,
    formatTable(
      ['field', 'change', 'was → is', 'writers', 'readers', 'tables', 'why'],
      changes.map((change) => toChangeRow(change)),
    ),
  ];
}

function toVerdict(given: ContractStep['given'], required: ContractStep['required']): string {
  if (given === undefined) return `not the next version, which is to be a ${required} one`;
  if (given === required) return `a ${given} version, as it must be`;
  return `a ${given} version, where a ${required} one ${stepOrder[given] > stepOrder[required] ? 'would do' : 'is needed'}`;
}

const stepOrder = { patch: 0, minor: 1, major: 2 } as const satisfies Record<ContractStep['required'], number>;

function toChangeRow({ path, kind, detail, writers, readers, tables }: Change): readonly string[] {
  return [path || '(event)', kind, toPrintable(detail), writers, readers, tables, changeKinds[kind].reason];
}

function renderMigration(migration: ContractCheck['migration']): readonly string[] {
  if (!migration) return ['tables: cannot be migrated'];
  const { duckdb, iceberg } = migration;
  if (duckdb.length === 0 && iceberg.length === 0) return ['tables: nothing to migrate'];
  return [
    'tables, DuckDB:',
    ...duckdb.map((statement) => `  ${statement};`),
    'tables, Iceberg:',
    ...iceberg.map((statement) => `  ${statement};`),
  ];
}

function renderSamples({ olderEvents, newerEvents }: SampleCheck): string {
  const newer = newerEvents > 0 ? `, ${formatCount(newerEvents)} of new versions` : '';
  return `examples: ${formatCount(olderEvents)} events of the older contracts checked${newer}`;
}

/** By kind, so that what is to be done about several of a kind is said once. */
function renderProblems(problems: readonly CheckProblem[]): readonly string[] {
  return [...Map.groupBy(problems, ({ kind }) => kind).values()].flatMap((ofKind) => [
    ...ofKind.map(({ kind, where, detail }) => toPrintable(`✘ ${kind}  ${where}: ${detail}`)),
    `    ${ofKind[0]?.advice}`,
  ]);
}

function toClosingLine({ contracts, comparison, problems }: ContractCheck, name: string): string {
  if (problems.length > 0)
    return `${formatCount(problems.length)} problem${problems.length === 1 ? '' : 's'} against ${name}`;
  if (contracts !== 'changed') return `ok: nothing breaks against ${name}`;
  const { steps, addedColumns } = comparison;
  const columns = addedColumns.bronze.length + addedColumns.quarantine.length;
  return `ok: nothing breaks against ${name}; new versions: ${steps.length}, new columns: ${columns}`;
}

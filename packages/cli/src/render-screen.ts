import type { JobResult, Runtime } from '@millrace/local';
import { formatCount, formatTable, shorten, toPrintable } from './format-table.ts';

const topPagesSql = `
select page_path, sum(view_count) as view_count, sum(visitor_count) as visitor_count
from gold.page_views_1h group by page_path order by view_count desc, page_path limit 5`;

const reasonsSql = 'select reason, count(*) from bronze.quarantine group by reason order by count(*) desc, reason';

const sessionsSql = `
select
  count(*),
  coalesce(round(avg(page_view_count), 1), 0),
  coalesce(round(100.0 * count(*) filter (page_view_count > 1) / nullif(count(*), 0), 1), 0)
from silver.sessions`;

const funnelSql = `
select
  count(*) filter (deepest_step >= 1), count(*) filter (deepest_step >= 2), count(*) filter (deepest_step >= 3),
  count(*) filter (deepest_step >= 4), count(*) filter (deepest_step >= 5), count(*) filter (deepest_step >= 6)
from gold.fact_funnel`;

const funnelSteps = ['visit', 'browse', 'product', 'cart', 'checkout', 'order'];
const barWidth = 30;

/** What a run ends with: the proof first, then what the data says, then what to type next. */
export async function renderScreen(
  runtime: Pick<Runtime, 'query' | 'url'>,
  result: JobResult,
  { dir, isServing }: { readonly dir: string; readonly isServing: boolean },
): Promise<string> {
  const { outcomes, reconciliation, seconds } = result;
  const { total, findings } = reconciliation;
  const pages = (await runtime.query(topPagesSql)).rows;
  const reasons = (await runtime.query(reasonsSql)).rows;
  const [sessions = []] = (await runtime.query(sessionsSql)).rows;
  const [funnel = []] = (await runtime.query(funnelSql)).rows;
  const first = Number(funnel[0] ?? 0);
  const toRow = (title: string, thisRun: number | undefined, lake: number) => [
    title,
    thisRun === undefined ? '' : formatCount(thisRun),
    formatCount(lake),
  ];

  return [
    '',
    formatTable(
      ['Every line accounted for', 'this run', 'the lake'],
      [
        toRow('received', outcomes.received, total.received),
        toRow('  accepted', outcomes.accepted, total.accepted),
        toRow('  quarantined', outcomes.quarantined, total.quarantined),
        toRow('  suppressed', outcomes.suppressed, total.suppressed),
        toRow('landed', undefined, total.landed),
        toRow('bronze', undefined, total.bronze),
        toRow('  silver', undefined, total.silver),
        toRow('  withdrawn', outcomes.withdrawn, total.withdrawn),
        toRow('  duplicates', outcomes.duplicates, total.duplicates),
        toRow('  conflicts', outcomes.conflicts, total.conflicts),
        toRow('pending', undefined, total.pending),
        toRow('unexplained', undefined, total.unexplained),
      ],
      ['left', 'right', 'right'],
    ),
    total.unexplained === 0 && findings.length === 0
      ? '✔ unexplained = 0: received = accepted + quarantined + suppressed; accepted = silver + withdrawn + duplicates + conflicts'
      : `✘ ${formatCount(total.unexplained)} unexplained, ${formatCount(findings.length)} findings; npx millrace reconcile --dir ${dir} names them`,
    ...(reasons.length === 0
      ? []
      : [
          `quarantined in the lake: ${reasons.map(([reason, count]) => `${reason} ${formatCount(Number(count))}`).join(', ')}`,
        ]),
    '',
    'Top pages of the lake',
    formatTable(
      ['page', 'views', 'hourly visitors'],
      pages.map(([path, views, visitors]) => [shorten(toPrintable(String(path)), 60), Number(views), Number(visitors)]),
    ),
    '',
    `Sessions  ${formatCount(Number(sessions[0] ?? 0))}, ${sessions[1] ?? 0} page views each on average; ${sessions[2] ?? 0} % saw more than one page`,
    '',
    'Funnel',
    ...funnelSteps.map((step, index) => {
      const count = Number(funnel[index] ?? 0);
      const share = first === 0 ? 0 : count / first;
      return `  ${step.padEnd(9)} ${'█'.repeat(Math.round(share * barWidth)).padEnd(barWidth)} ${formatCount(count).padStart(9)}  ${(share * 100).toFixed(1).padStart(5)} %`;
    }),
    '',
    `${formatCount(outcomes.received)} lines in ${seconds.toFixed(1)} s. The lake is in ${dir}. Next:`,
    `  npx millrace query "select event_type, count(*) as events from silver.events group by 1"${dir === '.millrace' ? '' : ` --dir ${dir}`}`,
    `  npx millrace reconcile${dir === '.millrace' ? '' : ` --dir ${dir}`}`,
    ...(isServing
      ? []
      : [`  npm start -- --serve${dir === '.millrace' ? '' : ` --dir ${dir}`}   # and POST your own events`]),
  ].join('\n');
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRealLog, runMillrace, useScratch } from './run-millrace.ts';

const scratch = useScratch();
const lakeDir = () => join(scratch(), 'lake');

async function importLog(report: string) {
  const path = join(scratch(), report);
  const args = ['local', '--input', findRealLog(), '--format', 'access-log', '--dir', lakeDir(), '--report', path];
  const { code, stdout, stderr } = await runMillrace(args);
  if (code !== 0) throw new Error(stderr);
  return { stdout, stderr, report: JSON.parse(readFileSync(path, 'utf8')) };
}

async function query(sql: string) {
  const { code, stdout, stderr } = await runMillrace(['query', sql, '--format', 'json', '--dir', lakeDir()]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Everything a reader can see, apart from when and how it came. */
const contentSql = {
  sessions: 'select * from silver.sessions order by all',
  funnel: 'select * from gold.fact_funnel order by all',
  pages: 'select * from gold.page_views_1h order by all',
  events:
    'select count(*), sum(hash(event_id, event_time_ms, content_hash, page_path, user_id_hash)) from silver.events',
};

async function readContent() {
  const content: Record<string, unknown> = {};
  for (const [name, sql] of Object.entries(contentSql))
    content[name] = await query(sql.replace('count(*), sum', 'count(*) as n, sum'));
  return content;
}

test('a real access log becomes sessions and funnels, every line accounted for; a second import changes nothing', async () => {
  const first = await importLog('first.json');
  expect(first.report).toMatchObject({
    outcomes: { received: 10_000, accepted: 9_999, quarantined: 1, suppressed: 0, duplicate: 0 },
    layers: { raw: 9_999, bronze: 9_999, silver: 9_999 },
    tables: { 'silver.events': 9_999, 'silver.sessions': 1_996, 'silver.conflicts': 0, 'silver.quarantine': 1 },
    unexplained: 0,
    seconds: expect.any(Number),
  });
  expect(first.stdout).toMatch(/unexplained = 0/);
  expect(first.stdout).toMatch(/Top pages/);
  expect(await query('select event_type, count(*) as events from silver.events group by 1 order by 1')).toEqual([
    { event_type: 'page_view', events: 3_617 },
    { event_type: 'server_request', events: 6_382 },
  ]);
  const [quarantined] = await query('select reason, line_number, text from silver.quarantine');
  expect(quarantined.reason).toBe('malformed');
  expect(quarantined.text).toMatch(/^46\.118\.127\.0 /);
  const before = await readContent();

  const second = await importLog('second.json');
  expect(second.report).toMatchObject({
    outcomes: { received: 10_000, accepted: 9_999, quarantined: 1, duplicate: 9_999 },
    layers: { raw: 19_998, bronze: 19_998, silver: 9_999 },
    tables: first.report.tables,
    unexplained: 0,
  });
  expect(await readContent()).toEqual(before);

  const reconciled = await runMillrace(['reconcile', '--json', '--dir', lakeDir()]);
  expect(reconciled.code).toBe(0);
  expect(JSON.parse(reconciled.stdout).total).toMatchObject({
    received: 20_000,
    silver: 9_999,
    duplicates: 9_999,
    pending: 0,
    unexplained: 0,
  });
}, 120_000);

test('no client address of the log is anywhere in the lake folder', async () => {
  const addresses = new Set<string>();
  for (const line of readFileSync(findRealLog(), 'latin1').split('\n')) {
    const address = line.slice(0, line.indexOf(' '));
    if (/^\d+\.\d+\.\d+\.\d+$/.test(address) && !address.endsWith('.0')) addresses.add(address);
  }
  expect(addresses.size).toBeGreaterThan(1_500);
  const found = await query(`
    select distinct unnest(regexp_extract_all(concat_ws(' ', source_ip_anonymized, page_url, referrer, request_path), '\\d+\\.\\d+\\.\\d+\\.\\d+')) as address
    from bronze.events`);
  const leaked = (found as { address: string }[])
    .map(({ address }) => address)
    .filter((address) => addresses.has(address));
  expect(leaked).toEqual([]);
}, 60_000);

import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findRealLog, runMillrace, startMillrace, until, useScratch } from './run-millrace.ts';

const scratch = useScratch();
const isRoot = process.getuid?.() === 0;

/** One clear line (and the hint how to see more, where it is a fault of the program), no stack trace. */
function expectOneLine(stderr: string, text: RegExp) {
  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('MILLRACE_DEBUG'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(text);
  expect(stderr).not.toMatch(/\n\s+at /);
}

function write(name: string, content: string | Buffer): string {
  const path = join(scratch(), name);
  writeFileSync(path, content);
  return path;
}

const lineOf = (text: string) => `203.0.113.9 - - [17/May/2015:10:05:03 +0000] "GET /${text} HTTP/1.1" 200 1 "-" "x"\n`;

test.each([
  ['a missing file', () => join(scratch(), 'nothing.log'), /nothing\.log/],
  ['a directory', () => scratch(), /director|folder/],
  ['a binary file', () => write('binary.log', Buffer.from([1, 0, 2, 0, 255])), /binary/i],
  ['an empty file', () => write('empty.log', ''), /empty/],
  ['a file of blank lines', () => write('blank.log', '\n\n\n'), /blank|empty/],
  ['a file of another format', () => write('other.log', '{"a":1}\n'.repeat(5)), /--format/],
  ['a truncated gz file', () => write('cut.log.gz', Buffer.from('1f8b0800000000000003', 'hex')), /cut\.log\.gz/],
])('%s: one line on stderr, exit 2, no lake made', async (_, path, text) => {
  const dir = join(scratch(), 'never-made');
  const { code, stdout, stderr } = await runMillrace([
    'local',
    '--input',
    path(),
    '--format',
    'access-log',
    '--dir',
    dir,
  ]);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expectOneLine(stderr, text);
  expect(existsSync(dir)).toBe(false);
});

test.each([
  [['local', '--format', 'pcap', '--input', 'x'], /access-log/],
  [['local', '--events', 'many'], /--events/],
  [['local', '--events', '5', '--input', 'x'], /not both/],
  [['local', '--engine', 'spark'], /duckdb/],
  [['local', '--unknown'], /unknown/i],
  [['local', 'file.log'], /--input/],
  [['local', '--stage', 'dev'], /stage/],
  [['query'], /SQL/],
  [['send', 'x'], /--to/],
  [['nonsense'], /no command nonsense/],
])('%j is wrong usage: exit 2 and what to do', async (args, text) => {
  const { code, stderr } = await runMillrace(args);
  expect(code).toBe(2);
  expectOneLine(stderr, text);
});

test('every command has a help with an example, and exits 0', async () => {
  for (const command of ['local', 'send', 'run', 'query', 'reconcile', 'quarantine', 'doctor']) {
    const { code, stdout } = await runMillrace([command, '--help']);
    expect([command, code]).toEqual([command, 0]);
    expect(stdout).toMatch(/usage: npx millrace/);
    expect(stdout).toMatch(/example: /);
  }
  const { stdout } = await runMillrace(['--help']);
  expect(stdout).toMatch(/reconcile/);
}, 60_000);

test('a folder that is a file, that is full of something else, or that cannot be written', async () => {
  const log = write('one.log', lineOf('a'));
  const file = write('a-file', 'x');
  const full = join(scratch(), 'full');
  mkdirSync(full);
  writeFileSync(join(full, 'thesis.txt'), 'x');
  const readOnly = join(scratch(), 'read-only');
  mkdirSync(readOnly);
  chmodSync(readOnly, 0o500);
  const cases: [string, RegExp][] = [
    [file, /not a folder.*--dir/],
    [full, /other files.*--dir/],
    // Root may write everywhere; /proc takes no folders from anybody.
    [isRoot ? '/proc/millrace' : readOnly, /cannot be written.*--dir/],
  ];
  for (const [dir, text] of cases) {
    const { code, stderr } = await runMillrace(['local', '--input', log, '--dir', dir]);
    expect(code).toBe(2);
    expectOneLine(stderr, text);
  }
  expect(readdirSync(full)).toEqual(['thesis.txt']);
});

test('a port in use', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = String((server.address() as AddressInfo).port);
  const { code, stderr } = await runMillrace(['local', '--serve', '--port', port, '--dir', join(scratch(), 'port')]);
  server.close();
  expect(code).toBe(2);
  expectOneLine(stderr, new RegExp(`port ${port} is in use.*--port`));
  expect(existsSync(join(scratch(), 'port'))).toBe(false);
});

test('a lake folder that is damaged: which file, and what to do', async () => {
  const log = write('two.log', lineOf('a') + lineOf('b'));
  const dir = join(scratch(), 'damaged');
  expect((await runMillrace(['local', '--input', log, '--dir', dir])).code).toBe(0);
  writeFileSync(join(dir, 'lake.duckdb'), Buffer.alloc(20_000, 7));
  for (const args of [
    ['local', '--input', log, '--dir', dir],
    ['query', 'select 1', '--dir', dir],
    ['reconcile', '--dir', dir],
  ]) {
    const { code, stderr } = await runMillrace(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/lake\.duckdb/);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
  writeFileSync(join(dir, 'millrace.json'), 'not json');
  const { code, stderr } = await runMillrace(['query', 'select 1', '--dir', dir]);
  expect(code).toBe(2);
  expectOneLine(stderr, /millrace\.json/);
}, 60_000);

test('queries only read, and their faults are one line', async () => {
  const log = write('three.log', lineOf('a'));
  const dir = join(scratch(), 'queried');
  expect((await runMillrace(['local', '--input', log, '--dir', dir])).code).toBe(0);
  for (const sql of [
    'drop table silver.events',
    'select * from silver.nothing',
    'selec',
    'select 1; select 2',
    "copy (select 1) to '/tmp/x'",
    "select * from read_text('/etc/hostname')",
    '',
  ]) {
    const { code, stderr } = await runMillrace(['query', sql, '--dir', dir]);
    expect([sql, code]).toEqual([sql, 2]);
    expect(stderr.trim()).not.toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
  }
  expect((await runMillrace(['query', 'select 1', '--dir', join(scratch(), 'nowhere')])).stderr).toMatch(/no lake/);
}, 60_000);

describe('a serving millrace', () => {
  const dir = () => join(scratch(), 'served');

  test('answers bad bodies with the right 4xx and stays up; query sees a row while it runs; a second one is told', async () => {
    const running = startMillrace(['local', '--serve', '--port', '0', '--dir', dir()]);
    const url = await until('serving', () => /(http:\/\/127\.0\.0\.1:\d+)\/v1\/events/.exec(running.stderr())?.[1]);
    const post = async (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
      (await fetch(`${url}/v1/events`, { method: 'POST', body, headers })).status;
    expect(await post('{"broken')).toBe(400);
    expect(await post('['.repeat(200_000) + ']'.repeat(200_000))).toBe(400);
    expect(await post('x'.repeat(600_000))).toBe(413);
    expect(await post('x'.repeat(11_000_000)).catch(() => 413)).toBe(413);
    expect(await post('{"events":[{}],"__proto__":{"admin":true}}')).toBe(400);
    expect(await post('{"__proto__":{"admin":true}}')).toBe(422);
    const latin1 = await fetch(`${url}/v1/events`, {
      method: 'POST',
      body: Buffer.from('{"event_type":"caf\xe9"}', 'latin1'),
      headers: { 'content-type': 'application/json' },
    });
    expect(latin1.status).toBe(400);
    expect(await post('<x/>', { 'content-type': 'application/xml' })).toBe(415);
    expect((await fetch(`${url}/v1/events`)).status).toBe(404);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);

    const event = {
      event_id: '6f1c3f5e-8a4b-4d7e-9f00-000000000001',
      event_type: 'page_view',
      schema_version: '1.0.0',
      ts: '2026-01-15T12:00:00Z',
      user: { consent: { analytics: true, ads: false } },
      session: { session_id: 's1' },
      ctx: { page_url: '/while-running' },
    };
    expect(await post(JSON.stringify(event))).toBe(202);
    await until('the row in silver', async () => {
      const sql = "select count(*) as n from silver.events where page_path = '/while-running'";
      const { code, stdout } = await runMillrace(['query', sql, '--format', 'json', '--dir', dir()]);
      return code === 0 && JSON.parse(stdout)[0]?.n === 1 ? true : undefined;
    });
    const second = await runMillrace(['local', '--events', '10', '--dir', dir()]);
    expect(second.code).toBe(2);
    expectOneLine(second.stderr, /in use by another millrace/);
    const reconciled = await runMillrace(['reconcile', '--json', '--dir', dir()]);
    expect([reconciled.code, JSON.parse(reconciled.stdout).total.unexplained]).toEqual([0, 0]);

    running.child.kill('SIGTERM');
    expect((await running.finished).code).toBe(0);
  }, 90_000);
});

test('send and run: a file of events to a serving millrace, refined at once', async () => {
  const dir = join(scratch(), 'sent');
  const events = [1, 2, 3].map((n) => ({
    event_id: `6f1c3f5e-8a4b-4d7e-9f00-00000000000${n}`,
    event_type: 'page_view',
    schema_version: '1.0.0',
    ts: '2026-01-15T12:00:00Z',
    user: { consent: { analytics: n !== 3, ads: false } },
    ctx: { page_url: `/${n}` },
  }));
  const file = write('events.ndjson', events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const running = startMillrace(['local', '--serve', '--port', '0', '--dir', dir]);
  const url = await until('serving', () => /(http:\/\/127\.0\.0\.1:\d+)\/v1\/events/.exec(running.stderr())?.[1]);
  const sent = await runMillrace(['send', file, '--to', url, '--json', '--dir', dir]);
  expect(sent.code).toBe(0);
  expect(JSON.parse(sent.stdout)).toMatchObject({ sent: 3, accepted: 2, suppressed: 1, rejected: 0 });
  expect((await runMillrace(['run', '--dir', dir])).code).toBe(0);
  const counted = await runMillrace([
    'query',
    'select count(*) as n from silver.events',
    '--format',
    'csv',
    '--dir',
    dir,
  ]);
  expect(counted.stdout.trim().split('\n')).toEqual(['n', '2']);
  running.child.kill('SIGTERM');
  expect((await running.finished).code).toBe(0);
  const idle = await runMillrace(['run', '--dir', dir]);
  expect(idle.stdout).toMatch(/Nothing new/);
}, 60_000);

test('the doctor says what is there and what is not', async () => {
  const { code, stdout } = await runMillrace(['doctor', '--json', '--dir', join(scratch(), 'doctor')]);
  expect(code).toBe(0);
  const findings = JSON.parse(stdout) as { what: string; state: string }[];
  expect(findings.map(({ what }) => what)).toEqual(['Node', 'Python', 'Java', 'git', 'Disk', 'Port', 'Lake']);
  expect(findings[0]?.state).toBe('ok');
  expect((await runMillrace(['doctor'])).stdout).toMatch(/Node/);
});

test('the real log is where the tests look for it', () => {
  expect(existsSync(findRealLog())).toBe(true);
});

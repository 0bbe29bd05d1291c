import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { openRuntime, type Runtime } from '@millrace/local';
import { runMillrace, useScratch, workspaceRoot } from './run-millrace.ts';

/** A block of code in docs/api.md. */
type Snippet = { readonly language: string; readonly text: string };
type MadeKey = { readonly keyId: string; readonly secret?: string };

const document = readFileSync(join(workspaceRoot, 'docs/api.md'), 'utf8');
const snippets: readonly Snippet[] = [...document.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
  ([, language = '', text = '']) => ({ language, text }),
);
const scratch = useScratch();
const lakeDir = () => join(scratch(), 'lake');
let runtime: Runtime;
let made: { readonly public: MadeKey; readonly secret: MadeKey };

beforeAll(async () => {
  runtime = await openRuntime({ dir: lakeDir(), port: 0, log: () => {}, refineEveryMs: 600_000 });
  const [first, second] = listCommands('keys').map((command) => `${command} --json`);
  made = { public: JSON.parse(await run(first)), secret: JSON.parse(await run(second)) };
}, 60_000);
afterAll(async () => runtime?.close());

test('its events are taken, and answered as it says', async () => {
  const command = mustFind('sh', 'curl -s http://127.0.0.1:8787/v1/events');
  const [, posted = ''] = /-d '([^']*)'/.exec(command) ?? [];
  const bodies = snippets.filter(({ language, text }) => language === 'json' && !text.includes('"accepted"'));
  expect(bodies.length).toBe(2);
  for (const body of [posted, ...bodies.map(({ text }) => text)]) {
    const { status, answer } = await post('/v1/events', body);
    expect([status, answer]).toEqual([202, { ...toExample(), request_id: answer['request_id'] }]);
  }
});

test('its beacon and its pixel come through with a public key', async () => {
  const sent: Promise<unknown>[] = [];
  const navigator = {
    sendBeacon: (url: string, body: string) => {
      sent.push(post(here(url), body, { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://shop.example' }));
      return true;
    },
  };
  const beacon = mustFind('js', 'sendBeacon');
  new Function('navigator', 'events', beacon)(navigator, [toEvent('0000000000b1')]);
  expect(await Promise.all(sent)).toMatchObject([{ status: 202, answer: { accepted: 1 } }]);

  const [, source = ''] = /src="([^"]*)"/.exec(mustFind('html', 'pixel.gif')) ?? [];
  const image = await fetch(runtime.url + here(source), { headers: { referer: 'https://shop.example/page' } });
  expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/gif']);
});

test('KEY-4: its signatures, in Node and in a shell, are taken', async () => {
  const body = JSON.stringify(toEvent('0000000000b2', { user_id: '17' }));
  const { keyId, secret = '' } = made.secret;
  const { sign } = await importText(mustFind('js', 'createHmac'));
  expect(await post('/v1/events', body, sign(keyId, secret, body))).toMatchObject({
    status: 202,
    answer: { accepted: 1 },
  });

  const [url = '', ...args] = await runShell(mustFind('sh', 'openssl'), {
    url: runtime.url,
    key_id: keyId,
    secret,
    body,
  });
  const headers = args.flatMap((arg, index) => (args[index - 1] === '-H' ? [arg.split(': ') as [string, string]] : []));
  expect(args.at(-1)).toBe(body);
  const response = await fetch(url, { method: 'POST', headers, body: args.at(-1) as string });
  expect([response.status, await response.json()]).toMatchObject([202, { accepted: 1 }]);
});

test('its commands for keys and links do what it says', async () => {
  for (const command of listCommands('keys').slice(2)) await run(command);
  const [create, sign] = listCommands('links');
  await run(create);
  const path = (await run(sign)).trim();
  const click = await fetch(runtime.url + path, { redirect: 'manual' });
  expect([click.status, click.headers.get('location')]).toEqual([302, 'https://shop.example/spring?sub=newsletter']);
});

function mustFind(language: string, part: string): string {
  const found = snippets.find((snippet) => snippet.language === language && snippet.text.includes(part));
  if (!found) throw new Error(`docs/api.md has no ${language} with ${part}`);
  return found.text;
}

/** The answer that the document shows. */
function toExample(): Record<string, unknown> {
  return JSON.parse(mustFind('json', '"accepted"')) as Record<string, unknown>;
}

function toEvent(lastDigits: string, user: object = {}): object {
  return {
    event_id: `00000000-0000-4000-8000-${lastDigits}`,
    ...{ event_type: 'page_view', schema_version: '1.0.0', ts: '2026-01-15T12:00:00Z' },
    user: { consent: { analytics: true, ads: false }, ...user },
    ctx: { page_url: '/' },
  };
}

/** Path and query of an address in the document, with a key that is there. */
function here(url: string): string {
  const { pathname, search } = new URL(url.replace('pk_…', made.public.keyId));
  return pathname + search;
}

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(runtime.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

function listCommands(name: string): readonly string[] {
  return document.split('\n').filter((line) => line.startsWith(`npx millrace ${name} `));
}

/** Runs a command of the document in this test's lake. Throws with what it said when it fails. */
async function run(command = ''): Promise<string> {
  const args = command
    .replace('sk_…', () => made.secret.keyId)
    .replace('pk_…', () => made.public.keyId)
    .split(' ')
    .slice(2);
  const { code, stdout, stderr } = await runMillrace([...args, '--dir', lakeDir()]);
  if (code !== 0) throw new Error(`${command}: ${stderr}`);
  return stdout;
}

async function importText(
  text: string,
): Promise<{ sign(keyId: string, secret: string, body: string): Record<string, string> }> {
  const path = join(scratch(), 'sign.mjs');
  writeFileSync(path, text);
  return import(path);
}

/**
 * What the shell would call curl with. curl and openssl are not among what this project needs, so small programs of these
 * names stand in: one says its arguments, the other does what is asked of openssl here.
 */
async function runShell(script: string, variables: Record<string, string>): Promise<readonly string[]> {
  const folder = join(scratch(), 'bin');
  mkdirSync(folder, { recursive: true });
  const programs = {
    curl: "process.stdout.write(JSON.stringify(process.argv.slice(2).filter((arg) => arg !== '-s')))",
    openssl: `
      const [name, digest, option, key, form] = process.argv.slice(2);
      if ([name, digest, option, form].join(' ') !== 'dgst -sha256 -hmac -r') throw new Error('unknown call');
      const input = require('node:fs').readFileSync(0);
      const hex = require('node:crypto').createHmac('sha256', key).update(input).digest('hex');
      process.stdout.write(hex + ' *stdin\\n');`,
  };
  for (const [name, text] of Object.entries(programs)) {
    const path = join(folder, name);
    writeFileSync(path, `#!${process.execPath}\n${text}`);
    chmodSync(path, 0o755);
  }
  const env = { ...variables, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { env });
  return JSON.parse(stdout) as readonly string[];
}

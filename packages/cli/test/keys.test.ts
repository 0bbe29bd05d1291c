import { createSecretKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStateTable } from '@millrace/embedded';
import { readPortsConfig } from '@millrace/pipeline';
import { createKeyCache, type Key, secretsOf, signRequest, verifySignature } from '@millrace/registry';
import { runCli } from '../src/run-cli.ts';
import { type Finished, runMillrace, useScratch } from './run-millrace.ts';

const scratch = useScratch();

function makeFolder(name: string): string {
  const dir = join(scratch(), name);
  mkdirSync(dir);
  return dir;
}

/** What a function would know of a key of this folder, and the secrets that are valid now. */
async function lookUp(dir: string, keyId: string): Promise<{ key: Key | undefined; secrets: readonly string[] }> {
  const lakeKey = createSecretKey(readFileSync(join(dir, 'secrets', 'lake-key')));
  const table = createStateTable({ ...readPortsConfig({}), dataDir: dir });
  try {
    const key = await createKeyCache({ table, lakeKey }).find(keyId);
    return { key, secrets: key ? secretsOf(key, lakeKey, Date.now()) : [] };
  } finally {
    await table.close();
  }
}

/** In this process: starting one takes longer than what is tested. */
async function runHere(args: readonly string[]): Promise<Finished> {
  const { log, error } = console;
  let stdout = '';
  let stderr = '';
  console.log = (text: string) => (stdout += `${text}\n`);
  console.error = (text: string) => (stderr += `${text}\n`);
  try {
    const code = await runCli(args);
    return { code, stdout, stderr };
  } finally {
    Object.assign(console, { log, error });
  }
}

test('a secret key: made, shown once, rotated, revoked', async () => {
  const dir = makeFolder('secret');
  const keys = (...args: string[]) => runHere(['keys', ...args, '--dir', dir]);
  const made = await runMillrace([
    'keys',
    'create',
    '--kind',
    'secret',
    '--name',
    'checkout',
    '--event-type',
    'purchase',
    '--dir',
    dir,
  ]);
  expect(made.code).toBe(0);
  const [, keyId = '', first = ''] = /^key {5}(sk_\w+)\nsecret {2}([0-9a-f]{64})\n$/.exec(made.stdout) ?? [];
  expect(made.stderr).toMatch(/shown this once/);
  expect(await lookUp(dir, keyId)).toMatchObject({
    key: { eventTypes: ['purchase'], source: 'checkout' },
    secrets: [first],
  });
  const request = { body: Buffer.from('{}'), now: Date.now() };
  const headers = signRequest({ ...request, keyId, secret: first });
  expect(verifySignature({ ...request, headers, secrets: [first] })).toBe('valid');

  const rotated = await keys('rotate', keyId, '--expire-after', '24h', '--json');
  const { secret: second, secretIds } = JSON.parse(rotated.stdout) as Key & { secret: string };
  expect(rotated.stderr).toMatch(/stays valid until 20/);
  expect(secretIds[0]?.expiresAt).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  expect((await lookUp(dir, keyId)).secrets).toEqual([first, second]);

  const listed = await keys('list');
  expect(listed.stdout).toMatch(new RegExp(`${keyId} .*valid, 2 secrets .*checkout`));
  const listedJson = await keys('list', '--json');
  for (const { stdout } of [listed, listedJson]) {
    expect(stdout).not.toContain(first);
    expect(stdout).not.toContain(second);
  }

  expect(await keys('revoke', keyId)).toMatchObject({ code: 0, stdout: expect.stringContaining('is revoked') });
  expect(await keys('revoke', keyId)).toMatchObject({ code: 0 });
  expect(await lookUp(dir, keyId)).toMatchObject({ key: { isRevoked: true }, secrets: [] });
  expect(await keys('rotate', keyId)).toMatchObject({ code: 2, stderr: expect.stringContaining('is revoked') });
}, 60_000);

test('a public key has what was asked for', async () => {
  const dir = makeFolder('public');
  const options = [
    ...['--origin', 'https://shop.example', '--origin', 'http://localhost:5173', '--origin', 'https://shop.example'],
    ...['--event-type', 'page_view', '--event-type', 'click', '--per-second', '50', '--per-day', '100000'],
    ...['--mode', 'cookieless', '--policy', '2026-01', '--query-parameter', 'ref', '--tenant', 'shop-one'],
    ...['--source', 'the shop', '--json'],
  ];
  const made = await runHere(['keys', 'create', '--kind', 'public', '--name', 'shop', ...options, '--dir', dir]);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(made.stdout)).toEqual({
    keyId: expect.stringMatching(/^pk_/),
    kind: 'public',
    name: 'shop',
    source: 'the shop',
    tenant: 'shop-one',
    policy: '2026-01',
    mode: 'cookieless',
    origins: ['https://shop.example', 'http://localhost:5173'],
    eventTypes: ['page_view', 'click'],
    perSecond: 50,
    perDay: 100_000,
    queryParameters: ['ref'],
    isRevoked: false,
    secretIds: [],
  });
  const { keyId } = JSON.parse(made.stdout) as Key;
  const slip = await runHere(['keys', 'revoke', `${keyId.slice(0, -1)}x`, '--dir', dir]);
  expect(slip).toMatchObject({ code: 2, stderr: expect.stringContaining(`did you mean ${keyId}?`) });
}, 60_000);

const publicKey = ['create', '--kind', 'public', '--name', 'shop'];

test('wrong usage is said in one line, with the next step, and leaves nothing behind', async () => {
  const dir = makeFolder('untouched');
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /create, list, rotate, revoke/],
    [['make'], /there is no make/],
    [['create'], /--kind public .* --kind secret/],
    [['create', '--kind', 'private', '--name', 'x'], /public, secret/],
    [['create', '--kind', 'public'], /--name NAME/],
    [publicKey, /--origin https:\/\/shop\.example/],
    [[...publicKey, '--origin', 'https://shop.example/'], /did you mean https:\/\/shop\.example\?/],
    [[...publicKey, '--origin', 'HTTPS://Shop.example:443'], /did you mean https:\/\/shop\.example\?/],
    [[...publicKey, '--origin', 'shop.example'], /scheme:\/\/host/],
    [[...publicKey, '--origin', 'null'], /scheme:\/\/host/],
    [[...publicKey, '--origin', '*', '--origin', 'https://shop.example'], /leave the others out/],
    [['create', '--kind', 'secret', '--name', 'x', '--origin', '*'], /never reach a browser/],
    [[...publicKey, '--origin', '*', '--event-type', 'pageview'], /did you mean page_view\?/],
    [[...publicKey, '--origin', '*', '--per-second', '0'], /whole number from 1/],
    [[...publicKey, '--origin', '*', '--tenant', 'Shop'], /small letters/],
    [[...publicKey, '--origin', '*', '--query-parameter', 'a=b'], /one parameter/],
    [[...publicKey, '--origin', '*', '--source', ' '], /1 to 64 characters/],
    [['rotate'], /needs a key id/],
    [['rotate', 'sk_1', '--expire-after', '5 days'], /90s, 15m, 24h or 7d/],
    [['revoke', 'sk_1', '--kind', 'secret'], /--kind does not go with revoke/],
    [['list', '--stage', 'Prod!'], /--stage/],
  ];
  for (const [args, text] of wrong) {
    const { code, stdout, stderr } = await runHere(['keys', ...args, '--dir', dir]);
    expect([args, code, stdout]).toEqual([args, 2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(text);
  }
  expect(existsSync(join(dir, 'state.sqlite'))).toBe(false);
  expect(existsSync(join(dir, 'secrets'))).toBe(false);
}, 60_000);

test('help has an example; a folder that is not there is said', async () => {
  const help = await runHere(['keys', '--help']);
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('example: npx millrace keys create') });
  const nowhere = await runHere(['keys', 'list', '--dir', join(scratch(), 'nowhere')]);
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere') });
});

test('a deployed stage is asked under its own names', async () => {
  const env = {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9', // discard: nothing listens
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const { code, stderr } = await runMillrace(['keys', 'list', '--stage', 'dev'], env);
  expect(code).toBe(1);
  expect(stderr).toContain('millrace/dev/lake-key');
}, 60_000);

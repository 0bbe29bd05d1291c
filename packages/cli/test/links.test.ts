import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '@millrace/pipeline';
import { isSignedTarget } from '@millrace/registry';
import { type Arguments, UsageError } from '../src/command.ts';
import { links } from '../src/commands/links.ts';
import { runMillrace, useScratch } from './run-millrace.ts';

const scratch = useScratch();

/** The command in this process: what it says, and its exit code. */
async function run(dir: string, ...args: string[]) {
  const said = { stdout: [] as string[], stderr: [] as string[] };
  const { log, error } = console;
  console.log = (text: string) => void said.stdout.push(text);
  console.error = (text: string) => void said.stderr.push(text);
  try {
    const { values, positionals } = parseArgs({
      args: [...args, '--dir', dir],
      options: links.options,
      allowPositionals: true,
    });
    const code = await links.run({ values: values as Arguments['values'], positionals });
    return { code, stdout: said.stdout.join('\n'), stderr: said.stderr.join('\n') };
  } finally {
    Object.assign(console, { log, error });
  }
}

function createLake(name: string): string {
  const dir = join(scratch(), name);
  mkdirSync(dir);
  return dir;
}

const spring = ['create', 'spring', '--target', 'https://shop.example/spring', '--payout-cents', '25'];

test('a link is created, listed, signed and removed; its id is not given again', async () => {
  const dir = createLake('whole');
  const options = ['--currency', 'EUR', '--parameter', 'sub', '--parameter', 'place', '--dir', dir];
  const created = await runMillrace(['links', ...spring, ...options]);
  expect(created).toEqual({
    code: 0,
    stdout: '/r/spring leads to https://shop.example/spring and pays 0.25 EUR a click\n',
    stderr: '',
  });

  expect(JSON.parse((await run(dir, 'list', '--json')).stdout)).toEqual([
    {
      linkId: 'spring',
      target: 'https://shop.example/spring',
      payoutCents: 25,
      currency: 'EUR',
      parameters: ['sub', 'place'],
      isRemoved: false,
    },
  ]);
  expect((await run(dir, 'list')).stdout).toMatch(/spring +live +0\.25 EUR/);

  const signed = await run(dir, 'sign', 'spring', 'sub=a b&c', 'place=top');
  const path = new URL(signed.stdout.trim(), 'https://clicks.example');
  const { sig, ...parameters } = Object.fromEntries(path.searchParams);
  expect([path.pathname, parameters]).toEqual(['/r/spring', { 'p.sub': 'a b&c', 'p.place': 'top' }]);
  const added = new Map(Object.entries({ sub: 'a b&c', place: 'top' }));
  const lakeKey = readFileSync(join(dir, 'secrets/lake-key'));
  expect(isSignedTarget('spring', added, sig ?? '', lakeKey)).toBe(true);

  expect(await run(dir, 'remove', 'spring')).toMatchObject({ code: 0, stdout: expect.stringContaining('within 30 s') });
  expect((await run(dir, 'list')).stdout).toMatch(/spring +removed/);
  for (const again of [spring, ['sign', 'spring', 'sub=a'], ['remove', 'summer']]) {
    const { code, stdout, stderr } = await run(dir, ...again);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('npx millrace links list');
  }
});

test('the list says which links lead somewhere, and what they pay', async () => {
  const dir = createLake('states');
  const create = (linkId: string, ...options: string[]) =>
    run(dir, 'create', linkId, '--target', 'https://shop.example/', '--payout-cents', '5', ...options);
  expect((await run(dir, 'list')).stdout).toContain('There are no links');
  await create('ended', '--to', '2020-01-01T00:00:00+01:00');
  await create('coming', '--from', '2099-01-01T00:00:00Z');
  await create('live', '--from', '2020-01-01T00:00:00Z');
  const { stdout } = await run(dir, 'list');
  expect(stdout).toMatch(/coming +to come +0\.05 +2099-01-01 00:00 +– /);
  expect(stdout).toMatch(/ended +ended +0\.05 +– +2019-12-31 23:00/);
  expect(stdout).toMatch(/live +live +0\.05 +2020-01-01 00:00/);
});

test.each([
  ['no action', [], /say what to do: create, list, remove, sign/],
  ['another action', ['rename'], /there is no rename/],
  ['a name of Object', ['constructor'], /there is no constructor/],
  ['no target', ['create', 'spring', '--payout-cents', '1'], /needs --target and --payout-cents/],
  ['half a cent', ['create', 'spring', '--target', 'https://a.example', '--payout-cents', '0.5'], /whole number/],
  ['a target that is a script', ['create', 'a', '--target', 'javascript:x', '--payout-cents', '1'], /https/],
  ['no id', spring.filter((text) => text !== 'spring'), /create needs a link id/],
  ['two ids', ['remove', 'a', 'b'], /unexpected b/],
  ['an id with a slash', ['remove', 'a/b'], /link id/],
  ['an option of another action', ['list', '--target', 'https://a.example'], /--target does not go with list/],
  ['a value without a name', ['sign', 'spring', 'value'], /NAME=VALUE/],
  ['no value', ['sign', 'spring'], /NAME=VALUE/],
  ['a name given twice', ['sign', 'spring', 'a=1', 'a=2'], /given twice/],
  ['more than an address holds', ['sign', 'spring', `a=${'x'.repeat(4_096)}`], /4096 characters/],
  ['a stage that is none', ['list', '--stage', '../dev'], /--stage/],
])('%s is wrong usage, and leaves nothing behind', async (_, args, message) => {
  const dir = join(scratch(), 'unused');
  await expect(run(dir, ...args)).rejects.toThrow(UsageError);
  await expect(run(dir, ...args)).rejects.toThrow(message);
});

test('a parameter that the link does not have is not signed', async () => {
  const dir = createLake('parameters');
  await run(dir, ...spring, '--parameter', 'sub');
  await expect(run(dir, 'sign', 'spring', 'url=x')).rejects.toThrow(
    'url is no parameter of the link spring: it has sub',
  );
});

test('a folder that is not there is not made', async () => {
  await expect(run(join(scratch(), 'nowhere'), 'list')).rejects.toThrow(ConfigError);
  await expect(run(join(scratch(), 'nowhere'), 'list')).rejects.toThrow('npx millrace local makes one');
});

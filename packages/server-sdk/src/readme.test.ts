import { readFileSync } from 'node:fs';
import { startStage } from '../test/start-stage.ts';
import * as sdk from './index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the snippet of the README runs, and its event arrives', async () => {
  const [, snippet = ''] = /```js\n(.*?)```/s.exec(readme) ?? [];
  const [, names = ''] = /^import \{ (.*) \} from '@millrace\/server-sdk';$/m.exec(snippet) ?? [];
  expect(Object.keys(sdk)).toContain(names);
  const stage = await startStage();
  try {
    const code = snippet.replace(/^import .*$/m, '').replace('https://collect.example', stage.url);
    const AsyncFunction = (async () => {}).constructor as new (...parts: string[]) => (...values: unknown[]) => unknown;
    const run = new AsyncFunction(names, 'process', 'user', 'ctx', code);
    const user = { consent: { analytics: true, ads: false } };
    const env = { MILLRACE_KEY: 'sk_1', MILLRACE_KEY_SECRET: 'a secret' };
    await run(sdk.createClient, { env }, user, { page_url: '/' });
    expect(stage.received).toHaveLength(1);
    expect(stage.received[0]?.headers).toMatchObject({ 'x-millrace-key': 'sk_1' });
    expect(stage.received[0]?.events).toMatchObject([{ event_type: 'page_view', user, event_id: expect.any(String) }]);
  } finally {
    await stage.close();
  }
});

test('the defaults that the README names are those of the code', () => {
  const source = readFileSync(new URL('./create-client.ts', import.meta.url), 'utf8');
  for (const [, name = '', number = ''] of readme.matchAll(/`(lingerMs|maxQueuedEvents)` \(([\d,]+)\)/g)) {
    expect(source).toContain(`${name} = ${number.replace(',', '_')}`);
  }
});

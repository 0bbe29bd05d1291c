import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { decideEvent } from '@millrace/pipeline';
import { eventTypes, validateClientEvent } from '@millrace/schema';
import { buildReceipt } from '@millrace/testkit';
import fc from 'fast-check';
import { runHere } from './damaged-lake.ts';
import { runMillrace, useScratch, workspaceRoot } from './run-millrace.ts';

const scratch = useScratch();
const contracts = join(workspaceRoot, 'packages/schema/contracts');
const generated = join(workspaceRoot, 'packages/schema/generated');

type JsonObject = Record<string, unknown>;
type Validation = {
  readonly events: number;
  readonly valid: number;
  readonly invalid: number;
  readonly suppressed: number;
  readonly faultCount: number;
  readonly faults: readonly { readonly line: number; readonly path: string; readonly rule: string }[];
};

const schema = (...args: readonly string[]) => runHere(['schema', ...args]);

function write(name: string, content: string | Buffer): string {
  const path = join(scratch(), name);
  writeFileSync(path, content);
  return path;
}

const pageView = {
  event_id: '00000000-0000-4000-8000-000000000001',
  event_type: 'page_view',
  schema_version: '1.1.0',
  ts: '2026-01-15T12:00:00Z',
  user: { consent: { analytics: true, ads: false } },
  ctx: { page_url: 'https://shop.example/' },
} as const;
const pageViewWith = (changes: JsonObject): JsonObject => ({ ...pageView, ...changes });

describe('list and show', () => {
  test('list names every event type, and --json says the same', async () => {
    const screen = await runMillrace(['schema', 'list']);
    const json = await schema('list', '--json');
    const types = JSON.parse(json.stdout) as { eventType: string; versions: string[]; schemaHash: string }[];
    expect(types.map(({ eventType }) => eventType)).toEqual([...eventTypes]);
    const pageViews = types.find(({ eventType }) => eventType === 'page_view');
    expect(pageViews).toMatchObject({
      versions: expect.arrayContaining(['1.0.0', '1.1.0']),
      fields: expect.any(Number),
    });
    // The hash is the one that ingest writes into the event.
    const newest = pageViews?.versions.at(-1);
    const verdict = validateClientEvent(pageViewWith({ schema_version: newest }));
    expect(verdict.ok && verdict.schemaHash).toBe(pageViews?.schemaHash);
    const row = screen.stdout.split('\n').find((line) => line.startsWith('page_view '));
    expect(row).toContain('1.0.0, 1.1.0');
    expect(row).toContain(` ${pageViews?.schemaHash.slice(0, 12)} `);
    expect(row).toContain('A visitor saw a page.');
    expect([screen.code, json.code, screen.stderr, json.stderr]).toEqual([0, 0, '', '']);
  });

  test('show tells fields, limits, units, privacy, columns and conditions, and gives an example that is valid', async () => {
    const { code, stdout } = await schema('show', 'page_view', '--version', '1.1.0');
    expect(code).toBe(0);
    const rowOf = (field: string) =>
      stdout
        .split('\n')
        .find((line) => line.startsWith(`${field} `))
        ?.split(/ {2,}/);
    expect(rowOf('/page/title')).toEqual([
      ...['/page/title', 'no', 'sensitive', 'page_title', 'text of up to 1024 characters'],
    ]);
    expect(rowOf('/ctx/page_url')?.slice(1, 4)).toEqual(['yes', 'sensitive', 'page_url']);
    expect(rowOf('/product/product_id')?.slice(1, 3)).toEqual(['with /product', 'product_id']);
    expect(rowOf('/product/quantity')?.slice(1, 4)).toEqual(['no', 'piece', 'quantity']);
    expect(stdout).toContain('If `product.price` is there, `product.currency` must be there.');
    const example = JSON.parse(stdout.slice(stdout.indexOf('example:') + 'example:'.length)) as JsonObject;
    expect(validateClientEvent(example)).toMatchObject({ ok: true, contractVersion: '1.1.0' });
  });

  test('show without a version takes the newest one, and says when there is one', async () => {
    const newest = await schema('show', 'page_view');
    const older = await schema('show', 'page_view', '--version', '1.0.0');
    expect(newest.stdout).not.toMatch(/^page_view 1\.0\.0/);
    expect(older.stdout).toMatch(/^page_view 1\.0\.0 \(the newest is 1\.\d+\.0\)\n/);
  });

  test('show --json is the JSON Schema that lies in generated/', async () => {
    const { code, stdout } = await schema('show', 'page_view', '--version', '1.0.0', '--json');
    expect(code).toBe(0);
    expect(`${stdout}\n`).toBe(readFileSync(join(generated, 'json-schema/page_view/1.0.0.json'), 'utf8'));
  });
});

test.each<[readonly string[], RegExp]>([
  [[], /say what to do: list, show, validate, new, check/],
  [['lint'], /there is no lint, only list/],
  [['show'], /show needs one event type/],
  [['show', 'page_view', 'click'], /unexpected click/],
  [['show', 'pageview'], /no event type pageview; did you mean page_view\? known: add_to_cart, /],
  [['show', 'checkout_abandoned_again'], /no event type checkout_abandoned_again; known: add_to_cart, /],
  [['show', 'page_view', '--version', '9.0.0'], /page_view has no version 9\.0\.0; known: 1\.0\.0, 1\.1\.0/],
  [['list', '--limit', '3'], /--limit does not go with list/],
  [['list', '--contracts', '/no/such/folder'], /\/no\/such\/folder does not exist/],
  [['validate'], /validate needs one file/],
  [['validate', 'x', '--limit', 'all'], /--limit takes a whole number/],
  [['validate', 'x', '--contracts', contracts], /--contracts does not go with validate/],
  [['new', 'click', '--minor', '--major'], /one of --patch, --minor and --major/],
  [['check', '--againts', 'main'], /Unknown option/],
])('schema %j: one line on stderr, exit 2', async (args, text) => {
  const { code, stdout, stderr } = await schema(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(text)]);
});

describe('validate', () => {
  /** What a line of NDJSON gets, each in its turn. */
  const faults: readonly [line: JsonObject | string | number, expected: readonly string[]][] = [
    [pageView, []],
    [
      pageViewWith({ ts: 'yesterday', page: { title: 'x'.repeat(1100), titel: 'a', category: 7 } }),
      [
        '/ts  format: expected a date-time, found "yesterday"',
        '/page/titel  additionalProperties: the contract does not know this key; did you mean title?',
        '/page/title  maxLength: expected at most 1024 characters, found 1100 characters',
        '/page/category  type: expected string, found number 7',
      ],
    ],
    // Blank lines count as lines.
    ['', []],
    ['{"a": [1, 2}', ['not-json: expected , or ], found "}"']],
    [
      pageViewWith({ event_type: 'pageview' }),
      ['/event_type  schema-unknown: there is no event type "pageview"; did you mean page_view?'],
    ],
    [
      pageViewWith({ schema_version: '9.0.0' }),
      ['/schema_version  schema-unknown: page_view has no version "9.0.0"; known: 1.0.0, 1.1.0'],
    ],
    [
      pageViewWith({ schema_version: 'one' }),
      ['/schema_version  schema-invalid: expected a version such as 1.0.0, found "one"'],
    ],
    // A version that nobody knows yet: what is known must be right, the rest is kept aside.
    [pageViewWith({ schema_version: '1.999.0', color: 'red', page: { colour: 1 } }), []],
    [
      pageViewWith({ schema_version: '1.999.0', color: 'red', page: { title: 1 }, ctx: {} }),
      ['/ctx/page_url  required: is missing', '/page/title  type: expected string, found number 1'],
    ],
    [pageViewWith({ schema_version: '1.0.0' }), []],
    [pageViewWith({ user: { consent: { analytics: false, ads: false } }, ctx: {} }), []],
    [
      pageViewWith({ user: { consent: 'yes' }, ctx: {} }),
      [
        '/user/consent  consent-unreadable: user.consent must be an object with the booleans analytics and ads, found "yes"',
        '/ctx/page_url  required: is missing',
      ],
    ],
    [7, ['not-an-event: an event is a JSON object, found number 7']],
    [
      pageViewWith({ product: { product_id: '', price: -3, quantity: 1.5 } }),
      [
        '/product/product_id  minLength: expected at least 1 characters, found 0 characters',
        '/product/price  minimum: expected at least 0, found number -3',
        '/product/quantity  type: expected integer, found number 1.5',
        '/product/currency  dependentRequired: is missing, though price is there',
      ],
    ],
    [
      pageViewWith({
        product: { product_id: 'a', currency: 'euros are meant, of course, what else should be meant here?' },
      }),
      [
        '/product/currency  maxLength: expected at most 3 characters, found 59 characters',
        '/product/currency  pattern: expected to match ^[A-Z]{3}$, found "euros are meant, of course, what else should be meant her…" (59 characters)',
      ],
    ],
    [
      pageViewWith({ custom_properties: { ['k'.repeat(300)]: 1, list: [1], object: {} } }),
      [
        '/custom_properties  maxLength: name of a property: expected at most 256 characters, found 300 characters',
        '/custom_properties/list  type: expected string, number, boolean or null, found an array of 1',
        '/custom_properties/object  type: expected string, number, boolean or null, found an object of 0',
      ],
    ],
    [
      pageViewWith({ metadata: { experiment_keys: Array(65).fill('a') }, event_id: 'urn:1\u001b[2J' }),
      [
        '/event_id  format: expected a uuid, found "urn:1\\u001b[2J"',
        '/metadata/experiment_keys  maxItems: expected at most 64 items, found 65 items',
      ],
    ],
    [
      {
        ...pageView,
        event_type: 'consent_update',
        schema_version: '1.0.0',
        consent_change: { policy_version: '1', method: 'x' },
      },
      ['/consent_change/method  enum: expected "banner", "settings", "api" or "other", found "x"'],
    ],
    [pageViewWith({ a: { b: { constructor: 1 } } }), ['/a/b  forbidden-key: the key constructor is not allowed']],
    [
      pageViewWith({ custom_properties: { z: 'w'.repeat(40_000) } }),
      ['/custom_properties/z  too-large: a text may have 8192 characters'],
    ],
    [
      JSON.stringify(pageViewWith({ schema_version: '1.999.0' })).replace(/}$/, ',"z":1e400}'),
      [
        '/z  schema-invalid: a number beyond 2^53 - 1 or beyond what a double holds: send it as text, found a number beyond what a double holds',
      ],
    ],
  ];
  const toLine = (line: JsonObject | string | number) => (typeof line === 'string' ? line : JSON.stringify(line));
  const mixture = faults.map(([line]) => toLine(line)).join('\n');

  test('every fault in one line: where, which rule, what was found', async () => {
    const { code, stdout } = await runMillrace(['schema', 'validate', write('mixture.ndjson', mixture)]);
    const expected = faults.flatMap(([line, texts], index) => {
      const place = line === '{"a": [1, 2}' ? `line ${index + 1}, column 12` : `line ${index + 1}`;
      return texts.map((text) => `${place}  ${text}`);
    });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(0, -3)).toEqual(expected);
    expect(lines.at(-3)).toMatch(
      /^note: page_view 1\.999\.0 \(1 event, first in line 8\) is not known yet and was checked by 1\.\d+\.0; kept aside, because it does not know them: \/color, \/page\/colour$/,
    );
    expect(lines.at(-2)).toMatch(
      /^note: page_view 1\.0\.0 \(1 event, first in line 10\): there is a newer version, 1\.\d+\.0$/,
    );
    const invalid = faults.filter(([, texts]) => texts.length > 0).length;
    expect(lines.at(-1)).toContain(
      `mixture.ndjson: ${faults.length - 1} events, ${faults.length - invalid - 2} valid, ${invalid} invalid (`,
    );
    expect(lines.at(-1)).toMatch(/, 1 suppressed \(consent denies analytics: ingest keeps nothing\)$/);
    expect(code).toBe(1);
  });

  test('--limit shows fewer faults and counts all', async () => {
    const all = faults.flatMap(([, texts]) => texts).length;
    const path = write('limited.ndjson', mixture);
    const screen = await schema('validate', path, '--limit', '2');
    const json = await schema('validate', path, '--limit', '2', '--json');
    expect(screen.stdout.split('\n')[2]).toBe(`… and ${all - 2} more faults; --limit shows them`);
    const validation = JSON.parse(json.stdout) as Validation;
    expect(validation.faults).toHaveLength(2);
    expect(validation).toMatchObject({ faultCount: all, events: faults.length - 1, suppressed: 1 });
    expect([screen.code, json.code]).toEqual([1, 1]);
  });

  test('all other forms of a file', async () => {
    const wrong = pageViewWith({ page: { title: 1 } });
    const events = [pageView, wrong, pageView];
    const pretty = JSON.stringify(events, undefined, 2);
    const begins = pretty
      .split('\n')
      .map((line, index) => (line === '  {' ? index + 1 : 0))
      .filter((line) => line > 0);
    // One line for the start, one more for the key.
    const requestLine = (begins[1] ?? 0) + 2;
    const ndjson = events.map((event) => `${JSON.stringify(event)}\r\n`).join('');
    const files: readonly [string, string | Buffer, count: number, line: number][] = [
      ['array.json', JSON.stringify(events), 3, 1],
      ['pretty.json', pretty, 3, begins[1] ?? 0],
      ['request.json', JSON.stringify({ events }), 3, 1],
      ['pretty-request.json', `\n${JSON.stringify({ events }, undefined, 2)}\n`, 3, requestLine],
      ['one.json', JSON.stringify(wrong, undefined, 2), 1, 1],
      ['mark.ndjson', `\ufeff${ndjson}`, 3, 2],
      ['plain.ndjson.gz', gzipSync(ndjson), 3, 2],
      ['plain.ndjson.zst', zstdCompressSync(ndjson), 3, 2],
      ['array.json.gz', gzipSync(pretty), 3, begins[1] ?? 0],
    ];
    for (const [name, content, count, line] of files) {
      const { code, stdout } = await schema('validate', write(name, content), '--json');
      const { events: found, invalid, faults: placed } = JSON.parse(stdout) as Validation;
      expect({ name, code, found, invalid, placed }).toEqual({
        ...{ name, code: 1, found: count, invalid: 1 },
        placed: [{ line, path: '/page/title', rule: 'type', message: 'expected string, found number 1' }],
      });
    }
  });

  test('JSON that is broken: line and column', async () => {
    const pretty = JSON.stringify(pageView, undefined, 2);
    const files: readonly [string, string, readonly string[]][] = [
      [
        'key.json',
        pretty.replace('"ts"', 'ts'),
        ['line 5, column 3  not-json: expected a key in double quotes, found ts'],
      ],
      [
        'element.json',
        `[${JSON.stringify(pageView)},\n {"a":}]`,
        ['line 2, column 7  not-json: expected a value, found "}"'],
      ],
      ['open.json', `[${JSON.stringify(pageView)}\n`, ['line 2, column 1  not-json: the array is not closed']],
      [
        'request-cut.json',
        `{"events": [${JSON.stringify(pageView)}]\n`,
        ['line 2, column 1  not-json: the object is not closed'],
      ],
      [
        'request-more.json',
        `{"events": [${JSON.stringify(pageView)}], "sent": 1}`,
        [
          `line 1, column ${JSON.stringify(pageView).length + 14}  not-json: expected }: a request has nothing beside its events`,
        ],
      ],
      ['comma.json', `[${JSON.stringify(pageView)},\n]`, ['line 2, column 1  not-json: expected a value']],
      [
        'cut.ndjson',
        `{"a":\n${JSON.stringify(pageView)}`,
        ['line 1, column 6  not-json: ends where a value is expected'],
      ],
    ];
    for (const [name, content, expected] of files) {
      const { code, stdout } = await schema('validate', write(name, content));
      expect([name, code, ...stdout.split('\n').slice(0, -1)]).toEqual([name, 1, ...expected]);
    }
  });

  test.each<[string, () => string, RegExp]>([
    ['a missing file', () => join(scratch(), 'nothing.ndjson'), /nothing\.ndjson does not exist/],
    ['a directory', () => scratch(), /is a directory/],
    ['an empty file', () => write('empty.ndjson', ''), /empty\.ndjson is empty: there is nothing to read/],
    ['a file of blank lines', () => write('blank.ndjson', '\n \n'), /blank\.ndjson holds no event/],
    ['an array without events', () => write('none.json', '[ ]'), /none\.json holds no event/],
    ['a binary file', () => write('binary.ndjson', Buffer.from([123, 0, 1, 2])), /binary/],
    [
      'a damaged gz file',
      () => write('cut.gz', gzipSync(mixture).subarray(0, 200)),
      /cut\.gz is damaged or cut off .*; get a whole copy and run the same command again$/,
    ],
    ['a gz file of nothing', () => write('none.gz', gzipSync('')), /none\.gz is empty.*: there is nothing to read$/],
  ])('%s: exit 2', async (_, path, text) => {
    const { code, stdout, stderr } = await schema('validate', path());
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(text)]);
  });

  test('a reader that has seen enough ends it without a word', () => {
    const path = write('faulty.ndjson', '{}\n'.repeat(50_000));
    const main = join(workspaceRoot, 'packages/cli/src/main.ts');
    const command = '"$0" "$1" schema validate "$2" --limit 1000000 | head -1';
    const { stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, main, path], { encoding: 'utf8' });
    expect(stdout).toMatch(/^line 1 {2}\/user\/consent {2}consent-unreadable: .*, found nothing\n$/);
    expect(stderr).not.toMatch(/EPIPE|Error/);
  });

  test('stdin, plain and compressed', () => {
    const validateStdin = (input: string | Buffer) =>
      spawnSync(
        process.execPath,
        [join(workspaceRoot, 'packages/cli/src/main.ts'), 'schema', 'validate', '-', '--json'],
        {
          input,
          encoding: 'utf8',
        },
      );
    const line = `${JSON.stringify(pageView)}\n`;
    for (const input of [line, gzipSync(line)]) {
      const { status, stdout } = validateStdin(input);
      expect([status, (JSON.parse(stdout) as Validation).valid]).toEqual([0, 1]);
    }
    for (const input of ['', zstdCompressSync(line), gzipSync(line).subarray(0, 30)]) {
      expect(validateStdin(input)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/stdin is/) });
    }
  });

  const decide = (value: unknown) => decideEvent(value, buildReceipt());

  type Fixtures = {
    readonly valid: readonly { readonly event: JsonObject }[];
    readonly invalid: readonly { readonly event: JsonObject; readonly path: string; readonly rule: string }[];
  };
  const fixtures = globSync('fixtures/*/*.json', { cwd: generated })
    .sort()
    .map((path) => JSON.parse(readFileSync(join(generated, path), 'utf8')) as Fixtures);

  test('of every event that a contract refuses it names the place and the rule', async () => {
    const invalid = fixtures.flatMap((file) => file.invalid);
    expect(invalid.length).toBeGreaterThan(500);
    const path = write('fixtures.ndjson', invalid.map(({ event }) => JSON.stringify(event)).join('\n'));
    const { code, stdout } = await schema('validate', path, '--json', '--limit', '1000000');
    expect(code).toBe(1);
    const byLine = Map.groupBy((JSON.parse(stdout) as Validation).faults, ({ line }) => line);
    const missed = invalid.filter(({ event, path: place, rule }, index) => {
      const outcome = decide(event);
      const found = byLine.get(index + 1) ?? [];
      const isContract = outcome.kind === 'quarantined' && outcome.reason === 'schema-invalid';
      if (!isContract || (place === '/schema_version' && rule !== 'maxLength'))
        return found.length > 0 === (outcome.kind !== 'quarantined');
      return !found.some((fault) => fault.rule === rule && fault.path.startsWith(place));
    });
    expect(missed).toEqual([]);
  });

  test('what it calls invalid is what ingest refuses, for any mixture in any form', async () => {
    const good = fixtures.flatMap((file) => file.valid.map(({ event }) => event));
    const bad = fixtures.flatMap((file) => file.invalid.map(({ event }) => event));
    const event = fc.oneof(
      fc.constantFrom(...good),
      fc.constantFrom(...bad),
      fc.constantFrom(...good).map((value) => ({ ...value, user: { consent: { analytics: false, ads: true } } })),
      fc
        .tuple(fc.constantFrom(...good), fc.jsonValue(), fc.string())
        .map(([value, added, key]) => ({ ...value, [key]: added })),
      fc
        .tuple(
          fc.constantFrom(...good),
          fc.constantFrom('1.5.0', '1.0.7', '2.0.0', '0.1.0', 'x', '', '1.99999999999.0'),
        )
        .map(([value, version]) => ({ ...value, schema_version: version, added: { by: 'a newer version' } })),
      fc.jsonValue(),
    );
    const forms: readonly ((events: readonly unknown[]) => string)[] = [
      (events) => events.map((value) => JSON.stringify(value)).join('\n'),
      (events) => JSON.stringify(events),
      (events) => JSON.stringify(events, undefined, 1),
    ];
    for (const [form, toText] of forms.entries()) {
      const events: readonly unknown[] = [{}, ...fc.sample(event, { numRuns: 400, seed: 20260115 + form })];
      // As they come out of the file: JSON has no undefined, no -0.
      const outcomes = events.map((value) => decide(JSON.parse(JSON.stringify(value))).kind);
      const count = (kind: string) => outcomes.filter((outcome) => outcome === kind).length;
      const { stdout } = await schema('validate', write(`form-${form}.json`, toText(events)), '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        ...{ events: events.length, valid: count('accepted'), invalid: count('quarantined') },
        suppressed: count('suppressed'),
      });
    }
  });
});

describe('new', () => {
  let copies = 0;
  function copyContracts(): string {
    copies += 1;
    const copy = join(scratch(), `contracts-${copies}`);
    cpSync(contracts, copy, { recursive: true });
    return copy;
  }
  const read = (...path: readonly string[]) => JSON.parse(readFileSync(join(...path), 'utf8')) as JsonObject;
  const newestPageView = readdirSync(join(contracts, 'page_view')).length - 1;

  test('a new event type is a contract that the generator takes as it is', async () => {
    const copy = copyContracts();
    const { code, stdout } = await schema('new', 'video_play', '--contracts', copy);
    expect(code).toBe(0);
    expect(stdout).toMatch(/video_play\/1\.0\.0\.json: video_play 1\.0\.0, its first version\n/);
    expect(stdout).toMatch(/edit it\n.*npm run generate\n.*npx millrace schema check --against main$/);
    const shown = await schema('show', 'video_play', '--contracts', copy);
    expect(shown.stdout).toMatch(/\/video_play\/name +yes +video_play_name +text of 1 to 256 characters\n/);
    expect(shown.stdout).toMatch(/\/video_play\/value +no +second +video_play_value +number from 0 to 1000000\n/);
    const listed = await schema('list', '--contracts', copy);
    expect(listed.stdout).toMatch(/\nvideo_play +1\.0\.0 /);
  });

  test('a known event type gets its next version: the same but for its name', async () => {
    const copy = copyContracts();
    const hashOf = (path: string) =>
      createHash('sha256')
        .update(readFileSync(join(copy, path)))
        .digest('hex');
    const before = hashOf(`page_view/1.${newestPageView}.0.json`);
    const next = { minor: `1.${newestPageView + 1}.0`, patch: `1.${newestPageView + 1}.1` };
    expect((await schema('new', 'page_view', '--contracts', copy)).stdout).toContain(
      `page_view/${next.minor}.json: page_view ${next.minor}, a copy of 1.${newestPageView}.0`,
    );
    expect((await schema('new', 'page_view', '--patch', '--contracts', copy)).code).toBe(0);
    expect(hashOf(`page_view/1.${newestPageView}.0.json`)).toBe(before);
    const old = readFileSync(join(copy, `page_view/1.${newestPageView}.0.json`), 'utf8');
    for (const version of Object.values(next)) {
      const text = readFileSync(join(copy, `page_view/${version}.json`), 'utf8');
      const changed = text.split('\n').filter((line, index) => line !== old.split('\n')[index]);
      expect(changed.map((line) => line.match(/"(?:\$id|const)": "[^"]*"/)?.[0])).toEqual([
        `"$id": "urn:millrace:schema:page_view:${version}"`,
        `"const": "${version}"`,
      ]);
    }
  });

  test('--major starts the next major version', async () => {
    const copy = copyContracts();
    const envelope = join(copy, 'envelope/1.0.0.json');
    // Whatever versions the envelope lets through.
    writeFileSync(
      envelope,
      readFileSync(envelope, 'utf8').replace(/\n *"pattern": "[^"]*",(\n *"x-column": "schema_version")/, '$1'),
    );
    const { code, stdout } = await schema('new', 'search', '--major', '--contracts', copy);
    expect([code, stdout]).toEqual([0, expect.stringContaining('search/2.0.0.json')]);
    expect(read(copy, 'search/2.0.0.json')).toMatchObject({ $id: 'urn:millrace:schema:search:2.0.0' });
  });

  test.each<[string, RegExp]>([
    ['VideoPlay', /no name of an event type: snake_case/],
    ['video-play', /snake_case/],
    ['video__play', /snake_case/],
    ['../video', /snake_case/],
    ['v'.repeat(65), /at most 64 characters/],
    ['envelope', /a part that contracts share/],
    ['lake', /a part that contracts share/],
  ])('%s is refused, and nothing is written', async (name, text) => {
    const copy = copyContracts();
    const { code, stdout, stderr } = await schema('new', name, '--contracts', copy);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(text)]);
    expect(readdirSync(copy)).toEqual(readdirSync(contracts));
  });

  test('what the generator would refuse is not written', async () => {
    const copy = copyContracts();
    // user_action has a column action_value that means something else.
    const { code, stderr } = await schema('new', 'action', '--contracts', copy);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/would refuse action\/1\.0\.0\.json: .*action_value/)]);
    expect(existsSync(join(copy, 'action'))).toBe(false);
    const first = await schema('new', 'brand_new', '--major', '--contracts', copy);
    expect([first.code, first.stderr]).toEqual([
      2,
      expect.stringMatching(/its first version is 1\.0\.0, without --major/),
    ]);
  });
});

import fc from 'fast-check';
import { type JsonText, splitJsonTexts } from './split-json-texts.ts';

async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let start = 0;
  for (let index = 0; start < bytes.length; index++) {
    const end = start + (sizes[index % sizes.length] ?? bytes.length);
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function split(text: string | Buffer, sizes: readonly number[] = [1000], limit?: number): Promise<JsonText[]> {
  const texts: JsonText[] = [];
  for await (const run of splitJsonTexts(inChunks(Buffer.from(text), sizes), limit)) texts.push(...run);
  return texts;
}

const show = ({ text, line, column, isCut, fault }: JsonText) =>
  `${line}:${column} ${isCut ? 'cut ' : ''}${fault === undefined ? '' : `(${fault}) `}${text.trim()}`;

test.each<[string, string, readonly string[]]>([
  ['lines', '{"a":1}\n\n{"a":2}', ['1:1 {"a":1}', '3:1 {"a":2}']],
  ['lines of Windows, with a byte order mark', '\ufeff{"a":1}\r\n{"a":2}\r\n', ['1:1 {"a":1}', '2:1 {"a":2}']],
  ['lines of which the first is broken', '{"a":{\n{"b":1}\n', ['1:1 {"a":{', '2:1 {"b":1}']],
  ['a line that is closed twice', '{"a":1}}\n{"a":2}\n', ['1:1 {"a":1}}', '2:1 {"a":2}']],
  ['values that are no objects', '7\n"x"\nnull', ['1:1 7', '2:1 "x"', '3:1 null']],
  ['an array in one line', '[{"a":[1,2]}, {"b":"],["}]', ['1:2 {"a":[1,2]}', '1:15 {"b":"],["}']],
  ['an array over lines', '\n[\n  {"ä":1},\n  {"b":2}\n]\n', ['3:3 {"ä":1}', '4:3 {"b":2}']],
  ['an array with a bracket behind a quote', '["a\\"]",1]', ['1:2 "a\\"]"', '1:9 1']],
  ['columns are characters', '["äö😀",1]', ['1:2 "äö😀"', '1:8 1']],
  ['an empty array', ' [ ]', []],
  ['a comma at the end', '[1,]', ['1:2 1', '1:4 (expected a value) ']],
  ['two commas', '[1,,2]', ['1:2 1', '1:4 (expected a value) ', '1:5 2']],
  ['an array that is not closed', '[1,\n2', ['1:2 1', '2:1 2', '2:2 (the array is not closed) ']],
  ['something behind the array', '[1]\n[2]', ['1:2 1', '2:1 (expected the end: the array is closed) [2]']],
  ['one object over lines', '{\n  "a": 1\n}\n', ['1:1 {\n  "a": 1\n}']],
  ['objects over lines', '{\n"a":1\n}\n{\n"b":{}\n} {"c":1}', ['1:1 {\n"a":1\n}', '4:1 {\n"b":{}\n}', '6:3 {"c":1}']],
  ['an object that is not closed', '{\n"a":1\n', ['1:1 {\n"a":1']],
  ['a word between objects', '{\n"a":1}\nabc\n{"b":1}', ['1:1 {\n"a":1}', '3:1 abc', '4:1 {"b":1}']],
])('%s', async (_, text, expected) => {
  expect((await split(text)).map(show)).toEqual(expected);
});

test('what is too long is cut, and what follows is not', async () => {
  const long = JSON.stringify({ a: 'x'.repeat(100) });
  const cut = long.slice(0, 20);
  expect((await split(`{"a":1}\n${long}\n{"b":2}\n`, [7], 20)).map(show)).toEqual([
    '1:1 {"a":1}',
    `2:1 cut ${cut}`,
    '3:1 {"b":2}',
  ]);
  expect((await split(`[1,${long},2]`, [7], 20)).map(show)).toEqual(['1:2 1', `1:4 cut ${cut}`, '1:113 2']);
});

const event = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });

test('however the file is written and read, its values are found', async () => {
  const forms: readonly ((values: readonly object[]) => string)[] = [
    (values) => values.map((value) => `${JSON.stringify(value)}\n`).join(''),
    (values) => JSON.stringify(values),
    (values) => JSON.stringify(values, undefined, 2),
    (values) => values.map((value) => JSON.stringify({ value }, undefined, '\t')).join('\n'),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...forms.keys()),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      async (values, form, sizes) => {
        const texts = await split(forms[form]?.(values) ?? '', sizes);
        const found = texts.map(({ text }) => JSON.parse(text) as unknown);
        const expected = form === 3 ? values.map((value) => ({ value })) : values;
        expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
        expect(texts.every(({ isCut, fault }) => !isCut && fault === undefined)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('a file without values has none', async () => {
  expect(await split('')).toEqual([]);
  expect(await split(' \n\t\r\n')).toEqual([]);
});

import { InvariantError } from '@millrace/pipeline';
import { createMemoryStateTable } from '@millrace/testkit';
import { createLinkStore } from './create-link-store.ts';
import { type Link, toLink } from './link.ts';

const buildLink = (linkId: string): Link =>
  toLink({
    linkId,
    target: 'https://shop.example/sale',
    payoutCents: 25,
    currency: 'EUR',
    parameters: ['sub'],
  }) as Link;

test('a link is created once, found and listed as it is', async () => {
  const store = createLinkStore(createMemoryStateTable());
  expect(await store.create(buildLink('b'))).toBe('created');
  expect(await store.create({ ...buildLink('b'), target: 'https://other.example/' })).toBe('exists');
  expect(await store.create(buildLink('a'))).toBe('created');
  expect(await store.find('b')).toEqual(buildLink('b'));
  expect(await store.find('c')).toBeUndefined();
  expect(await store.find('no/id')).toBeUndefined();
  expect(await store.list()).toEqual([buildLink('a'), buildLink('b')]);
});

test('a removed link stays in the table, so that nobody gets its id', async () => {
  const store = createLinkStore(createMemoryStateTable());
  await store.create(buildLink('a'));
  expect([await store.remove('a'), await store.remove('a'), await store.remove('b')]).toEqual([
    ...['removed', 'removed', 'unknown'],
  ]);
  expect(await store.find('a')).toEqual({ ...buildLink('a'), isRemoved: true });
  expect(await store.create(buildLink('a'))).toBe('exists');
});

test('whoever changes the entry between the look and the write: the removal is done all the same', async () => {
  const table = createMemoryStateTable();
  await createLinkStore(table).create(buildLink('a'));
  let looks = 0;
  const racing = createLinkStore({
    ...table,
    get: async (kind, id) => {
      const entry = await table.get(kind, id);
      looks += 1;
      if (looks === 1 && entry)
        await table.put(kind, id, { ...entry.value, payoutCents: 1 }, { ifVersion: entry.version });
      return entry;
    },
  });
  expect(await racing.remove('a')).toBe('removed');
  expect(await createLinkStore(table).find('a')).toEqual({ ...buildLink('a'), payoutCents: 1, isRemoved: true });
});

test.each([
  ['no target', { target: undefined }],
  ['a target that is a script', { target: 'javascript:alert(1)' }],
  ['no list of parameters', { parameters: 'sub' }],
  ['half a cent', { payoutCents: 0.5 }],
  ['no word on its removal', { isRemoved: undefined }],
])('an entry with %s is damage, not a link', async (_, change) => {
  const table = createMemoryStateTable();
  const { linkId, ...value } = buildLink('a');
  await table.put('link', linkId, JSON.parse(JSON.stringify({ ...value, ...change })), { ifVersion: undefined });
  await expect(createLinkStore(table).find('a')).rejects.toThrow(InvariantError);
});

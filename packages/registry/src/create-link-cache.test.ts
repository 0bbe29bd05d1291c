import { TransientError } from '@millrace/pipeline';
import { createLinkCache } from './create-link-cache.ts';
import { type Link, toLink } from './link.ts';

const buildLink = (linkId: string): Link =>
  toLink({ linkId, target: 'https://shop.example/sale', payoutCents: 25 }) as Link;

function createBed() {
  const links = new Map<string, Link>([['a', buildLink('a')]]);
  const bed = { time: 0, reads: [] as string[], error: undefined as Error | undefined, links };
  const store = {
    find: async (linkId: string) => {
      bed.reads.push(linkId);
      if (bed.error) throw bed.error;
      return links.get(linkId);
    },
  };
  return { bed, cache: createLinkCache({ store, now: () => bed.time }) };
}

test('one read a link and 30 s, for those that are there and those that are not', async () => {
  const { bed, cache } = createBed();
  for (const time of [0, 29_999, 30_000]) {
    bed.time = time;
    expect([await cache.find('a'), await cache.find('b')]).toEqual([buildLink('a'), undefined]);
  }
  expect(bed.reads).toEqual(['a', 'b']);
  bed.links.set('a', { ...buildLink('a'), isRemoved: true });
  bed.links.set('b', buildLink('b'));
  bed.time = 30_001;
  expect([(await cache.find('a'))?.isRemoved, await cache.find('b')]).toEqual([true, buildLink('b')]);
  expect(bed.reads).toEqual(['a', 'b', 'a', 'b']);
});

test('clicks at the same time share a read; what can be no id costs none', async () => {
  const { bed, cache } = createBed();
  await Promise.all([cache.find('a'), cache.find('a'), cache.find('../a'), cache.find('x'.repeat(65))]);
  expect(bed.reads).toEqual(['a']);
});

test('CLICK-8: while the table is away what is known is good for ten minutes, and the table is left alone in between', async () => {
  const { bed, cache } = createBed();
  await cache.find('a');
  bed.error = new TransientError('away');
  bed.time = 60_000;
  expect(await cache.find('a')).toEqual(buildLink('a'));
  expect(await cache.find('a')).toEqual(buildLink('a'));
  expect(bed.reads).toHaveLength(2);
  await expect(cache.find('b')).rejects.toThrow(TransientError);
  bed.time = 600_000;
  expect(await cache.find('a')).toEqual(buildLink('a'));
  bed.time = 600_001;
  await expect(cache.find('a')).rejects.toThrow(TransientError);
  bed.error = undefined;
  expect(await cache.find('a')).toEqual(buildLink('a'));
});

test('a fault that is no outage is not covered up', async () => {
  const { bed, cache } = createBed();
  await cache.find('a');
  bed.time = 60_000;
  bed.error = new TypeError('bug');
  await expect(cache.find('a')).rejects.toThrow('bug');
});

test('ten thousand invented ids push out no real link', async () => {
  const { bed, cache } = createBed();
  await cache.find('a');
  for (let n = 0; n < 10_001; n += 1) await cache.find(`invented-${n}`);
  await cache.find('a');
  expect(bed.reads.filter((linkId) => linkId === 'a')).toHaveLength(1);
  // The oldest of them was let go.
  await cache.find('invented-0');
  expect(bed.reads.filter((linkId) => linkId === 'invented-0')).toHaveLength(2);
});

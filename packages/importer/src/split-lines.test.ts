import fc from 'fast-check';
import { createLineSplitter } from './split-lines.ts';

function split(chunks: readonly Buffer[], limitBytes?: number) {
  const splitter = createLineSplitter(limitBytes);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

test('any cut of the same bytes into chunks gives the same lines', () => {
  const bytes = fc.array(fc.constantFrom(10, 13, 65, 0xc3, 0xa9), { maxLength: 60 });
  fc.assert(
    fc.property(bytes, fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }), (content, cuts) => {
      const whole = Buffer.from(content);
      const edges = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      const chunks = edges.slice(1).map((edge, index) => whole.subarray(edges[index], edge));
      const lines = split(chunks);
      const expected = whole.toString('latin1').split('\n');
      if (expected.at(-1) === '') expected.pop();
      expect(lines.map(({ bytes: line }) => line.toString('latin1'))).toEqual(expected);
      expect(lines.map(({ number }) => number)).toEqual(expected.map((_, index) => index + 1));
    }),
  );
});

test('a line over the limit comes back cut, once, and the next one is whole', () => {
  const lines = split([Buffer.from('abcdef'), Buffer.from('ghi'), Buffer.from('jk\nlmno\npqrst')], 4);
  expect(lines.map(({ bytes, isCut }) => [bytes.toString(), isCut])).toEqual([
    ['abcd', true],
    ['lmno', false],
    ['pqrs', true],
  ]);
});

test('an endless line takes no more memory than the limit', () => {
  const splitter = createLineSplitter(1024);
  const chunk = Buffer.alloc(64 * 1024, 'x');
  for (let round = 0; round < 1000; round++) expect(splitter.push(chunk)).toEqual([]);
  expect(splitter.end()).toEqual([{ number: 1, bytes: Buffer.alloc(1024, 'x'), isCut: true }]);
});

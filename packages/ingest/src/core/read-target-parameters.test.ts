import { readTargetParameters } from './read-target-parameters.ts';

const read = (query: string) => readTargetParameters(new URLSearchParams(query));

test('p.* and sig; what platforms append is passed over', () => {
  expect(read('p.sub=a%20b&utm_source=x&gclid=1&fbclid=2&sig=f0&p.place=&analytics=1')).toEqual({
    parameters: new Map([
      ['sub', 'a b'],
      ['place', ''],
    ]),
    signature: 'f0',
  });
  expect(read('utm_source=a&utm_source=b')).toEqual({ parameters: new Map(), signature: '' });
});

test.each([
  ['a parameter given twice', 'p.a=1&p.a=1&sig=f0'],
  ['two signatures', 'p.a=1&sig=f0&sig=f0'],
  ['too much', `p.a=${'x'.repeat(4_096)}&sig=f0`],
])('%s cannot be meant', (_, query) => {
  expect(read(query)).toBeUndefined();
});

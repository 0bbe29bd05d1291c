import { readVerdict } from './read-verdict.ts';

const identifiers = ['1', '2', '3'];

test.each([
  ['nothing', undefined],
  ['null', null],
  ['an empty answer', {}],
  ['a null list', { batchItemFailures: null }],
  ['an empty list', { batchItemFailures: [] }],
  ['a mistyped list', { batchItemsFailures: [{ itemIdentifier: '2' }] }],
])('%s is full success', (_, answer) => {
  expect(readVerdict(answer, identifiers)).toEqual({ kind: 'success' });
});

test.each([
  ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
  ['a mistyped key', { batchItemFailures: [{ itemIdentifer: '2' }] }],
  ['an identifier of another batch', { batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '9' }] }],
  ['no object', { batchItemFailures: [null] }],
  ['no list', { batchItemFailures: 'all' }],
])('%s is full failure', (_, answer) => {
  expect(readVerdict(answer, identifiers)).toMatchObject({ kind: 'failure' });
});

test('known identifiers are places in the batch', () => {
  expect(readVerdict({ batchItemFailures: [{ itemIdentifier: '3' }, { itemIdentifier: '2' }] }, identifiers)).toEqual({
    kind: 'partial',
    failed: new Set([2, 1]),
  });
});

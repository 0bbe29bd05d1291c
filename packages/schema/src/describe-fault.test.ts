import { describeFault } from './describe-fault.ts';

const expectations: readonly [keyword: string, params: Record<string, unknown>, message: string][] = [
  ['const', { allowedValue: '1.0.0' }, 'const: expected "1.0.0"'],
  ['pattern', { pattern: '^[a-z]+$' }, 'pattern: expected to match ^[a-z]+$'],
  ['a-rule-of-tomorrow', {}, 'a-rule-of-tomorrow: not kept'],
];

test.each(expectations)('%s is named with what it expects', (keyword, params, message) => {
  expect(describeFault({ instancePath: '/page/title', keyword, params })).toEqual({ path: '/page/title', message });
});

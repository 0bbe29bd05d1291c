import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { verdictCases } from './verdict-cases.ts';

// scripts/test-python.mjs says which Python has the package jsonschema.
const python = process.env['MILLRACE_PYTHON'] ?? 'python3';
const jsonSchemaDir = join(import.meta.dirname, '../generated/json-schema');

/** One Python for all cases: to start it takes longer than to validate. */
function judgeInPython(): readonly unknown[] {
  const { status, stdout, stderr } = spawnSync(
    python,
    [join(import.meta.dirname, 'validate_verdicts.py'), jsonSchemaDir],
    {
      input: JSON.stringify(verdictCases.map(({ contract, text }) => ({ contract, text }))),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    },
  );
  if (status !== 0) throw new Error(`validate_verdicts.py ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

const verdicts = judgeInPython();

test.each(verdictCases.map(({ name, isValid }, index) => ({ name, isValid, verdict: verdicts[index] })))(
  'Python: $name',
  ({ isValid, verdict }) => {
    expect(verdict).toBe(isValid);
  },
);

test('Python gave a verdict on each case', () => {
  expect(verdicts.length).toBe(verdictCases.length);
});

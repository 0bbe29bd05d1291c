// The suites that compare with Python (`packages/*/test/*.python.test.ts`); they need python3 ≥ 3.10.
// Plain Node ≥ 20.19, no dependencies. `node scripts/test-python.mjs [--tally-file FILE] [arguments of jest]`
import { runPythonSuite } from './python-suite.mjs';
import { pythonEnv, pythonOf } from './python-venv.mjs';

process.exitCode = await runPythonSuite(process.argv.slice(2), {
  title: 'Verdicts in Python',
  suite: 'Python verdict suite',
  wanted: {
    name: 'jsonschema',
    package: 'jsonschema',
    version: '4.26.0',
    title: 'the Python validator',
    short: 'the validator',
    seconds: 10,
  },
  prepare: async (venv) => ({
    args: [
      '--verbose=false',
      '--testMatch=**/packages/*/test/*.python.test.ts',
      '--testPathIgnorePatterns=/node_modules/',
    ],
    env: { ...pythonEnv(), MILLRACE_PYTHON: pythonOf(venv) },
  }),
});

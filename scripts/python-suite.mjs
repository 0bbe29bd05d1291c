// Jest suites that need a package of the Python package index; without Python they are left out, and that is said.
// Plain Node ≥ 20.19, no dependencies.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { Ending, stop } from './ending.mjs';
import { ensureInstalled, root } from './ensure-installed.mjs';
import { findPython, provideVenv, SetupError } from './python-venv.mjs';

/**
 * A suite from the command line: `[--tally-file FILE] [arguments of jest]`. `prepare` gets the environment's folder, a
 * scratch folder and what ends the run; it starts what the tests need and says with which arguments and environment jest
 * is to run. Prints a line with the outcome, writes the tally when it is asked to, and returns the exit code.
 * @param {readonly string[]} args
 * @param {{
 *   title: string,
 *   suite: string,
 *   wanted: Parameters<typeof provideVenv>[1],
 *   prepare: (venv: string, scratch: string, ending: Ending) => Promise<{args: readonly string[], env: NodeJS.ProcessEnv}>,
 * }} suite
 * @returns {Promise<number>}
 */
export async function runPythonSuite(args, suite) {
  const at = args.indexOf('--tally-file');
  const tallyFile = at >= 0 ? args[at + 1] : undefined;
  if (at >= 0 && !tallyFile) {
    say('--tally-file needs the name of a file.');
    return 2;
  }
  const jestArgs = at >= 0 ? args.toSpliced(at, 2) : args;
  await ensureInstalled();
  let tally;
  let isStarted = true;
  try {
    tally = await testWithPython(jestArgs, suite);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    isStarted = false;
    tally = { passed: 0, failed: error.leftOut === null ? 1 : 0, leftOut: error.leftOut };
  }
  if (tallyFile) await writeFile(resolve(tallyFile), `${JSON.stringify(tally)}\n`);
  console.log(
    tally.leftOut === null
      ? `${suite.title}: ${tally.passed} passed, ${tally.failed} failed`
      : `The ${suite.suite} was left out: ${tally.leftOut}.`,
  );
  // Without Python there is nothing to do, and that is said; what went wrong on the way is an error.
  return isStarted && tally.failed === 0 && (tally.passed > 0 || tally.leftOut !== null) ? 0 : 1;
}

/** `leftOut` says why nothing was run, null when it was. */
async function testWithPython(jestArgs, { wanted, prepare }) {
  const python = findPython();
  if (typeof python !== 'string') return { passed: 0, failed: 0, leftOut: python.reason };
  const ending = new Ending();
  try {
    const venv = await provideVenv(python, wanted, ending);
    const scratch = mkdtempSync(join(tmpdir(), `millrace-test-${wanted.name}-`));
    ending.push(() => rm(scratch, { recursive: true, force: true, maxRetries: 3 }));
    const { args, env } = await prepare(venv, scratch, ending);
    return { ...(await runJest([...args, ...jestArgs], env, scratch, ending)), leftOut: null };
  } finally {
    await ending.run();
  }
}

/** With the pinned Node. */
async function runJest(args, env, scratch, ending) {
  const binFolder = join(root, 'node_modules/.bin');
  const pinnedNode = join(binFolder, 'node');
  const resultFile = join(scratch, 'result.json');
  const child = spawn(
    existsSync(pinnedNode) ? pinnedNode : process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      join(root, 'node_modules/jest/bin/jest.js'),
      '--json',
      `--outputFile=${resultFile}`,
      ...args,
    ],
    {
      cwd: root,
      env: { ...env, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}` },
      stdio: ['ignore', 'ignore', 'inherit'], // with --json, stdout is the JSON
    },
  );
  ending.push(() => stop(child));
  await new Promise((done) => child.once('close', done).once('error', done));
  return readTally(resultFile);
}

/** As in scripts/run-suites.mjs: a suite that could not run has no tests; it counts as one failure. */
async function readTally(resultFile) {
  try {
    const result = JSON.parse(await readFile(resultFile, 'utf8'));
    return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

// All checks and tests; ends with one plain line over all of them: `N passed, N failed`.
//   (nothing)      format, lint and boundaries, types, what a changed contract breaks, tests, verdicts in Python, AWS adapters
//                  against the emulator
//   --unit         without the tests that start processes (packages/*/test), without Python and the emulator
//   --coverage     measures line coverage and holds the threshold of jest.config.mjs; always on in CI
//   PATH …         only the tests below these paths
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = new Set(process.argv.slice(2).filter((arg) => arg.startsWith('--')));
const paths = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const isUnit = options.has('--unit');
const isCovered = options.has('--coverage') || process.env.CI === 'true';
const scratch = mkdtempSync(join(tmpdir(), 'millrace-test-'));
const tally = { passed: 0, failed: 0 };

if (paths.length === 0) {
  await check('format, lint, boundaries', ['node_modules/.bin/biome', 'ci', '--reporter=summary', '--colors=off']);
  await check('types', ['node_modules/.bin/tsc']);
  await check('types in stage local', ['node_modules/.bin/tsc', '--customConditions', 'local']);
  await checkContracts();
}
await runJest();
if (paths.length === 0 && !isUnit) {
  await runWithPython('verdicts in Python', 'test-python.mjs');
  await runWithPython('AWS adapters', 'test-aws.mjs');
}
rmSync(scratch, { recursive: true, force: true });
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;

async function check(what, [command, ...args]) {
  const { code, output } = await run(resolve(root, command), args, 'pipe');
  tally[code === 0 ? 'passed' : 'failed'] += 1;
  console.log(`${code === 0 ? '✓' : '✗'} ${what}`);
  if (code !== 0) console.log(output.trim());
}

/**
 * What a change of the contracts would break, and whether generated files are what contracts and models say. Against
 * MILLRACE_AGAINST, the commit that the change goes on; without it, see `millrace schema check --help`.
 */
async function checkContracts() {
  const inGit = await run('git', ['rev-parse', '--is-inside-work-tree'], 'pipe');
  if (inGit.code !== 0) return console.log('contracts left out: without git there is nothing to compare them with');
  // A branch's first push goes on no commit: CI then names one of zeros.
  const base = process.env.MILLRACE_AGAINST?.replace(/^0+$/, '');
  const against = base ? ['--against', base] : [];
  const lake = isUnit ? ['--no-lake'] : [];
  const cli = 'packages/cli/src/main.ts';
  await check('contracts', [process.execPath, join(root, cli), 'schema', 'check', ...against, ...lake]);
}

async function runJest() {
  const resultFile = join(scratch, 'jest.json');
  const args = ['--experimental-vm-modules', '--no-warnings', join(root, 'node_modules/jest/bin/jest.js')];
  args.push('--json', `--outputFile=${resultFile}`, ...paths);
  if (isUnit) args.push('--testPathIgnorePatterns', '/node_modules/', '\\.aws\\.test\\.ts$', 'packages/[^/]+/test/');
  if (isCovered) args.push('--coverage');
  // With --json, stdout is the JSON; the report goes to stderr.
  const { code } = await run(process.execPath, args, ['inherit', 'ignore', 'inherit']);
  const result = readJson(resultFile);
  if (!result) {
    tally.failed += 1;
    return;
  }
  // A suite that does not load has no tests; it counts as one failure.
  tally.passed += result.numPassedTests;
  tally.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  if (isCovered) printCoverage();
  if (code !== 0 && result.success) {
    console.log('✗ line coverage is below the threshold');
    tally.failed += 1;
  }
}

function printCoverage() {
  const total = readJson(join(root, 'coverage/coverage-summary.json'))?.total;
  if (total) console.log(`line coverage over packages/: ${total.lines.pct} % of ${total.lines.total} lines`);
}

/** Where Python or the package index is missing, the script says in one line that this part was left out. */
async function runWithPython(what, script) {
  const tallyFile = join(scratch, `${script}.json`);
  await run(process.execPath, [join(root, 'scripts', script), '--tally-file', tallyFile], 'inherit');
  const result = readJson(tallyFile);
  if (result?.leftOut) console.log(`${what} left out: ${result.leftOut}`);
  tally.passed += result?.passed ?? 0;
  tally.failed += result ? result.failed : 1;
}

function run(command, args, stdio) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => done({ code: 1, output: error.message }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

// The contract suites of the AWS adapters against ministack, a local AWS emulator from PyPI (needs python3 ≥ 3.10).
// Plain Node ≥ 20.19, no dependencies. `node scripts/test-aws.mjs [--tally-file FILE] [arguments of jest]`
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './ensure-installed.mjs';

const emulatorVersion = '1.5.33';
const region = 'eu-central-1';
const cacheFolder = join(root, 'node_modules/.cache/millrace');
const venvName = `emulator-${emulatorVersion}`;
const marker = 'complete';
const leftBehindMs = 60 * 60_000;
const startMs = 60_000;
const stopMs = 3_000;
const indexUnreachable =
  /Max retries exceeded|ConnectTimeout|NewConnectionError|NameResolutionError|Temporary failure in name resolution|ProxyError|SSLError|No matching distribution|Could not find a version|40[137] Client Error|50\d Server Error/i;

/** Reads its standard input until the pipe breaks: the emulator ends with this script, even when that is killed. */
const launcher = `
import os, sys, threading

def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)

threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = ['ministack']
from ministack.app import main
main()
`;

/** The suites could not be started; the message says all. leftOut: the reason in a few words when this machine is to blame. */
class SetupError extends Error {
  constructor(message, leftOut = null) {
    super(message);
    this.leftOut = leftOut;
  }
}

/**
 * Runs the suites. `leftOut` says why nothing was run, null when it was. Throws SetupError.
 * @param {readonly string[]} jestArgs
 * @returns {Promise<{passed: number, failed: number, leftOut: string | null}>}
 */
export async function testAws(jestArgs = []) {
  const python = findPython();
  if (typeof python !== 'string') return { passed: 0, failed: 0, leftOut: python.reason };
  const ending = new Ending();
  try {
    const venv = await provideVenv(python, ending);
    const scratch = mkdtempSync(join(tmpdir(), 'millrace-test-aws-'));
    ending.push(() => rm(scratch, { recursive: true, force: true, maxRetries: 3 }));
    const port = await startEmulator(venv, scratch, ending);
    return await runJest(jestArgs, port, scratch, ending);
  } finally {
    await ending.run();
  }
}

/** What has to be undone, last things first: at the end, after an error, and when a signal ends this process. */
class Ending {
  #steps = [];
  #signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  #onSignal = (signal) => {
    // Ctrl-C a second time is not to cut this short: everything in it has a limit.
    this.run(false).finally(() => process.exit({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]));
  };

  constructor() {
    for (const signal of this.#signals) process.on(signal, this.#onSignal);
  }

  push(step) {
    this.#steps.push(step);
  }

  async run(isDone = true) {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      await step().catch((error) => say(`Cleaning up: ${error.message}`));
    }
    if (isDone) for (const signal of this.#signals) process.off(signal, this.#onSignal);
  }
}

/** The name of a Python that can make the emulator's environment, or the reason why there is none. */
function findPython() {
  const question = 'import sys\nassert sys.version_info >= (3, 10)\nprint("new enough")\nimport venv, ensurepip';
  const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
  let reason = 'Python is missing (python3 ≥ 3.10)';
  for (const name of names) {
    const { status, stdout } = spawnSync(name, ['-c', question], {
      encoding: 'utf8',
      env: pythonEnv(),
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    });
    if (status === 0) return name;
    if (stdout?.includes('new enough')) reason = 'Python cannot make virtual environments (install python3-venv)';
  }
  return { reason };
}

/** The folder of the emulator's virtual environment; makes it when it is not there, not whole, or its Python is gone. */
async function provideVenv(python, ending) {
  const venv = join(cacheFolder, venvName);
  await mkdir(cacheFolder, { recursive: true });
  await removeLeftBehind();
  if (isWhole(venv)) return venv;
  const started = Date.now();
  say(`Installing the AWS emulator (ministack ${emulatorVersion}, once; about 15 s) …`);
  const ticker = setInterval(() => say(`  … ${Math.round((Date.now() - started) / 1000)} s`), 15_000);
  ending.push(async () => clearInterval(ticker));
  // Under a name of its own, then renamed: two runs at once don't meet, and a killed one leaves nothing that looks whole.
  const making = await mkdtemp(join(cacheFolder, `${venvName}.making-`));
  ending.push(() => rm(making, { recursive: true, force: true, maxRetries: 3 }));
  const created = await run(python, ['-m', 'venv', making], ending);
  if (created.code !== 0) {
    const says = `${python} could not make a virtual environment`;
    throw new SetupError(`${created.output.trim()}\n\n${says}; its message is above.`, says);
  }
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
  const limits = ['--retries', '1', '--timeout', '15'];
  const installed = await run(pythonOf(making), [...pip, ...limits, `ministack==${emulatorVersion}`], ending);
  if (installed.code !== 0) {
    const isUnreachable = indexUnreachable.test(installed.output);
    throw new SetupError(
      `${installed.output.trim()}\n\n${
        isUnreachable
          ? 'The Python package index cannot be reached or lacks the emulator: check the network, or point pip at your mirror (pip config set global.index-url …), then run the same command again.'
          : 'pip could not install the emulator; its message is above.'
      }`,
      isUnreachable ? 'the Python package index cannot be reached' : 'pip could not install the emulator',
    );
  }
  await writeFile(join(making, marker), `${emulatorVersion}\n`);
  await putInPlace(making, venv);
  clearInterval(ticker);
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  return venv;
}

/** The scripts in bin/ name the folder that they were made in; the interpreter finds its packages wherever it is. */
async function putInPlace(making, venv) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(making, venv);
      return;
    } catch (error) {
      if (isWhole(venv)) return; // another run was first
      if (!existsSync(venv) || attempt === 5) throw error;
    }
    const broken = await mkdtemp(join(cacheFolder, `${venvName}.broken-`));
    await rename(venv, join(broken, 'venv')).catch(() => undefined); // another run may be doing just this
    await rm(broken, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isWhole(venv) {
  if (!existsSync(join(venv, marker))) return false;
  return spawnSync(pythonOf(venv), ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** Folders of runs that were killed. */
async function removeLeftBehind() {
  for (const name of readdirSync(cacheFolder)) {
    const folder = join(cacheFolder, name);
    const isTemporary = name.startsWith('emulator-') && /\.(?:making|broken)-/.test(name);
    if (!isTemporary || Date.now() - statSync(folder).mtimeMs < leftBehindMs) continue;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Starts the emulator on this machine's own interface and waits until it answers. Returns its port. */
async function startEmulator(venv, scratch, ending) {
  const logFile = join(scratch, 'emulator.log');
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const port = await findFreePort();
    const log = openSync(logFile, 'w');
    const child = spawn(pythonOf(venv), ['-c', launcher], {
      cwd: scratch,
      env: {
        ...pythonEnv(),
        TMPDIR: scratch,
        GATEWAY_PORT: String(port),
        BIND_HOST: '127.0.0.1',
        MINISTACK_HOST: '127.0.0.1',
        MINISTACK_REGION: region,
        LOG_LEVEL: 'WARNING',
        SFTP_ENABLED: '0', // no listeners but the one
        IOT_MTLS_ENABLED: '0',
        DOCKER_HOST: `unix://${join(scratch, 'no-docker.sock')}`, // it would tidy up containers
      },
      stdio: ['pipe', log, log],
    });
    closeSync(log);
    child.stdin.on('error', () => {}); // it ended: its exit code says why
    ending.push(() => stop(child));
    if (await isAnswering(port, child)) return port;
    await stop(child);
  }
  throw new SetupError(`${readFileSync(logFile, 'utf8').trim()}\n\nThe AWS emulator did not start; its log is above.`);
}

async function isAnswering(port, child) {
  const deadline = Date.now() + startMs;
  while (!hasEnded(child) && Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/_ministack/health`, {
      signal: AbortSignal.timeout(2_000),
    }).catch(() => undefined); // not listening yet
    if (answer?.ok) return !hasEnded(child);
    await sleep(50);
  }
  return false;
}

/** With the pinned Node and with credentials that are worth nothing, so that a mistake cannot reach an account. */
async function runJest(jestArgs, port, scratch, ending) {
  const binFolder = join(root, 'node_modules/.bin');
  const pinnedNode = join(binFolder, 'node');
  const resultFile = join(scratch, 'result.json');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^AWS_/.test(name)));
  const child = spawn(
    existsSync(pinnedNode) ? pinnedNode : process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      join(root, 'node_modules/jest/bin/jest.js'),
      `--config=${join(root, 'jest.aws.config.mjs')}`,
      '--json',
      `--outputFile=${resultFile}`,
      ...jestArgs,
    ],
    {
      cwd: root,
      env: {
        ...env,
        PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}`,
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_CONFIG_FILE: join(scratch, 'no-config'),
        AWS_SHARED_CREDENTIALS_FILE: join(scratch, 'no-credentials'),
        NO_PROXY: '127.0.0.1',
      },
      stdio: ['ignore', 'ignore', 'inherit'], // with --json, stdout is the JSON
    },
  );
  ending.push(() => stop(child));
  await new Promise((done) => child.once('close', done).once('error', done));
  return { ...(await readTally(resultFile)), leftOut: null };
}

/** As in scripts/jest.mjs: a suite that could not run has no tests; it counts as one failure. */
async function readTally(resultFile) {
  try {
    const result = JSON.parse(await readFile(resultFile, 'utf8'));
    return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Ends a child by its process id: asks, and insists after three seconds. */
async function stop(child) {
  if (hasEnded(child) || child.pid === undefined) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await ended;
  clearTimeout(insist);
}

function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

function findFreePort() {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

function run(command, args, ending) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: cacheFolder, env: pythonEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
    ending.push(() => stop(child));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => done({ code: 1, output: `${command} could not be started: ${error.message}` }));
    child.on('close', (code) => done({ code, output }));
  });
}

/** Without what would send pip or Python elsewhere. */
function pythonEnv() {
  const { PYTHONHOME, PYTHONPATH, PIP_TARGET, PIP_PREFIX, __PYVENV_LAUNCHER__, ...env } = process.env;
  return { ...env, PIP_USER: '0', PYTHONUNBUFFERED: '1' };
}

function pythonOf(venv) {
  return join(venv, 'bin', 'python');
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

async function main(args) {
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
    tally = await testAws(jestArgs);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    isStarted = false;
    tally = { passed: 0, failed: error.leftOut === null ? 1 : 0, leftOut: error.leftOut };
  }
  if (tallyFile) await writeFile(resolve(tallyFile), `${JSON.stringify(tally)}\n`);
  console.log(
    tally.leftOut === null
      ? `AWS adapters: ${tally.passed} passed, ${tally.failed} failed`
      : `The AWS adapter suite was left out: ${tally.leftOut}.`,
  );
  // Without Python there is nothing to do, and that is said; what went wrong on the way is an error.
  return isStarted && tally.failed === 0 && (tally.passed > 0 || tally.leftOut !== null) ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main(process.argv.slice(2));

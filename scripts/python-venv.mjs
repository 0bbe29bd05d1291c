// Virtual environments with one pinned package of the Python package index each, kept below node_modules/.cache.
// Plain Node ≥ 20.19, no dependencies.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stop } from './ending.mjs';
import { root } from './ensure-installed.mjs';

const cacheFolder = join(root, 'node_modules/.cache/millrace');
const marker = 'complete';
const leftBehindMs = 60 * 60_000;
const indexUnreachable =
  /Max retries exceeded|ConnectTimeout|NewConnectionError|NameResolutionError|Temporary failure in name resolution|ProxyError|SSLError|No matching distribution|Could not find a version|40[137] Client Error|50\d Server Error/i;

/** The environment could not be made; the message says all. leftOut: the reason in a few words when this machine is to blame. */
export class SetupError extends Error {
  constructor(message, leftOut = null) {
    super(message);
    this.leftOut = leftOut;
  }
}

/** The name of a Python (≥ 3.10) that can make environments, or the reason why there is none. */
export function findPython() {
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

/**
 * The folder of a virtual environment with the package in it; makes it when it is not there, not whole, or its Python is
 * gone. `title` and `short` are what the package is to the reader of a message, `seconds` how long it takes to install.
 * Throws SetupError.
 * @param {string} python
 * @param {{name: string, package: string, version: string, title: string, short: string, seconds: number}} wanted
 * @param {import('./ending.mjs').Ending} ending
 * @returns {Promise<string>}
 */
export async function provideVenv(python, wanted, ending) {
  const venvName = `${wanted.name}-${wanted.version}`;
  const venv = join(cacheFolder, venvName);
  await mkdir(cacheFolder, { recursive: true });
  await removeLeftBehind(wanted.name);
  if (isWhole(venv)) return venv;
  const started = Date.now();
  say(`Installing ${wanted.title} (${wanted.package} ${wanted.version}, once; about ${wanted.seconds} s) …`);
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
  const requirement = `${wanted.package}==${wanted.version}`;
  const installed = await run(pythonOf(making), [...pip, ...limits, requirement], ending);
  if (installed.code !== 0) {
    const isUnreachable = indexUnreachable.test(installed.output);
    throw new SetupError(
      `${installed.output.trim()}\n\n${
        isUnreachable
          ? `The Python package index cannot be reached or lacks ${wanted.short}: check the network, or point pip at your mirror (pip config set global.index-url …), then run the same command again.`
          : `pip could not install ${wanted.short}; its message is above.`
      }`,
      isUnreachable ? 'the Python package index cannot be reached' : `pip could not install ${wanted.short}`,
    );
  }
  await writeFile(join(making, marker), `${wanted.version}\n`);
  await putInPlace(making, venv);
  clearInterval(ticker);
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  return venv;
}

export function pythonOf(venv) {
  return join(venv, 'bin', 'python');
}

/** Without what would send pip or Python elsewhere. */
export function pythonEnv() {
  const { PYTHONHOME, PYTHONPATH, PIP_TARGET, PIP_PREFIX, __PYVENV_LAUNCHER__, ...env } = process.env;
  return { ...env, PIP_USER: '0', PYTHONUNBUFFERED: '1' };
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
    const broken = await mkdtemp(`${venv}.broken-`);
    await rename(venv, join(broken, 'venv')).catch(() => undefined); // another run may be doing just this
    await rm(broken, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isWhole(venv) {
  if (!existsSync(join(venv, marker))) return false;
  return spawnSync(pythonOf(venv), ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** Folders of runs that were killed. */
async function removeLeftBehind(venvName) {
  for (const name of readdirSync(cacheFolder)) {
    const folder = join(cacheFolder, name);
    const isTemporary = name.startsWith(`${venvName}-`) && /\.(?:making|broken)-/.test(name);
    if (!isTemporary || Date.now() - statSync(folder).mtimeMs < leftBehindMs) continue;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
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

function say(line) {
  process.stderr.write(`${line}\n`);
}

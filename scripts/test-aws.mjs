// The contract suites of the AWS adapters against ministack, a local AWS emulator from PyPI (needs python3 ≥ 3.10).
// Plain Node ≥ 20.19, no dependencies. `node scripts/test-aws.mjs [--tally-file FILE] [arguments of jest]`
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, stop } from './ending.mjs';
import { root } from './ensure-installed.mjs';
import { runPythonSuite } from './python-suite.mjs';
import { pythonEnv, pythonOf, SetupError } from './python-venv.mjs';

const region = 'eu-central-1';
const startMs = 60_000;

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

process.exitCode = await runPythonSuite(process.argv.slice(2), {
  title: 'AWS adapters',
  suite: 'AWS adapter suite',
  wanted: {
    name: 'emulator',
    package: 'ministack',
    version: '1.5.33',
    title: 'the AWS emulator',
    short: 'the emulator',
    seconds: 15,
  },
  prepare: async (venv, scratch, ending) => ({
    args: [`--config=${join(root, 'jest.aws.config.mjs')}`],
    env: awsEnv(await startEmulator(venv, scratch, ending), scratch),
  }),
});

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

/** With credentials that are worth nothing, so that a mistake cannot reach an account. */
function awsEnv(port, scratch) {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^AWS_/.test(name))),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: join(scratch, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(scratch, 'no-credentials'),
    NO_PROXY: '127.0.0.1',
  };
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

// Plain Node ≥ 20.19, no dependencies.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const stopMs = 3_000;

/** What has to be undone, last things first: at the end, after an error, and when a signal ends this process. */
export class Ending {
  #steps = [];
  #onSignal = (signal) => {
    // Ctrl-C a second time is not to cut this short: everything in it has a limit.
    this.run(false).finally(() => process.exit({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]));
  };

  constructor() {
    for (const signal of signals) process.on(signal, this.#onSignal);
  }

  push(step) {
    this.#steps.push(step);
  }

  async run(isDone = true) {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      await step().catch((error) => process.stderr.write(`Cleaning up: ${error.message}\n`));
    }
    if (isDone) for (const signal of signals) process.off(signal, this.#onSignal);
  }
}

/** Ends a child by its process id: asks, and insists after three seconds. */
export async function stop(child) {
  if (hasEnded(child) || child.pid === undefined) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await ended;
  clearTimeout(insist);
}

export function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

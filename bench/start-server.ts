import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own. Its program sends its URL, and answers each message with its CPU time so far. */
export type ServerProcess = {
  readonly url: string;
  /** User and system, in microseconds. */
  readCpu(): Promise<number>;
  stop(): Promise<void>;
};

/** Throws when the program ends before it serves. */
export async function startServer(program: string, env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const child = fork(program, [], { env: { ...process.env, ...env }, execArgv: ['--conditions', 'local'] });
  const url = String(await nextMessage(child));
  return {
    url,
    readCpu: async () => {
      child.send('cpu');
      return Number(await nextMessage(child));
    },
    stop: async () => {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`the server ended with ${code}`);
  });
  exit.catch(() => {}); // Aborted below, when the message came first.
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal: ended.signal }), exit])) as [unknown];
    return message;
  } finally {
    ended.abort();
  }
}

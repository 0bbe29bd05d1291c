import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';
import { listen } from './serve-http.ts';

/** What a running millrace does for other millrace commands on the same folder: it alone has the lake open. */
export type ControlActions = Readonly<
  Record<string, (input: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>>
>;

export type ControlServer = { close(): Promise<void> };

const endpointFile = 'runtime.json';

/**
 * Serves the actions on 127.0.0.1, any free port. Address and a token of this process stand in the lake's folder, readable
 * by its owner only: who may read the lake's files may ask.
 */
export async function serveControl(dataDir: string, url: string, actions: ControlActions): Promise<ControlServer> {
  const token = randomBytes(32).toString('hex');
  const server = createServer(async (request, response) => {
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return reply(401, { error: 'wrong token' });
    const action = actions[(request.url ?? '').slice(1)];
    if (!action) return reply(404, { error: 'no such action' });
    // Who does not wait any more needs no answer: a long query ends with its command.
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      reply(200, await action(JSON.parse(await readText(request)) as Record<string, unknown>, gone.signal));
    } catch (error) {
      reply(error instanceof ConfigError ? 400 : 500, { error: (error as Error).message });
    }
  });
  await listen(server, 0);
  const controlUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const path = join(dataDir, endpointFile);
  writeFileSync(path, `${JSON.stringify({ pid: process.pid, url, controlUrl, token })}\n`, { mode: 0o600 });
  return {
    close: () =>
      new Promise((resolve) => {
        rmSync(path, { force: true });
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Asks the millrace that has the folder open. undefined when none answers: its file may be left from a killed process.
 * Throws ConfigError with the other side's message when it refuses.
 */
export async function askRuntime(dataDir: string, action: string, input: object): Promise<unknown> {
  let endpoint: { controlUrl: string; token: string };
  try {
    endpoint = JSON.parse(readFileSync(join(dataDir, endpointFile), 'utf8')) as typeof endpoint;
  } catch {
    return undefined; // None runs, or it is just starting.
  }
  let response: Response;
  try {
    response = await fetch(`${endpoint.controlUrl}/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${endpoint.token}` },
      body: JSON.stringify(input),
    });
  } catch {
    return undefined; // Nobody listens there any more.
  }
  if (response.status === 401) return undefined; // Another millrace got that port.
  const body = await readAnswer(response);
  if (body === undefined) return undefined; // Some other program did.
  if (!response.ok) throw new ConfigError(body.error ?? `the running millrace answered ${response.status}`);
  return body;
}

async function readAnswer(response: Response): Promise<{ error?: string } | undefined> {
  try {
    return (await response.json()) as { error?: string };
  } catch {
    return undefined;
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8') || '{}';
}

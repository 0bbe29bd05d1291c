import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** Posts bytes. Rejects when there is no answer: refused, reset, timed out. */
export type PostBody = (bytes: Uint8Array, headers: Readonly<Record<string, string>>) => Promise<HttpAnswer>;

export type Poster = { readonly post: PostBody; close(): void };

const maxAnswerBytes = 16 * 1024 * 1024;

/**
 * Keep-alive connections to one address; node:http, because fetch costs about twice the CPU per request on loopback.
 * timeoutMs: of silence on the connection. Idle connections don't hold the process.
 */
export function createPoster(
  target: URL,
  options: { readonly connections: number; readonly timeoutMs: number },
): Poster {
  const isTls = target.protocol === 'https:';
  const request = isTls ? requestHttps : requestHttp;
  const agent = new (isTls ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: options.connections });

  function post(bytes: Uint8Array, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(target, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': bytes.length },
        timeout: options.timeoutMs,
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${options.timeoutMs} ms`)));
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        readBody(incoming).then((text) => {
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
        }, reject);
      });
      outgoing.end(bytes);
    });
  }
  return { post, close: () => agent.destroy() };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error(`the answer has more than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

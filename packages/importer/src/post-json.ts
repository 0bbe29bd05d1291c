import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { ConfigError } from '@millrace/pipeline';

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** Posts a JSON text. Rejects when there is no answer: refused, reset, timed out. */
export type PostJson = (body: string) => Promise<HttpAnswer>;

export type Poster = { readonly post: PostJson; close(): void };

const maxAnswerBytes = 16 * 1024 * 1024;

/**
 * Keep-alive connections to one address; node:http, because fetch costs about twice the CPU per request on loopback.
 * Throws ConfigError when the address is none. timeoutMs: of silence on the connection.
 */
export function createPoster(
  url: string,
  options: { readonly credential?: string; readonly connections: number; readonly timeoutMs: number },
): Poster {
  const target = parseUrl(url);
  const isTls = target.protocol === 'https:';
  const request = isTls ? requestHttps : requestHttp;
  const agent = new (isTls ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: options.connections });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(options.credential === undefined ? {} : { authorization: `Bearer ${options.credential}` }),
  };

  function post(body: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const payload = Buffer.from(body);
      const outgoing = request(target, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': payload.length },
        timeout: options.timeoutMs,
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${options.timeoutMs} ms`)));
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        readBody(incoming).then((text) => {
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
        }, reject);
      });
      outgoing.end(payload);
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

function parseUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new ConfigError(`${JSON.stringify(url)} is not an address to send to: give one like http://127.0.0.1:8080`);
  }
  return parsed;
}

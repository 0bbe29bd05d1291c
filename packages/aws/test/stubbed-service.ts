import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the SDK asked for. operation: of the JSON services, e.g. `GetRecords`; for S3 the HTTP method. */
export type StubbedRequest = { readonly operation: string; readonly input: Record<string, unknown> };
/** `hang-up`: the request was taken, its answer is lost. */
export type StubbedAnswer = { readonly status?: number; readonly output?: unknown; readonly text?: string } | 'hang-up';

/** A service on this machine that says what the emulator never does; the SDK finds it through AWS_ENDPOINT_URL. */
export async function withStubbedService(
  answer: (request: StubbedRequest) => StubbedAnswer,
  body: () => Promise<void>,
): Promise<void> {
  const server = createServer(async (request, response) => {
    const text = await readText(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = target === '' ? String(request.method) : target.slice(target.lastIndexOf('.') + 1);
    const given = answer({ operation, input: target === '' ? {} : JSON.parse(text) });
    if (given === 'hang-up') {
      response.destroy();
      return;
    }
    response.writeHead(given.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(given.text ?? JSON.stringify(given.output ?? {}));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  try {
    await body();
  } finally {
    process.env = before;
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

/** An error as the JSON services send it. */
export function refusal(type: string, status = 400, more: Record<string, unknown> = {}): StubbedAnswer {
  return { status, output: { __type: type, message: `stubbed ${type}`, ...more } };
}

export const stubbedConfig = {
  dataDir: '',
  streamName: 'a-stream',
  bucketName: 'a-bucket',
  manifestTable: 'a-table',
  queueName: 'a-queue',
  stateTable: 'a-state-table',
  secretPrefix: 'a-prefix',
};

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

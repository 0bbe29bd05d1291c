import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decode, type SentEvent } from './create-fake-stage.ts';

export type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly events: readonly SentEvent[];
  readonly path: string | undefined;
};

/** A stage on a real socket of 127.0.0.1 that accepts everything. `isReset`: the connection is cut after the request. */
export async function startStage(isReset: (request: Received) => boolean = () => false) {
  const received: Received[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const text = decode(bytes, incoming.headers['content-encoding']);
    const { events } = JSON.parse(text) as { events: SentEvent[] };
    const request = { headers: incoming.headers, bytes, events, path: incoming.url };
    received.push(request);
    if (isReset(request)) return incoming.socket.resetAndDestroy();
    const body = { accepted: events.length, suppressed: 0, rejected: [], retry: [], request_id: 'r' };
    outgoing.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

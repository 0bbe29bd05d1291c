import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPoster } from './post-body.ts';

test('a server that does not answer is given up, connections are kept for the next request', async () => {
  let sockets = 0;
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    if (incoming.url !== '/silent') incoming.on('end', () => outgoing.end('done'));
  });
  server.on('connection', () => {
    sockets += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const body = Buffer.from('{}');
  try {
    const poster = createPoster(new URL(url), { connections: 1, timeoutMs: 1000 });
    for (let round = 0; round < 3; round++)
      expect(await poster.post(body, {})).toMatchObject({ status: 200, body: 'done' });
    expect(sockets).toBe(1);
    poster.close();

    const silent = createPoster(new URL(`${url}/silent`), { connections: 1, timeoutMs: 20 });
    await expect(silent.post(body, {})).rejects.toThrow('no answer within 20 ms');
    silent.close();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

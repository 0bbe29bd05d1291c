import { once } from 'node:events';
import { serveHttp } from '../packages/local/src/serve-http.ts';

/** The server's side of start-server.ts: serves until the other side goes away, and says what CPU time it took. */
export async function serveForBench(routes: Parameters<typeof serveHttp>[1]): Promise<void> {
  const endpoint = await serveHttp(0, routes);
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.send?.(endpoint.url);
  await once(process, 'disconnect');
  await endpoint.close();
}

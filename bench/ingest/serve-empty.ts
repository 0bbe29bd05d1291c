// The server without an ingest: what Node, the socket and the gateway's form of a request cost.
import { serveForBench } from '../serve-for-bench.ts';

await serveForBench(new Map([['POST /v1/events', async () => ({ statusCode: 202, body: '{}' })]]));

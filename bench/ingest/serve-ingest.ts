// The real ingest on the laptop's stream, as `millrace local` runs it: durable before the answer.
import { createAdapters } from '../../packages/ingest/src/adapters.ts';
import { createHandler } from '../../packages/ingest/src/create-handler.ts';
import { createTelemetry } from '../../packages/local/src/create-telemetry.ts';
import { serveForBench } from '../serve-for-bench.ts';

const telemetry = createTelemetry('ingest', (line) => console.error(line));
await serveForBench(new Map([['POST /v1/events', createHandler(createAdapters, { telemetry })]]));

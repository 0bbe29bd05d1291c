import { systemClock } from '@millrace/pipeline';
import { createAdapters } from './adapters.ts';
import { createHandler, createSweepHandler } from './create-handler.ts';
import { createPace } from './create-pace.ts';

/** Its rows of one sweep fit into the function's timeout; a working queue leaves it next to nothing. */
const sweptPerSecond = 1;

/** Ports are built on the first call: importing this file opens nothing. */
export const handler = createHandler(createAdapters);
export const sweep = createSweepHandler(createAdapters, { pace: createPace(sweptPerSecond, systemClock) });

import { createAdapters } from './adapters.ts';
import { createHandler, createSweepHandler } from './create-handler.ts';

/** Ports are built on the first call: importing this file opens nothing. */
export const handler = createHandler(createAdapters);
export const sweep = createSweepHandler(createAdapters);

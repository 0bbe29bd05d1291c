import { createRedirectAdapters } from './adapters.ts';
import { createRedirectHandler } from './create-redirect-handler.ts';

/** Ports are built on the first call: importing this file opens nothing. */
export const handler = createRedirectHandler(createRedirectAdapters);

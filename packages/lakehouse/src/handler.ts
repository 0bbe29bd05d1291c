import { createAdapters } from './adapters.ts';
import { createPlanHandler, createReportHandler } from './create-handler.ts';

/** Ports are built on the first call: importing this file opens nothing. */
export const plan = createPlanHandler(createAdapters);
export const report = createReportHandler(createAdapters);

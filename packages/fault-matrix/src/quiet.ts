import type { Telemetry } from '@millrace/middleware';

/** Functions that say nothing: thousands of runs would fill the screen. */
export const quiet: Telemetry = { begin: () => {}, count: () => {}, warn: () => {}, error: () => {}, flush: () => {} };

import { buildPageView, type EventChanges } from './build-event.ts';

/** The data of a record that another producer put on the stream: one event as JSON, without a frame. */
export function buildBareEvent(n: number, changes?: EventChanges): Buffer {
  return Buffer.from(JSON.stringify(buildPageView(n, changes)));
}

import type { EventType } from './generated/event-types.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** From one version to the next of the same major version. Pure; gets what the older contract accepted. */
export type UpcastStep = (event: JsonObject) => JsonObject;

/**
 * Event type → version that the step starts from. A step is needed only where the next version has a new place for
 * something that the older one says already; most versions add what was not said before.
 */
export const upcastSteps: Readonly<Partial<Record<EventType, Readonly<Record<string, UpcastStep>>>>> = {
  page_view: { '1.0.0': moveProductOfPage },
};

/**
 * 1.1.0 has the product of every event type in one place; 1.0.0 had its id and category in `page`. A sender that said more
 * than the applied contract knew may have said what the product is: that lies in `_unrecognized`, and is not contradicted.
 */
function moveProductOfPage(event: JsonObject): JsonObject {
  const { product_id, category } = (event['page'] ?? {}) as JsonObject;
  if (product_id === undefined || Object.hasOwn(event['_unrecognized'] ?? {}, '/product')) return event;
  return { ...event, product: { product_id, ...(category === undefined ? {} : { category }) } };
}

/** Why a received line was refused for good. Closed: metric dimensions, tables and documents list exactly these. */
export const quarantineReasons = [
  'malformed', // an imported line that its format cannot read
  'not-an-event', // JSON, but not an object that could be an event
  'consent-unreadable', // no readable consent: kept without content
  'schema-unknown', // no contract for this event_type and schema_version
  'schema-invalid', // violates its contract
  'forbidden-key', // __proto__, constructor or prototype
  'too-deep',
  'too-large',
  'event-type-refused', // its key may not send events of this type
  'frame-corrupt', // a stream record that is neither a frame nor an event
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** Why a received line was not kept although nothing is wrong with it. */
export const suppressReasons = [
  'analytics-denied', // the event's own consent
  'mode-none', // its key may only count
  'withdrawn', // its user took the consent back since
] as const;
export type SuppressReason = (typeof suppressReasons)[number];

/** Data faults are values; infrastructure faults are exceptions (errors.ts). Duplicates and conflicts are found in the lake. */
export type Outcome<T> =
  | { readonly kind: 'accepted'; readonly event: T }
  | { readonly kind: 'quarantined'; readonly reason: QuarantineReason; readonly path: string; readonly detail: string }
  | { readonly kind: 'suppressed'; readonly reason: SuppressReason };

/** Numbers of lines. received = accepted + quarantined + suppressed, always. */
export type OutcomeCounts = {
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly suppressed: number;
};

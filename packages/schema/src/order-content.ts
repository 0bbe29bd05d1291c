/**
 * What a client said besides its head (ids, version, times) and consent, the keys of all objects in the order of their texts.
 * `who`: user without consent, session, ctx. `what`: the event type's own part, custom_properties, metadata.
 */
export type OrderedContent = {
  readonly who: Readonly<Record<string, unknown>>;
  readonly what: Readonly<Record<string, unknown>>;
};

/**
 * For events that satisfy the contract: keys that it does not know would be lost. `free` orders what a contract leaves open;
 * `says`: whether a user object has more than its consent.
 */
export type OrderContent = (
  // biome-ignore lint/suspicious/noExplicitAny: a contract has been checked; casts at every key would hide nothing less.
  event: any,
  free: (value: unknown) => unknown,
  says: (user: Readonly<Record<string, unknown>>) => boolean,
) => OrderedContent;

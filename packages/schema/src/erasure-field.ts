import type { EventType } from './generated/event-types.ts';

/** A field with personal data, which erasure must reach wherever it is stored. */
export type ErasureField = {
  /** In the stored event. */
  readonly path: readonly string[];
  /** In bronze and silver. */
  readonly column: string;
  /** identifier: names a person by itself; pseudonym: leads to one with other data; sensitive: may say something about one. */
  readonly privacy: 'identifier' | 'pseudonym' | 'sensitive';
  readonly eventTypes: 'all' | readonly EventType[];
};

import { type Contract, createContractSet, type Verdict } from './create-contract-set.ts';
import { type EventType, eventTypes } from './generated/event-types.ts';
import { knownKeys } from './generated/known-keys.ts';
import { schemaHashes } from './generated/schema-hashes.ts';
import { eventValidators } from './generated/validators.js';

/** Checks an event, as a client sends it, against the contracts of this build; create-contract-set.ts has the rules. */
export const validateClientEvent: (event: Readonly<Record<string, unknown>>) => Verdict<EventType> = createContractSet(
  new Map(eventTypes.map((eventType) => [eventType, contractsOf(eventType)])),
);

function contractsOf(eventType: EventType): readonly Contract[] {
  return Object.entries(eventValidators[eventType]).map(([version, validate]) => {
    const schemaHash = schemaHashes[eventType][version];
    const keys = knownKeys[eventType][version];
    if (schemaHash === undefined || !keys) throw new Error(`${eventType} ${version}: run the generator`);
    return { version, schemaHash, validate, knownKeys: keys };
  });
}

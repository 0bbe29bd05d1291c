import { describeFault, type EventValidator } from './describe-fault.ts';
import { type EventType, eventTypes } from './generated/event-types.ts';
import { schemaHashes } from './generated/schema-hashes.ts';
import { eventValidators } from './generated/validators.js';

/** schemaHash: SHA-256 (hex) of the contract that the event satisfies. */
type ValidVerdict = { readonly ok: true; readonly schemaHash: string; readonly eventType: EventType };

/** path: JSON Pointer to the first fault. message: the rule and what it expects, never a value of the event. */
type InvalidVerdict = {
  readonly ok: false;
  readonly reason: 'schema-unknown' | 'schema-invalid';
  readonly path: string;
  readonly message: string;
};

export type Verdict = ValidVerdict | InvalidVerdict;

type Contract = { readonly validate: EventValidator; readonly verdict: ValidVerdict };

// Maps, because event_type and schema_version come from outside: `constructor` must find nothing.
const contracts: ReadonlyMap<unknown, ReadonlyMap<unknown, Contract>> = new Map(
  eventTypes.map((eventType) => [eventType, contractsOf(eventType)]),
);

/**
 * Checks an event, as a client sends it, against the contract that its event_type and schema_version name.
 * `schema-unknown`: there is no such contract. `schema-invalid`: the event breaks it.
 * Expects parsed JSON; consent's meaning and the structure (depth, forbidden keys) are checked elsewhere.
 */
export function validateClientEvent(value: Readonly<Record<string, unknown>>): Verdict {
  const versions = contracts.get(value['event_type']);
  if (!versions) return unknown('/event_type', `no such contract; known: ${eventTypes.join(', ')}`);
  const contract = versions.get(value['schema_version']);
  if (!contract) return unknown('/schema_version', `no such version of the contract; known: ${listVersions(versions)}`);
  if (contract.validate(value)) return contract.verdict;
  const fault = contract.validate.errors?.[0];
  if (!fault) throw new Error('a validator refused an event without saying why');
  return { ok: false, reason: 'schema-invalid', ...describeFault(fault) };
}

function unknown(path: string, message: string): InvalidVerdict {
  return { ok: false, reason: 'schema-unknown', path, message };
}

function listVersions(versions: ReadonlyMap<unknown, Contract>): string {
  return [...versions.keys()].join(', ');
}

function contractsOf(eventType: EventType): ReadonlyMap<unknown, Contract> {
  return new Map(
    Object.entries(eventValidators[eventType]).map(([version, validate]) => {
      const schemaHash = schemaHashes[eventType][version];
      if (schemaHash === undefined) throw new Error(`no hash for ${eventType} ${version}: run the generator`);
      return [version, { validate, verdict: Object.freeze({ ok: true, schemaHash, eventType }) }];
    }),
  );
}

import { describeFault, type EventValidator } from './describe-fault.ts';
import { type KeyTree, takeUnrecognized } from './take-unrecognized.ts';
import { compareVersions, parseVersion, type Version } from './version.ts';

/** One version of one event type's contract. */
export type Contract = {
  readonly version: string;
  /** SHA-256 of the bundled contract, hex. */
  readonly schemaHash: string;
  readonly validate: EventValidator;
  readonly knownKeys: KeyTree;
};

type JsonObject = Readonly<Record<string, unknown>>;

export type ValidVerdict<EventType extends string = string> = {
  readonly ok: true;
  readonly eventType: EventType;
  /** The contract that was applied: the version that the event names, or the newest before it that is known. */
  readonly contractVersion: string;
  readonly schemaHash: string;
  /** Set when the event, being of an unknown newer version, has keys that the contract does not know. */
  readonly newer?: {
    /** The event without these keys: it satisfies the contract, but for its schema_version, which stays as sent. */
    readonly known: JsonObject;
    /** JSON Pointer → value. What it says about a person nobody can tell before there is a contract. */
    readonly unrecognized: JsonObject;
  };
};

/** path: JSON Pointer to the first fault. message: the rule and what it expects, never a value of the event. */
export type InvalidVerdict = {
  readonly ok: false;
  readonly reason: 'schema-unknown' | 'schema-invalid';
  readonly path: string;
  readonly message: string;
};

export type Verdict<EventType extends string = string> = ValidVerdict<EventType> | InvalidVerdict;

type KnownContract<EventType extends string> = {
  readonly contract: Contract;
  readonly version: Version;
  readonly verdict: ValidVerdict<EventType>;
};

type KnownType<EventType extends string> = {
  // Maps, because event_type and schema_version come from outside: `constructor` must find nothing.
  readonly byVersion: ReadonlyMap<unknown, KnownContract<EventType>>;
  readonly newestFirst: readonly KnownContract<EventType>[];
};

/**
 * Checks events, as clients send them, against a set of contracts. The version that an event names decides:
 *
 * - no version at all → `schema-invalid`;
 * - a major version, or an event type, that has no contract → `schema-unknown`: recoverable when the contract arrives;
 * - a version that has a contract → that one, to the letter;
 * - any other → the newest contract before it. A minor version only adds optional fields (`millrace schema check` sees to
 *   it), so what the contract knows must satisfy it, and what it does not know is taken aside.
 *
 * Expects parsed JSON; consent's meaning and the structure (depth, forbidden keys) are checked elsewhere.
 */
export function createContractSet<EventType extends string>(
  contracts: ReadonlyMap<EventType, readonly Contract[]>,
): (event: JsonObject) => Verdict<EventType> {
  const types: ReadonlyMap<unknown, KnownType<EventType>> = new Map(
    [...contracts].map(([eventType, versions]) => [eventType, toKnownType(eventType, versions)]),
  );
  const typeNames = [...contracts.keys()].join(', ');

  return function checkEvent(event) {
    const type = types.get(event['event_type']);
    if (!type) return refuse('schema-unknown', '/event_type', `no such contract; known: ${typeNames}`);
    const exact = type.byVersion.get(event['schema_version']);
    if (exact) return exact.contract.validate(event) ? exact.verdict : toInvalid(exact.contract);
    return checkOtherVersion(event, type);
  };
}

function checkOtherVersion<EventType extends string>(
  event: JsonObject,
  { newestFirst, byVersion }: KnownType<EventType>,
): Verdict<EventType> {
  const { schema_version: text } = event;
  const sent = typeof text === 'string' ? parseVersion(text) : undefined;
  if (!sent) return refuse('schema-invalid', '/schema_version', 'expected a version such as 1.0.0');
  const nearest = newestFirst.find(({ version }) => version[0] === sent[0] && compareVersions(version, sent) < 0);
  if (!nearest) {
    const known = [...byVersion.keys()].join(', ');
    return refuse('schema-unknown', '/schema_version', `no such version of the contract; known: ${known}`);
  }
  const { contract, verdict } = nearest;
  const { known, unrecognized } = takeUnrecognized(event, contract.knownKeys);
  if (!contract.validate({ ...known, schema_version: contract.version })) return toInvalid(contract);
  return Object.keys(unrecognized).length === 0 ? verdict : { ...verdict, newer: { known, unrecognized } };
}

function toInvalid({ validate }: Contract): InvalidVerdict {
  const fault = validate.errors?.[0];
  if (!fault) throw new Error('a validator refused an event without saying why');
  const { path, message } = describeFault(fault);
  return refuse('schema-invalid', path, message);
}

function refuse(reason: InvalidVerdict['reason'], path: string, message: string): InvalidVerdict {
  return { ok: false, reason, path, message };
}

function toKnownType<EventType extends string>(
  eventType: EventType,
  contracts: readonly Contract[],
): KnownType<EventType> {
  const known = contracts.map((contract): KnownContract<EventType> => {
    const { version: text, schemaHash } = contract;
    const version = parseVersion(text);
    if (!version) throw new Error(`${eventType}: ${text} is no version`);
    return { contract, version, verdict: Object.freeze({ ok: true, eventType, contractVersion: text, schemaHash }) };
  });
  return {
    byVersion: new Map(known.map((entry) => [entry.contract.version, entry])),
    newestFirst: known.toSorted((left, right) => compareVersions(right.version, left.version)),
  };
}

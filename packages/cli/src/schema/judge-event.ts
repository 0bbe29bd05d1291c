import { createSecretKey } from 'node:crypto';
import { decideEvent, InvariantError, toBareReceipt } from '@millrace/pipeline';
import { validateClientEvent } from '@millrace/schema';
import type { BundledContract, ContractSource } from '@millrace/schema/generator';
import { groupContracts } from './contracts-folder.ts';
import { createFaultFinder } from './create-fault-finder.ts';
import { describeContractFault, type EventFault, toShownValue } from './describe-contract-fault.ts';
import { findApplied } from './find-applied.ts';
import { nearestName } from './nearest-name.ts';

/** What ingest would do with an event. */
export type EventJudgement =
  | { readonly kind: 'valid'; readonly version?: VersionNote }
  /** Consent denies analytics: ingest looks no further, and keeps nothing. */
  | { readonly kind: 'suppressed' }
  /** `faults`: all that can be found, at least one. */
  | { readonly kind: 'invalid'; readonly reason: string; readonly faults: readonly EventFault[] };

/** Set where the event's version is not the newest one. */
export type VersionNote = {
  readonly eventType: string;
  readonly sent: string;
  readonly newest: string;
  /** The contract that was applied. */
  readonly applied: string;
  /** JSON Pointers of keys that the applied contract does not know; they are kept aside. */
  readonly unrecognized: readonly string[];
};

type JsonObject = Readonly<Record<string, unknown>>;

/** Of no request: the event alone decides. The key is of nothing that is kept. */
const neutralReceipt = toBareReceipt({
  receivedAt: '2000-01-01T00:00:00.000Z',
  policy: 'schema-validate',
  lakeKey: createSecretKey(Buffer.alloc(32)),
});

/**
 * Judges parsed JSON as ingest does, with the contracts that this build has. `source` holds the same contracts as they
 * are written, and gives the faults; throws InvariantError where it finds none in an event that ingest refuses.
 */
export function createJudge(source: ContractSource): (value: unknown) => EventJudgement {
  const findIn = createFaultFinder({ allErrors: true });
  const byType = groupContracts(source);

  return function judgeEvent(value) {
    const outcome = decideEvent(value, neutralReceipt);
    if (outcome.kind === 'suppressed') return { kind: 'suppressed' };
    if (outcome.kind === 'accepted') {
      const note = toVersionNote(value as JsonObject);
      return { kind: 'valid', ...(note ? { version: note } : {}) };
    }
    const { reason, path, detail } = outcome;
    const own: EventFault = { path, rule: reason, message: detail };
    switch (reason) {
      case 'schema-unknown':
        return { kind: 'invalid', reason, faults: [toUnknownFault(value as JsonObject)] };
      case 'schema-invalid':
        // Faults that no contract sees: no version at all, an unknown key beyond what can be stored.
        if (!findContract(value as JsonObject) || validateClientEvent(value as JsonObject).ok) {
          return { kind: 'invalid', reason, faults: [{ ...own, message: `${detail}${foundAt(value, path)}` }] };
        }
        return { kind: 'invalid', reason, faults: demandFaults(value as JsonObject, own) };
      case 'consent-unreadable': {
        const others = findFaults(value as JsonObject).filter((fault) => !/^\/user(?:$|\/consent)/.test(fault.path));
        return {
          kind: 'invalid',
          reason,
          faults: [{ ...own, message: `${detail}${foundAt(value, path)}` }, ...others],
        };
      }
      case 'not-an-event':
        return { kind: 'invalid', reason, faults: [{ ...own, message: `${detail}, found ${toShownValue(value)}` }] };
      default:
        return { kind: 'invalid', reason, faults: [own] };
    }
  };

  function toVersionNote(event: JsonObject): VersionNote | undefined {
    const [eventType, sent] = [String(event['event_type']), String(event['schema_version'])];
    const newest = byType.get(eventType)?.at(-1)?.version;
    if (newest === undefined || newest === sent) return undefined;
    const verdict = validateClientEvent(event);
    if (!verdict.ok) throw new InvariantError(`${eventType} ${sent} was accepted, and is not`);
    const unrecognized = Object.keys(verdict.newer?.unrecognized ?? {});
    return { eventType, sent, newest, applied: verdict.contractVersion, unrecognized };
  }

  function toUnknownFault({ event_type: eventType, schema_version: version }: JsonObject): EventFault {
    const fault = (path: string, message: string): EventFault => ({ path, rule: 'schema-unknown', message });
    const versions = byType.get(String(eventType));
    if (versions && typeof eventType === 'string') {
      const known = versions.map((contract) => contract.version).join(', ');
      return fault('/schema_version', `${eventType} has no version ${toShownValue(version)}; known: ${known}`);
    }
    const near = typeof eventType === 'string' ? nearestName(eventType, [...byType.keys()]) : undefined;
    const hint = near === undefined ? `; known: ${[...byType.keys()].join(', ')}` : `; did you mean ${near}?`;
    return fault('/event_type', `there is no event type ${toShownValue(eventType)}${hint}`);
  }

  function demandFaults(event: JsonObject, own: EventFault): readonly EventFault[] {
    const faults = findFaults(event);
    if (faults.length > 0) return faults;
    throw new InvariantError(
      `ingest refuses an event (${own.path} ${own.message}) in which its contract finds no fault: are the generated files up to date (npm run generate)?`,
    );
  }

  /** All faults by the contract that applies; none where there is no such contract. */
  function findFaults(event: JsonObject): readonly EventFault[] {
    const contract = findContract(event);
    if (!contract) return [];
    const isExact = contract.version === event['schema_version'];
    const faults = findIn(contract, isExact ? event : { ...event, schema_version: contract.version })
      // Of a newer version the keys that the contract does not know are kept aside.
      .filter(({ keyword }) => isExact || keyword !== 'additionalProperties')
      .flatMap((error) => describeContractFault(error) ?? []);
    // Two conditions may want the same.
    return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
  }

  function findContract({ event_type: eventType, schema_version: sent }: JsonObject): BundledContract | undefined {
    return typeof eventType === 'string' ? findApplied(byType.get(eventType) ?? [], sent) : undefined;
  }
}

/** `, found …` where the path leads to something that can be shown. */
function foundAt(event: unknown, path: string): string {
  if (path === '') return '';
  let value: unknown = event;
  for (const key of path.split('/').slice(1)) {
    value = typeof value === 'object' && value !== null ? (value as JsonObject)[key] : undefined;
  }
  return `, found ${toShownValue(value)}`;
}

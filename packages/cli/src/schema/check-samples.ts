import { upcast } from '@millrace/schema';
import {
  type BundledContract,
  type ContractSource,
  emitFixtures,
  takeUnrecognized,
  toKeyTree,
} from '@millrace/schema/generator';
import type { CheckProblem } from './check-problem.ts';
import { groupContracts } from './contracts-folder.ts';
import { createFaultFinder } from './create-fault-finder.ts';
import { describeContractFault } from './describe-contract-fault.ts';
import { findApplied } from './find-applied.ts';

export type SampleCheck = {
  /** Events that were checked, of the older contracts and of those that are new. */
  readonly olderEvents: number;
  readonly newerEvents: number;
  readonly problems: readonly CheckProblem[];
};

type JsonObject = Readonly<Record<string, unknown>>;

type Sample = {
  readonly contract: BundledContract;
  readonly name: string;
  readonly event: JsonObject;
};

/** What is wrong with one sample. */
type SampleFault = { readonly kind: keyof typeof advices; readonly sample: Sample; readonly detail: string };

const advices = {
  'sample-refused': 'what was valid stays valid: the change goes into a new version',
  'sample-not-upcast': 'packages/schema/src/upcast-steps.ts says how it becomes valid',
  'sample-not-readable': 'a deployment that does not know the new version refuses the event: make it a major one',
} as const;
const shownFaults = 5;

/**
 * Writers: every valid example of the older contracts is valid by the same contract of today, and once upcast by the newest
 * contract of its major version. Readers: of every valid example of a new version, what the older contracts know is valid
 * by the one of them that is applied to it.
 */
export function checkSamples(before: ContractSource, after: ContractSource): SampleCheck {
  const describe = createDescribe();
  const [then, today] = [groupContracts(before), groupContracts(after)];
  const isNew = ({ contract: { eventType, version } }: Sample) =>
    !then.get(eventType)?.some((contract) => contract.version === version);
  const older = listSamples(before);
  const newer = listSamples(after).filter(isNew);

  function toWriterFaults(sample: Sample): readonly SampleFault[] {
    const { contract, event } = sample;
    const versions = today.get(contract.eventType) ?? [];
    const same = versions.find(({ version }) => version === contract.version);
    // That a contract is gone is a problem of its own.
    const refused = same && describe(same, event);
    if (refused !== undefined) return [{ kind: 'sample-refused', sample, detail: refused }];
    const newest = versions.findLast(({ version }) => majorOf(version) === majorOf(contract.version));
    const refusedLater = newest && describe(newest, { ...upcast(event), schema_version: newest.version });
    if (refusedLater === undefined) return [];
    return [{ kind: 'sample-not-upcast', sample, detail: `as ${newest?.version}: ${refusedLater}` }];
  }

  function toReaderFaults(sample: Sample): readonly SampleFault[] {
    const { contract, event } = sample;
    const applied = findApplied(then.get(contract.eventType) ?? [], contract.version);
    if (!applied) return [];
    const { known } = takeUnrecognized(event, toKeyTree(applied.client));
    const refused = describe(applied, { ...known, schema_version: applied.version });
    if (refused === undefined) return [];
    return [{ kind: 'sample-not-readable', sample, detail: `read as ${applied.version}: ${refused}` }];
  }

  const faults = [...older.flatMap(toWriterFaults), ...newer.flatMap(toReaderFaults)];
  return { olderEvents: older.length, newerEvents: newer.length, problems: toProblems(faults) };
}

/** Few of a kind are shown of a contract: what breaks one of its examples breaks most of them. */
function toProblems(faults: readonly SampleFault[]): readonly CheckProblem[] {
  const groups = Map.groupBy(faults, ({ kind, sample }) => `${kind} ${toName(sample)}`);
  return [...groups.values()].flatMap((group) => {
    const shown = group.slice(0, shownFaults).map(
      ({ kind, sample, detail }): CheckProblem => ({
        kind,
        where: `${toName(sample)}, example "${sample.name}"`,
        detail,
        advice: advices[kind],
      }),
    );
    const [first] = group;
    if (!first || group.length <= shownFaults) return shown;
    const more = `… and ${group.length - shownFaults} more`;
    return [...shown, { kind: first.kind, where: toName(first.sample), detail: more, advice: advices[first.kind] }];
  });
}

function toName({ contract: { eventType, version } }: Sample): string {
  return `${eventType} ${version}`;
}

type Fixtures = {
  readonly valid: readonly { readonly name: string; readonly event: JsonObject }[];
  readonly invalid: readonly { readonly path: string; readonly rule: string; readonly event: JsonObject }[];
};

/** The valid examples of all contracts. */
function listSamples(source: ContractSource): readonly Sample[] {
  return [...readFixtures(source)].flatMap(([contract, { valid }]) =>
    valid.map(({ name, event }) => ({ contract, name, event })),
  );
}

function readFixtures({ contracts }: ContractSource): ReadonlyMap<BundledContract, Fixtures> {
  const files = emitFixtures(contracts);
  return new Map(
    contracts.map((contract) => {
      const text = files.get(`generated/fixtures/${contract.eventType}/${contract.version}.json`);
      return [contract, JSON.parse(text ?? '{"valid":[],"invalid":[]}') as Fixtures];
    }),
  );
}

/**
 * Events for a lake as NDJSON: the valid examples of all contracts, each an event of its own. `before`: of each event type
 * also one that its contract refuses, and one that comes twice with other content, so that the lake has quarantined events
 * and conflicts. `name` keeps two samples apart.
 */
export function toSampleLines(source: ContractSource, name: 'before' | 'after'): string {
  const prefix = name === 'before' ? '00000000' : '11111111';
  const toId = (index: number) => `${prefix}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  const fixtures = readFixtures(source);
  const valid = [...fixtures.values()].flatMap((file) => file.valid.map(({ event }) => event));
  const events: JsonObject[] = valid.map((event, index) => ({ ...event, event_id: toId(index) }));
  if (name === 'before') {
    for (const versions of groupContracts(source).values()) {
      const newest = versions.at(-1);
      const file = newest && fixtures.get(newest);
      const refused = file?.invalid.find(isRefusedByContract);
      if (refused) events.push({ ...refused.event, event_id: toId(events.length) });
      const [first, other] = (file?.valid ?? []).filter(({ event }) => isKept(event));
      if (!first || !other) continue;
      const eventId = toId(events.length);
      events.push({ ...first.event, event_id: eventId }, { ...other.event, event_id: eventId });
    }
  }
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** Not for its consent, or for a version that nobody knows: ingest looks at these before. */
function isRefusedByContract({ path, rule, event }: Fixtures['invalid'][number]): boolean {
  return rule === 'type' && !/^\/(?:event_id|event_type|schema_version|user)(?:\/|$)/.test(path) && isKept(event);
}

/** Consent lets ingest keep it. */
function isKept(event: JsonObject): boolean {
  const { consent } = (event['user'] ?? {}) as { readonly consent?: { readonly analytics?: unknown } };
  return consent?.analytics === true;
}

/** The first thing that a contract has against an event; undefined when nothing. */
function createDescribe(): (contract: BundledContract, event: object) => string | undefined {
  const findFaults = createFaultFinder({ allErrors: false });
  return (contract, event) => {
    const found = findFaults(contract, event);
    if (found.length === 0) return undefined;
    const [fault] = found.flatMap((error) => describeContractFault(error) ?? []);
    return fault ? `${fault.path} ${fault.rule}: ${fault.message}` : 'refused';
  };
}

function majorOf(version: string): string | undefined {
  return version.split('.')[0];
}

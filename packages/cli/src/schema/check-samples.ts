import { isDateTime, isUuid, upcast } from '@millrace/schema';
import { type BundledContract, type ContractSource, emitFixtures } from '@millrace/schema/generator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { CheckProblem } from './check-problem.ts';
import { groupContracts } from './contracts-folder.ts';
import { describeContractFault } from './describe-contract-fault.ts';

export type SampleCheck = {
  /** Events that were checked. */
  readonly events: number;
  readonly problems: readonly CheckProblem[];
};

type Sample = {
  readonly contract: BundledContract;
  readonly name: string;
  readonly event: Readonly<Record<string, unknown>>;
};

/**
 * Every valid example of the older contracts is valid by the same contract of today, and once upcast by the newest
 * contract of its major version.
 */
export function checkSamples(before: ContractSource, after: ContractSource): SampleCheck {
  const check = createCheck();
  const today = groupContracts(after);
  const samples = listSamples(before);
  const problems = samples.flatMap(({ contract: { eventType, version }, name, event }): CheckProblem[] => {
    const versions = today.get(eventType) ?? [];
    const same = versions.find((contract) => contract.version === version);
    const newest = versions.findLast((contract) => majorOf(contract.version) === majorOf(version));
    const where = `${eventType} ${version}, example "${name}"`;
    // That a contract is gone is a problem of its own.
    const refused = same && check(same, event);
    if (refused !== undefined) {
      const advice = 'what was valid stays valid: the change goes into a new version';
      return [{ kind: 'sample-refused', where, detail: refused, advice }];
    }
    const refusedLater = newest && check(newest, { ...upcast(event), schema_version: newest.version });
    if (refusedLater === undefined) return [];
    const detail = `as ${newest?.version}: ${refusedLater}`;
    return [
      {
        kind: 'sample-not-upcast',
        where,
        detail,
        advice: 'packages/schema/src/upcast-steps.ts says how it becomes valid',
      },
    ];
  });
  return { events: samples.length, problems };
}

/** The valid examples of all contracts as NDJSON, each an event of its own. `name` keeps two samples apart. */
export function toSampleLines(source: ContractSource, name: 'before' | 'after'): string {
  const prefix = name === 'before' ? '00000000' : '11111111';
  return listSamples(source)
    .map(({ event }, index) => {
      const eventId = `${prefix}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
      return `${JSON.stringify({ ...event, event_id: eventId })}\n`;
    })
    .join('');
}

function listSamples(source: ContractSource): readonly Sample[] {
  const files = emitFixtures(source.contracts);
  return source.contracts.flatMap((contract) => {
    const text = files.get(`generated/fixtures/${contract.eventType}/${contract.version}.json`) ?? '{"valid":[]}';
    const { valid } = JSON.parse(text) as { valid: readonly Pick<Sample, 'name' | 'event'>[] };
    return valid.map(({ name, event }) => ({ contract, name, event }));
  });
}

/** What a contract has against an event; undefined when nothing. */
function createCheck(): (contract: BundledContract, event: object) => string | undefined {
  const ajv = new Ajv2020({ strict: false, verbose: true, formats: { 'date-time': isDateTime, uuid: isUuid } });
  const validators = new Map<BundledContract, ValidateFunction>();
  return (contract, event) => {
    const validate = validators.get(contract) ?? ajv.compile(contract.client);
    validators.set(contract, validate);
    if (validate(event)) return undefined;
    const [fault] = (validate.errors ?? []).flatMap((error) => describeContractFault(error) ?? []);
    return fault ? `${fault.path} ${fault.rule}: ${fault.message}` : 'refused';
  };
}

function majorOf(version: string): string | undefined {
  return version.split('.')[0];
}

import { isDateTime, isUuid } from '@millrace/schema';
import type { BundledContract } from '@millrace/schema/generator';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/** What a contract, as it is written, has against an event: all of it, or what stops at the first fault. */
export function createFaultFinder({
  allErrors,
}: {
  readonly allErrors: boolean;
}): (contract: BundledContract, event: object) => readonly ErrorObject[] {
  const ajv = new Ajv2020({
    strict: false, // the generator has looked at the contracts already
    addUsedSchema: false, // the same contract then and now has one $id
    allErrors,
    verbose: true,
    formats: { 'date-time': isDateTime, uuid: isUuid },
  });
  const validators = new Map<BundledContract, ValidateFunction>();
  return function findFaults(contract, event) {
    const validate = validators.get(contract) ?? ajv.compile(contract.client);
    validators.set(contract, validate);
    return validate(event) ? [] : (validate.errors ?? []);
  };
}

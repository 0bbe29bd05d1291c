import { join } from 'node:path';
import { eventValidators } from '../src/generated/validators.js';
import { compileContracts, compileJsonSchemas } from './compile-contracts.ts';
import { verdictCases } from './verdict-cases.ts';

const packageDir = join(import.meta.dirname, '..');
type Validators = ReadonlyMap<string, (event: unknown) => unknown>;

const generated: Validators = new Map(
  Object.entries(eventValidators).flatMap(([eventType, versions]) =>
    Object.entries(versions).map(([version, validate]) => [`${eventType}/${version}`, validate] as const),
  ),
);
const contracts: Validators = compileContracts(join(packageDir, 'contracts'));
const jsonSchemas: Validators = compileJsonSchemas(join(packageDir, 'generated/json-schema'));

/**
 * Where ajv itself is wrong, and only on the contract as it is written: behind a condition it keeps the keys that count as
 * evaluated in a plain object, and unevaluatedProperties finds these names in every object (one of a family,
 * ajv-validator/ajv issue 2664). The bundled form, which all that runs is made from, says additionalProperties instead.
 */
const takenByAjv = new Set(
  ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'].map((key) => `click/1.0.0: /${key} as a key`),
);

function toVerdict(validators: Validators, contract: string, text: string): unknown {
  const validate = validators.get(contract);
  if (!validate) throw new Error(`${contract} has no validator`);
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    return false;
  }
  return validate(event);
}

test.each(verdictCases)('SCHEMA-1: $name', ({ name, contract, text, isValid }) => {
  expect({
    generated: toVerdict(generated, contract, text),
    contract: toVerdict(contracts, contract, text),
    jsonSchema: toVerdict(jsonSchemas, contract, text),
  }).toEqual({ generated: isValid, contract: isValid || takenByAjv.has(name), jsonSchema: isValid });
});

test('every case has a name of its own', () => {
  expect(verdictCases.length).toBeGreaterThanOrEqual(180);
  expect(new Set(verdictCases.map(({ name }) => name)).size).toBe(verdictCases.length);
});

test('every contract has at least five cases, of either verdict', () => {
  for (const contract of contracts.keys()) {
    const verdicts = verdictCases.filter((entry) => entry.contract === contract).map(({ isValid }) => isValid);
    expect({ contract, isEnough: verdicts.length >= 5, seen: [...new Set(verdicts)].sort() }).toEqual({
      contract,
      isEnough: true,
      seen: [false, true],
    });
  }
});

test('generated code, contracts and bundled JSON Schemas are of the same contracts', () => {
  expect([...generated.keys()].sort()).toEqual([...contracts.keys()]);
  expect([...jsonSchemas.keys()]).toEqual([...contracts.keys()]);
});

export { takeUnrecognized } from '../take-unrecognized.ts';
export type { BundledContract } from './bundle-contract.ts';
export {
  type ContractComparison,
  type ContractProblem,
  type ContractStep,
  compareContracts,
  problemKinds,
} from './compare-contracts.ts';
export { type Change, changeKinds, type Effect } from './compare-schemas.ts';
export { describeConditions, describeRules } from './describe-rules.ts';
export { emitFixtures } from './emit-fixtures.ts';
export { emitJsonSchemas } from './emit-json-schemas.ts';
export { toKeyTree } from './emit-known-keys.ts';
export { findDrifted } from './find-drifted.ts';
export { generatedFolders, generateFiles } from './generate-files.ts';
export type { JsonSchema } from './json-schema.ts';
export { type Field, listFields } from './list-fields.ts';
export { type ContractFile, type ContractSource, readContracts } from './read-contracts.ts';
export { runGenerator } from './run-generator.ts';
export { toExample, toMinimalExample } from './to-examples.ts';
export { nextVersions, type Step } from './version-step.ts';

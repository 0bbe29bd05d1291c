import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { eventValidators } from '../../packages/schema/src/generated/validators.js';
import { compileContracts } from '../../packages/schema/test/compile-contracts.ts';
import type { Bench, PreparedBench } from '../bench.ts';
import { createFreshSubject } from '../create-fresh-subject.ts';
import { createWarmSubject } from '../create-warm-subject.ts';

const schemaDir = join(import.meta.dirname, '../../packages/schema');
const contractsDir = join(schemaDir, 'contracts');
const firstContract = 'purchase/1.0.0';

const names = {
  generated: 'generated validators',
  runtime: 'ajv at run time',
  json: 'JSON.parse + JSON.stringify',
  freshEmpty: 'empty process',
  freshGenerated: 'generated validators, cold',
  freshRuntime: 'ajv at run time, cold',
} as const;

/** T6: the validators that are generated at build time against ajv compiling the contracts when the process starts. */
export const validatorBench: Bench = {
  name: 'validator',
  description: 'generated validators against ajv at run time: ≤ 0.65 warm, ≤ 1/15 cold',
  prepare: prepareValidators,
};

type Validator = (event: unknown) => unknown;

async function prepareValidators(): Promise<PreparedBench> {
  const runtime = compileContracts(contractsDir);
  const generated: ReadonlyMap<string, Validator> = new Map(
    Object.entries(eventValidators).flatMap(([eventType, versions]) =>
      Object.entries(versions).map(([version, validate]) => [`${eventType}/${version}`, validate] as const),
    ),
  );
  const contracts = [...generated.keys()];
  const events = new Map(contracts.map((contract) => [contract, readExample(contract)]));
  const texts = [...events.values()].map((event) => JSON.stringify(event));
  const meanLength = Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length);

  const scratch = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const eventFile = join(scratch, 'event.json');
  writeFileSync(eventFile, JSON.stringify(events.get(firstContract)));
  const args = [firstContract, eventFile, contractsDir];
  const programs = await bundlePrograms(['fresh-empty', 'fresh-generated', 'fresh-runtime'], scratch);
  const [empty = '', freshGenerated = '', freshRuntime = ''] = programs;
  return {
    subjects: [
      createWarmSubject(names.generated, contracts.length, toWork(generated, events)),
      createWarmSubject(names.runtime, contracts.length, toWork(runtime, events)),
      createWarmSubject(names.json, contracts.length, () => {
        for (const text of texts) JSON.stringify(JSON.parse(text));
      }),
      createFreshSubject(names.freshEmpty, empty, args, 3),
      createFreshSubject(names.freshGenerated, freshGenerated, args, 3),
      createFreshSubject(names.freshRuntime, freshRuntime, args),
    ],
    comparisons: [
      { subject: names.generated, reference: names.runtime, target: 0.65 },
      { subject: names.freshGenerated, reference: names.freshRuntime, without: names.freshEmpty, target: 1 / 15 },
      { subject: names.generated, reference: names.json },
    ],
    notes: [
      `Warm: one event of each of the ${contracts.length} contracts, valid, every field set (${meanLength} B on average); CPU is per event.`,
      'ajv at run time: ajv 8 on the files of contracts/ as they are ($ref, unevaluatedProperties), its defaults but',
      '  allowUnionTypes, the same two functions for the formats. Generated: what packages/schema/src/generated holds.',
      `Cold: a whole process, minus an empty one, that loads the validators and validates one ${firstContract}; ajv reads and`,
      '  compiles all contracts first. Both bundled and minified as the functions are.',
    ],
    dispose: () => rm(scratch, { recursive: true, force: true }),
  };
}

/** The event of the fixtures that has every field of its contract. */
function readExample(contract: string): unknown {
  const file = join(schemaDir, 'generated/fixtures', `${contract}.json`);
  const { example } = JSON.parse(readFileSync(file, 'utf8'));
  if (example === undefined) throw new Error(`${file} has no example`);
  return example;
}

/** One call validates one event of each contract. Throws on an event that its contract refuses: it would cost less. */
function toWork(validators: ReadonlyMap<string, Validator>, events: ReadonlyMap<string, unknown>): () => void {
  const pairs = [...events].map(([contract, event]) => {
    const validate = validators.get(contract);
    if (!validate?.(event)) throw new Error(`${contract} refuses its example`);
    return { validate, event };
  });
  return () => {
    for (const { validate, event } of pairs) {
      if (!validate(event)) throw new Error('a validator changed its mind');
    }
  };
}

/** As config/esbuild.yml packages the functions. */
async function bundlePrograms(programs: readonly string[], outdir: string): Promise<readonly string[]> {
  await build({
    entryPoints: programs.map((program) => join(import.meta.dirname, `${program}.ts`)),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
  });
  return programs.map((program) => join(outdir, `${program}.cjs`));
}

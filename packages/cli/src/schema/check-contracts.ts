import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  duckdbDdl,
  generateFiles as generateLakeFiles,
  icebergDdl,
  planMigration,
  readTables,
  type TableDefinition,
} from '@millrace/lakehouse/generator';
import { ConfigError } from '@millrace/pipeline';
import type { ContractSource } from '@millrace/schema/generator';
import {
  type ContractComparison,
  compareContracts,
  findDrifted,
  generatedFolders,
  generateFiles,
  problemKinds,
  readContracts,
} from '@millrace/schema/generator';
import { checkSampleLake, type LakeCheck } from './check-lake.ts';
import type { CheckProblem } from './check-problem.ts';
import { checkSamples, type SampleCheck, toSampleLines } from './check-samples.ts';
import { openContracts, ownContracts, toShown, workspaceRoot } from './contracts-folder.ts';
import { type GitFolder, type GitRef, openGitFolder } from './git-folder.ts';
import { createScratchWorkspace } from './scratch-workspace.ts';

type Migration = { readonly duckdb: readonly string[]; readonly iceberg: readonly string[] };

export type ContractCheck = {
  readonly against: GitRef;
  /** `new`: the commit has no contracts yet. */
  readonly contracts: 'same' | 'changed' | 'new';
  /** Generated files that are not what the contracts say; undefined where none lie beside the contracts. */
  readonly drifted: readonly string[] | undefined;
  readonly comparison: ContractComparison;
  /** Statements, without semicolons, that take the tables over; undefined where nothing can. */
  readonly migration: Migration | undefined;
  /** Events that the old contracts accept. */
  readonly samples: SampleCheck | undefined;
  /** undefined: `lakeSkipped` says why. */
  readonly lake: readonly LakeCheck[] | undefined;
  readonly lakeSkipped: string | undefined;
  readonly problems: readonly CheckProblem[];
};

export type CheckOptions = {
  /** Of contracts, in a working tree of git. */
  readonly folder: string;
  /** undefined: chosen. */
  readonly against: string | undefined;
  readonly withLake: boolean;
  readonly say: (line: string) => void;
};

const noChange: ContractComparison = { steps: [], addedColumns: { bronze: [], quarantine: [] }, problems: [] };
const noMigration = { duckdb: [], iceberg: [] };

/**
 * Compares contracts with what they were at a commit, and shows on examples that nothing breaks. Throws ConfigError when
 * the comparison cannot be made.
 */
export async function checkContracts(options: CheckOptions): Promise<ContractCheck> {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-check-'));
  try {
    return await checkIn(scratch, { ...options, folder: resolve(options.folder) });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function checkIn(scratch: string, { folder, against, withLake, say }: CheckOptions): Promise<ContractCheck> {
  const after = openContracts(folder);
  const git = openGitFolder(folder);
  const ref = against === undefined ? git.chooseRef() : git.findRef(against);
  say(`comparing ${toShown(folder)} with ${toRefText(ref)} …`);
  const isOwn = folder === resolve(ownContracts);
  const drifted = findDrift(folder, isOwn);
  const driftProblems = (drifted ?? []).map((path) => toDriftProblem(path));

  const oldFolder = join(scratch, 'contracts');
  if (!git.unpack(ref, '.', oldFolder)) {
    return {
      ...{ against: ref, contracts: 'new', drifted, comparison: noChange, migration: noMigration },
      ...{ samples: undefined, lake: undefined, lakeSkipped: 'there is no older lake', problems: driftProblems },
    };
  }
  const before = openOldContracts(oldFolder, ref);
  if (isDeepStrictEqual(before, after)) {
    return {
      ...{ against: ref, contracts: 'same', drifted, comparison: noChange, migration: noMigration },
      ...{ samples: undefined, lake: undefined, lakeSkipped: 'the contracts are the same', problems: driftProblems },
    };
  }

  const comparison = compareContracts(before, after);
  const tables = planTables(git, ref, scratch, before, after);
  say('checking the examples of the older contracts …');
  const samples = checkSamples(before, after);
  const lakeSkipped = !withLake
    ? '--no-lake'
    : !isOwn
      ? 'the contracts are not those of this workspace'
      : driftProblems.length > 0
        ? 'the generated files are not up to date'
        : undefined;
  const lake = lakeSkipped === undefined ? await makeSampleLake(scratch, ref, before, after, say) : undefined;
  return {
    ...{ against: ref, contracts: 'changed', drifted, comparison, samples, lake, lakeSkipped },
    migration: tables.migration,
    problems: [
      ...driftProblems,
      ...comparison.problems.map((problem) => ({ ...problem, advice: problemKinds[problem.kind] })),
      // Columns that are gone or of another type have been named already.
      ...(tables.problem && !comparison.problems.some(isOfColumn) ? [tables.problem] : []),
      ...samples.problems,
      ...(lake ?? []).filter(({ ok }) => !ok).map(toLakeProblem),
    ],
  };
}

function isOfColumn({ kind }: { readonly kind: string }): boolean {
  return kind.startsWith('column-');
}

export function toRefText({ ref, commit }: GitRef): string {
  return `${ref} (${commit.slice(0, 12)})`;
}

/** undefined where nothing generated lies beside the contracts: a copy that is only looked at. */
function findDrift(folder: string, isOwn: boolean): readonly string[] | undefined {
  const packageDir = dirname(folder);
  if (!existsSync(join(packageDir, generatedFolders[0]))) return undefined;
  const ofSchema = findDrifted(generateFiles(folder), packageDir, generatedFolders).map((path) =>
    toShown(join(packageDir, path)),
  );
  if (!isOwn) return ofSchema;
  const lakehouse = join(workspaceRoot, 'packages/lakehouse');
  const ofLake = findDrifted(generateLakeFiles(lakehouse), lakehouse, []).map((path) => toShown(join(lakehouse, path)));
  return [...ofSchema, ...ofLake];
}

function toDriftProblem(path: string): CheckProblem {
  return {
    kind: 'generated-drifted',
    where: path,
    detail: 'is not what the contracts say',
    advice: 'npm run generate writes it',
  };
}

function openOldContracts(folder: string, ref: GitRef): ContractSource {
  try {
    return readContracts(folder);
  } catch (error) {
    throw new ConfigError(
      `the contracts of ${toRefText(ref)} break a rule that the generator has by now, and cannot be compared: ${(error as Error).message}; name a later commit with --against`,
      { cause: error },
    );
  }
}

/** From the contracts' folder. */
const modelsPath = '../../lakehouse/models';

/** The tables then and now; the models of then where the commit has them, so that new models may read new columns. */
function planTables(
  git: GitFolder,
  ref: GitRef,
  scratch: string,
  before: ContractSource,
  after: ContractSource,
): { readonly migration: Migration | undefined; readonly problem?: CheckProblem } {
  const ownModels = join(workspaceRoot, 'packages/lakehouse/models');
  const oldModels = join(scratch, 'models');
  const read = (folder: string, { bronzeColumns, quarantineColumns }: ContractSource): readonly TableDefinition[] =>
    readTables(folder, { bronze: bronzeColumns, quarantine: quarantineColumns });
  try {
    const tablesThen = read(git.unpack(ref, modelsPath, oldModels) ? oldModels : ownModels, before);
    const tablesNow = read(ownModels, after);
    const plan = (dialect: typeof duckdbDdl) => planMigration(tablesThen, tablesNow, dialect);
    return { migration: { duckdb: plan(duckdbDdl), iceberg: plan(icebergDdl) } };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problem: CheckProblem = {
      kind: 'no-migration',
      where: 'tables',
      detail: error.message,
      advice: 'tables take new columns that may be null, and new tables; nothing else',
    };
    return { migration: undefined, problem };
  }
}

async function makeSampleLake(
  scratch: string,
  ref: GitRef,
  before: ContractSource,
  after: ContractSource,
  say: (line: string) => void,
): Promise<readonly LakeCheck[]> {
  const [sampleBefore, sampleAfter] = [join(scratch, 'before.ndjson'), join(scratch, 'after.ndjson')];
  writeFileSync(sampleBefore, toSampleLines(before, 'before'));
  writeFileSync(sampleAfter, toSampleLines(after, 'after'));
  const workspace = createScratchWorkspace({ kind: 'git-ref', ref: ref.commit }, workspaceRoot);
  try {
    const { checks } = await checkSampleLake({ oldWorkspace: workspace.root, sampleBefore, sampleAfter, say });
    return checks;
  } finally {
    workspace.dispose();
  }
}

function toLakeProblem({ name, detail }: LakeCheck): CheckProblem {
  return { kind: 'lake', where: name, detail, advice: 'what was stored must be read as before' };
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
import { type GitRef, openGitFolder } from './git-folder.ts';
import { makeScratchFolder, toScratchError } from './scratch-folder.ts';
import { createScratchWorkspace } from './scratch-workspace.ts';

type Migration = { readonly duckdb: readonly string[]; readonly iceberg: readonly string[] };

export type ContractCheck = {
  readonly against: GitRef;
  /** `new`: the commit has no contracts yet; `before-rules`: it has, from before a released file stayed as it was. */
  readonly contracts: 'same' | 'changed' | 'new' | 'before-rules';
  /** Generated files that are not what the contracts say; undefined where none lie beside the contracts. */
  readonly drifted: readonly string[] | undefined;
  readonly comparison: ContractComparison;
  /** Statements, without semicolons, that take the tables over; undefined where nothing can. */
  readonly migration: Migration | undefined;
  /** Events that the old contracts accept, and events of new versions. */
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
const noTables = { migration: undefined, problems: [] };

/**
 * Compares contracts with what they were at a commit, and shows on examples that nothing breaks. Throws ConfigError when
 * the comparison cannot be made.
 */
export async function checkContracts(options: CheckOptions): Promise<ContractCheck> {
  const scratch = makeScratchFolder('millrace-check-');
  try {
    return await checkIn(scratch.path, { ...options, folder: resolve(options.folder) });
  } catch (error) {
    throw toScratchError(error);
  } finally {
    scratch.remove();
  }
}

async function checkIn(scratch: string, { folder, against, withLake, say }: CheckOptions): Promise<ContractCheck> {
  const after = openContracts(folder);
  const git = openGitFolder(folder);
  const ref = against === undefined ? git.chooseRef() : git.findRef(against);
  say(`comparing ${toShown(folder)} with ${toRefText(ref)} …`);
  const isOwn = folder === resolve(ownContracts);
  const lakehouse = join(workspaceRoot, 'packages/lakehouse');
  const models = join(lakehouse, 'models');
  const modelProblems = findBrokenModels(models, after);
  const drifted = findDrift(folder, isOwn && modelProblems.length === 0 ? lakehouse : undefined, after);
  const driftProblems = (drifted ?? []).map(toDriftProblem);

  const oldFolder = join(scratch, 'contracts');
  const isThere = git.unpack(ref, '.', oldFolder);
  if (!isThere || isFromBeforeTheRules(oldFolder)) {
    return {
      ...{ against: ref, contracts: isThere ? 'before-rules' : 'new', drifted },
      ...{ comparison: noChange, migration: noMigration },
      ...{ samples: undefined, lake: undefined, lakeSkipped: 'there is no older lake' },
      problems: [...driftProblems, ...modelProblems],
    };
  }
  const before = openOldContracts(oldFolder, ref);
  const isSame = isDeepStrictEqual(before, after);
  const comparison = compareContracts(before, after);
  // Models and upcasts may break what the contracts left as it was.
  const oldModels = join(scratch, 'models');
  const modelsThen = git.unpack(ref, modelsPath, oldModels) ? oldModels : models;
  const tables = modelProblems.length === 0 ? planTables(modelsThen, before, models, after) : noTables;
  say('checking the examples of the contracts …');
  const samples = checkSamples(before, after);
  const lakeSkipped = whyNoLake();
  const lake = lakeSkipped === undefined ? await makeSampleLake({ scratch, ref, before, after, say }) : undefined;
  return {
    ...{ against: ref, contracts: isSame ? 'same' : 'changed', drifted, comparison, samples, lake, lakeSkipped },
    migration: tables.migration,
    problems: [
      ...driftProblems,
      ...comparison.problems.map((problem) => ({ ...problem, advice: problemKinds[problem.kind] })),
      // Columns that are gone or of another type have been named already.
      ...(comparison.problems.some(isOfColumn) ? [] : [...modelProblems, ...tables.problems]),
      ...samples.problems,
      ...(lake ?? []).filter(({ ok }) => !ok).map(toLakeProblem),
    ],
  };

  function whyNoLake(): string | undefined {
    if (!withLake) return '--no-lake';
    if (isSame) return 'the contracts are the same';
    if (!isOwn) return 'the contracts are not those of this workspace';
    if (modelProblems.length > 0) return 'there are no tables';
    return driftProblems.length > 0 ? 'the generated files are not up to date' : undefined;
  }
}

/**
 * Contracts were drafts until `schema check` came: they broke rules that hold now, and were brought under them in place
 * (decision 14). Their list of columns named each one; since then `*` stands for what event types add.
 */
function isFromBeforeTheRules(contracts: string): boolean {
  const list = join(contracts, 'lake/bronze-columns.json');
  return existsSync(list) && !readFileSync(list, 'utf8').includes('"*"');
}

function isOfColumn({ kind }: { readonly kind: string }): boolean {
  return kind.startsWith('column-');
}

export function toRefText({ ref, commit }: GitRef): string {
  return `${ref} (${commit.slice(0, 12)})`;
}

/** undefined where nothing generated lies beside the contracts: a copy that is only looked at. */
function findDrift(
  folder: string,
  lakehouse: string | undefined,
  { bronzeColumns, quarantineColumns }: ContractSource,
): readonly string[] | undefined {
  const packageDir = dirname(folder);
  if (!existsSync(join(packageDir, generatedFolders[0]))) return undefined;
  const ofSchema = findDrifted(generateFiles(folder), packageDir, generatedFolders).map((path) =>
    toShown(join(packageDir, path)),
  );
  if (lakehouse === undefined) return ofSchema;
  const lakeFiles = generateLakeFiles(lakehouse, { bronze: bronzeColumns, quarantine: quarantineColumns });
  const lakeFolders = [...new Set([...lakeFiles.keys()].map((path) => dirname(path)))];
  const ofLake = findDrifted(lakeFiles, lakehouse, lakeFolders).map((path) => toShown(join(lakehouse, path)));
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

/** Models that cannot be put together with the contracts: there are no tables at all then. */
function findBrokenModels(folder: string, source: ContractSource): readonly CheckProblem[] {
  try {
    readTablesOf(folder, source);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const advice = 'the models read columns that the contracts have';
    return [{ kind: 'model-refused', where: toShown(folder), detail: error.message, advice }];
  }
}

/** From the contracts' folder. */
const modelsPath = '../../lakehouse/models';

/** The tables then and now; the models of then where the commit has them, so that new models may read new columns. */
function planTables(
  modelsThen: string,
  before: ContractSource,
  modelsNow: string,
  after: ContractSource,
): { readonly migration: Migration | undefined; readonly problems: readonly CheckProblem[] } {
  try {
    const tablesThen = readTablesOf(modelsThen, before);
    const tablesNow = readTablesOf(modelsNow, after);
    const plan = (dialect: typeof duckdbDdl) => planMigration(tablesThen, tablesNow, dialect);
    return { migration: { duckdb: plan(duckdbDdl), iceberg: plan(icebergDdl) }, problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problem: CheckProblem = {
      kind: 'no-migration',
      where: 'tables',
      detail: error.message,
      advice: 'tables take new columns that may be null, and new tables; nothing else',
    };
    return { migration: undefined, problems: [problem] };
  }
}

function readTablesOf(folder: string, source: ContractSource): readonly TableDefinition[] {
  return readTables(folder, { bronze: source.bronzeColumns, quarantine: source.quarantineColumns });
}

async function makeSampleLake(options: {
  readonly scratch: string;
  readonly ref: GitRef;
  readonly before: ContractSource;
  readonly after: ContractSource;
  readonly say: (line: string) => void;
}): Promise<readonly LakeCheck[]> {
  const { scratch, ref, before, after, say } = options;
  const [sampleBefore, sampleAfter] = [join(scratch, 'before.ndjson'), join(scratch, 'after.ndjson')];
  writeFileSync(sampleBefore, toSampleLines(before, 'before'));
  writeFileSync(sampleAfter, toSampleLines(after, 'after'));
  const older = createScratchWorkspace({ kind: 'git-ref', ref: ref.commit });
  try {
    const { checks } = await checkSampleLake({ oldWorkspace: older.root, sampleBefore, sampleAfter, say });
    return checks;
  } finally {
    older.dispose();
  }
}

function toLakeProblem({ name, detail }: LakeCheck): CheckProblem {
  return { kind: 'lake', where: name, detail, advice: 'what was stored must be read as before' };
}

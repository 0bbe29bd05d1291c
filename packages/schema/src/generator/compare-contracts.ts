import { isDeepStrictEqual } from 'node:util';
import type { Column } from '../column.ts';
import { toPointer } from '../to-pointer.ts';
import { compareVersions, parseVersion } from '../version.ts';
import { type Change, type ChangeKind, compareSchemas } from './compare-schemas.ts';
import { isObject, type JsonSchema } from './json-schema.ts';
import type { ContractSource } from './read-contracts.ts';
import { nextVersions, requiredStep, type Step, stepBetween, steps } from './version-step.ts';

/** What may be wrong with a change of contracts, and what is to be done about it. */
export const problemKinds = {
  'released-edited': 'a version that was released stays as it is: the change goes into a new one',
  'released-removed': 'events of a version that was released are stored: it stays',
  'version-too-low': 'the version promises less than has changed',
  'version-gap': 'versions follow one another without a gap',
  'version-behind': 'a new version is newer than all that were released',
  'first-version': 'the first version is 1.0.0',
  'column-not-nullable': 'rows from before have nothing in a new column: it must be nullable',
  'column-removed': 'tables and queries have the column: it stays, and is null where nothing fills it',
  'column-retyped': 'files and tables hold the old type: a value of another type gets another column',
  'column-reinterpreted': 'rows of before and after would say different things in one column: it gets another column',
  'column-moved': 'a column means one field: another field gets another column',
  'column-tightened': 'rows from before may have null in it: the column stays nullable',
} as const;

export type ProblemKind = keyof typeof problemKinds;

export type ContractStep = {
  /** Or server-fields, or a shared part. */
  readonly eventType: string;
  /** undefined: the first version. */
  readonly from: string | undefined;
  readonly to: string;
  readonly changes: readonly Change[];
  /** The smallest step that the changes allow. */
  readonly required: Step;
  /** undefined: `to` is the first version, or does not follow `from`. */
  readonly given: Step | undefined;
};

export type ContractProblem = {
  readonly kind: ProblemKind;
  /** A file of contracts/, or a column with its table. */
  readonly where: string;
  readonly detail: string;
};

export type ContractComparison = {
  readonly steps: readonly ContractStep[];
  readonly addedColumns: { readonly bronze: readonly Column[]; readonly quarantine: readonly Column[] };
  readonly problems: readonly ContractProblem[];
};

/**
 * What is new in `after`, and what of it `before`, which was released, does not allow. Each new version is compared with
 * the one before it, of shared parts too. Throws where compareSchemas does.
 */
export function compareContracts(before: ContractSource, after: ContractSource): ContractComparison {
  const released = toLineages(before);
  const lineages = [...toLineages(after)].map(([name, versions]) =>
    compareLineage(name, released.get(name) ?? [], versions),
  );
  const bronze = compareColumns('bronze.events', before.bronzeColumns, after.bronzeColumns);
  const quarantine = compareColumns('bronze.quarantine', before.quarantineColumns, after.quarantineColumns);
  return {
    steps: lineages.flatMap((lineage) => lineage.steps),
    addedColumns: { bronze: bronze.added, quarantine: quarantine.added },
    problems: [
      ...findChangedReleases(before, after),
      ...lineages.flatMap((lineage) => lineage.problems),
      ...bronze.problems,
      ...quarantine.problems,
    ],
  };
}

type VersionedSchema = { readonly version: string; readonly schema: JsonSchema };
const serverFieldsFolder = 'server-fields';

/** The versions, oldest first, of each event type, of server-fields and of each shared part. */
function toLineages({ contracts, files }: ContractSource): ReadonlyMap<string, readonly VersionedSchema[]> {
  const ofTypes = contracts.map(({ eventType, version, client }) => ({ name: eventType, version, schema: client }));
  const eventTypes = new Set(contracts.map(({ eventType }) => eventType));
  const others = files
    .filter(({ folder }) => !eventTypes.has(folder))
    .map(({ folder, version, schema }) => ({ name: folder, version, schema: toClosed(schema) }));
  const lineages = Map.groupBy([...ofTypes, ...others], ({ name }) => name);
  return new Map([...lineages].map(([name, versions]) => [name, versions.sort(byVersion)]));
}

/** server-fields and shared parts are open only for what they are put together with. */
function toClosed(schema: JsonSchema): JsonSchema {
  return { ...schema, additionalProperties: false };
}

function byVersion(left: { readonly version: string }, right: { readonly version: string }): number {
  const [older, newer] = [parseVersion(left.version), parseVersion(right.version)];
  if (!older || !newer) throw new Error(`${left.version} or ${right.version} is no version`);
  return compareVersions(older, newer);
}

function compareLineage(
  eventType: string,
  released: readonly VersionedSchema[],
  versions: readonly VersionedSchema[],
): { readonly steps: readonly ContractStep[]; readonly problems: readonly ContractProblem[] } {
  const found: ContractStep[] = [];
  const problems: ContractProblem[] = [];
  const newestReleased = released.at(-1);
  let previous = newestReleased;
  for (const current of versions) {
    if (released.some(({ version }) => version === current.version)) continue;
    const report = (kind: ProblemKind, detail: string): void => {
      problems.push({ kind, where: `${eventType}/${current.version}.json`, detail });
    };
    if (newestReleased && byVersion(current, newestReleased) < 0) {
      report('version-behind', `${newestReleased.version} is released already; ${toNextText(newestReleased.version)}`);
      continue;
    }
    const changes = previous ? compareSchemas(previous.schema, current.schema) : [];
    const required = requiredStep(changes);
    const given = previous && stepBetween(previous.version, current.version);
    found.push({ eventType, from: previous?.version, to: current.version, changes, required, given });
    if (!previous) {
      if (current.version !== firstVersion) report('first-version', `call it ${eventType}/${firstVersion}.json`);
    } else if (!given) {
      report('version-gap', `does not follow ${previous.version}; ${toNextText(previous.version)}`);
    } else if (steps.indexOf(given) < steps.indexOf(required)) {
      const reasons = changes.filter((change) => requiredStep([change]) === required);
      const [first] = reasons.map(({ path, detail }) => `${path || 'the event'}: ${detail}`);
      const others = reasons.length > 1 ? ` and ${reasons.length - 1} more` : '';
      const name = `${eventType}/${nextVersions(previous.version)[required]}.json`;
      report(
        'version-too-low',
        `${first}${others} makes it a ${required} version, not a ${given} one: call it ${name}`,
      );
    }
    // Whatever the version: the rows of both lie in the same table.
    for (const { kind, path, detail } of changes) {
      const column = previous && reinterpreting.has(kind) ? columnAt(previous.schema, path) : undefined;
      if (column === undefined || column !== columnAt(current.schema, path)) continue;
      report('column-reinterpreted', `${path}: ${detail}: give it another x-column than ${column}`);
    }
    previous = current;
  }
  return { steps: found, problems };
}

const reinterpreting: ReadonlySet<ChangeKind> = new Set(['unit-changed', 'null-meaning-changed']);

/** The column that holds what a change's path points to: its own, or that of the object or list around it. */
function columnAt(schema: JsonSchema, path: string): string | undefined {
  let place: JsonSchema | undefined = schema;
  let column = schema['x-column'];
  for (const part of path.split('/').slice(1)) {
    const open: JsonSchema | undefined = place?.items ?? (place?.additionalProperties || undefined);
    place = place?.properties?.[part.replaceAll('~1', '/').replaceAll('~0', '~')] ?? open;
    column = place?.['x-column'] ?? column;
  }
  return column;
}

const firstVersion = '1.0.0';

function toNextText(version: string): string {
  const { patch, minor, major } = nextVersions(version);
  return `next is ${patch}, ${minor} or ${major}`;
}

function findChangedReleases(before: ContractSource, after: ContractSource): readonly ContractProblem[] {
  return before.files.flatMap(({ folder, version, schema }): ContractProblem[] => {
    const where = `${folder}/${version}.json`;
    const now = after.files.find((file) => file.folder === folder && file.version === version);
    if (!now) return [{ kind: 'released-removed', where, detail: 'it was released: put it back' }];
    const pointer = findDifference(schema, now.schema, '');
    if (pointer === undefined) return [];
    const detail = `${pointer || 'the file'} is not what was released; ${toAdvice(before, after, folder, version)}`;
    return [{ kind: 'released-edited', where, detail }];
  });
}

/** Where the change to a released file belongs. */
function toAdvice(before: ContractSource, after: ContractSource, folder: string, version: string): string {
  const versionsOf = ({ files }: ContractSource): readonly VersionedSchema[] =>
    files.filter((file) => file.folder === folder).sort(byVersion);
  const newestReleased = versionsOf(before).at(-1)?.version ?? version;
  const newest = versionsOf(after).at(-1)?.version ?? version;
  if (!versionsOf(before).some((file) => file.version === newest)) {
    return `put the change into ${folder}/${newest}.json, which is not released yet`;
  }
  const isOfEventType = before.contracts.some(({ eventType }) => eventType === folder);
  const schemaIn = ({ contracts, files }: ContractSource): JsonSchema => {
    const contract = contracts.find((other) => other.eventType === folder && other.version === version);
    const file = files.find((other) => other.folder === folder && other.version === version);
    return contract?.client ?? toClosed(file?.schema ?? {});
  };
  const step = requiredStep(compareSchemas(schemaIn(before), schemaIn(after)));
  const target = `${folder}/${nextVersions(newestReleased)[step]}.json`;
  if (isOfEventType) return `put the change into ${target}; \`npx millrace schema new ${folder}\` makes it`;
  if (folder === serverFieldsFolder) return `put the change into ${target}`;
  return `put the change into ${target}, and refer to it in new versions of the event types that need it`;
}

/** JSON Pointer to the first place where two JSON values differ; undefined where none does. Order of keys is no difference. */
function findDifference(before: unknown, after: unknown, pointer: string): string | undefined {
  if (isDeepStrictEqual(before, after)) return undefined;
  const isComparable = (isObject(before) && isObject(after)) || (Array.isArray(before) && Array.isArray(after));
  if (!isComparable) return pointer;
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const inner = `${pointer}${toPointer([key])}`;
    if (old.has(key) !== now.has(key)) return inner;
    const difference = findDifference(old.get(key), now.get(key), inner);
    if (difference !== undefined) return difference;
  }
  return pointer;
}

function compareColumns(
  table: string,
  before: readonly Column[],
  after: readonly Column[],
): { readonly added: readonly Column[]; readonly problems: readonly ContractProblem[] } {
  const byName = new Map(after.map((column) => [column.name, column]));
  const added = after.filter(({ name }) => !before.some((column) => column.name === name));
  const toProblem = (kind: ProblemKind, { name }: Column, detail: string): ContractProblem => ({
    kind,
    where: `${table}.${name}`,
    detail,
  });
  const hasRows = before.length > 0; // without columns there was no table
  const ofAdded = added
    .filter(({ nullable }) => hasRows && !nullable)
    .map((column) => toProblem('column-not-nullable', column, 'make the field optional'));
  const ofKept = before.flatMap((old) => {
    const now = byName.get(old.name);
    if (!now) return [toProblem('column-removed', old, `${old.type} → none`)];
    return [
      ...(old.type === now.type ? [] : [toProblem('column-retyped', old, `${old.type} → ${now.type}`)]),
      ...(toSourceText(old) === toSourceText(now)
        ? []
        : [toProblem('column-moved', old, `${toSourceText(old)} → ${toSourceText(now)}`)]),
      ...(old.nullable && !now.nullable ? [toProblem('column-tightened', old, 'nullable → not null')] : []),
    ];
  });
  return { added, problems: [...ofAdded, ...ofKept] };
}

function toSourceText({ source }: Column): string {
  return source.kind === 'event' ? `event /${source.path.join('/')}` : source.kind;
}

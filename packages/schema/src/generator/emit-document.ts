import { isDeepStrictEqual } from 'node:util';
import type { Column } from '../column.ts';
import type { BundledContract } from './bundle-contract.ts';
import { describeConditions, describeRules, toCode } from './describe-rules.ts';
import type { JsonObject, JsonValue } from './find-value.ts';
import { groupByEventType } from './generated-file.ts';
import { isObject } from './json-schema.ts';
import { type Field, keyOf, listCommonFields, listFields } from './list-fields.ts';
import { toExample } from './to-examples.ts';

/** docs/events.md: every event type, field and column in words. `columns` are those of bronze.events. */
export function emitDocument(contracts: readonly BundledContract[], columns: readonly Column[]): string {
  const groups = groupByEventType(contracts);
  const envelope = describeEnvelope(contracts);
  return [
    '<!-- Generated from packages/schema/contracts: do not edit, run `npm run generate -w @millrace/schema`. -->',
    '',
    '# Events',
    '',
    'What may be sent, what is stored, and the column in which it lies. For programs: the same as',
    '[JSON Schema](../packages/schema/generated/json-schema), and [events that are taken or refused](../packages/schema/generated/fixtures).',
    '',
    ...toTable(
      ['Event type', 'Versions', 'What it says'],
      groups.map(([eventType, versions]) => [
        `[${toCode(eventType)}](#${eventType})`,
        versions.map(({ version }) => version).join(', '),
        toText(versions.at(-1)?.client.description),
      ]),
    ),
    '',
    ...versionsSection,
    ...privacySection,
    ...emitEnvelope(envelope),
    ...groups.flatMap(([eventType, versions]) => emitEventType(eventType, versions, envelope)),
    ...emitServerFields(groups.flatMap(([, versions]) => versions.at(-1) ?? [])),
    ...emitColumns(columns),
  ].join('\n');
}

const versionsSection: readonly string[] = [
  '## Versions',
  '',
  'An event names the version of its contract in `schema_version`. A new minor version only adds optional fields, a patch',
  'changes words only; everything else, also a longer list of allowed values or a wider limit, is a new major version,',
  'because a reader of before would refuse such events. An event of a known version is checked against exactly that one. One',
  'of a minor version or patch that this deployment does not know yet is checked against the newest known one before it: what',
  'that one knows must satisfy it, the rest is kept in `_unrecognized`. An unknown major version or event type is',
  'quarantined as `schema-unknown`, what breaks its contract as `schema-invalid`. Readers get events of older minor',
  'versions in the form of the newest one of the same major version.',
  '',
];

const privacySection: readonly string[] = [
  '## Privacy',
  '',
  'How personal the value of a field is: an `identifier` may name a person, a `pseudonym` stands for one and does not name',
  'them, `sensitive` is what may hold something about a person, such as addresses and what visitors typed. Erasure finds',
  'its fields by that.',
  '',
];

/** What all event types have, and how most of them describe it. */
type Envelope = {
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields that each contract gives a value of its own, with one of them. */
  readonly fixed: ReadonlyMap<string, string>;
  readonly sentences: readonly string[];
};

function describeEnvelope(contracts: readonly BundledContract[]): Envelope {
  const common = listCommonFields(contracts);
  const all = contracts.map(({ client }) => new Map(listFields(client).map((field) => [keyOf(field), field])));
  const fields = [...common].map(([key, field]): [string, Field] => {
    const versions = all.flatMap((ofContract) => ofContract.get(key) ?? []);
    const description = mostFrequent(versions.map(({ schema }) => schema.description ?? ''));
    const isRequired = versions.every((version) => version.isRequired);
    return [key, { ...field, isRequired, schema: { ...field.schema, description } }];
  });
  const [first = [], ...others] = contracts.map(({ client }) => describeConditions(client));
  const isShared = (sentence: string) => others.every((sentences) => sentences.includes(sentence));
  const fixed = [...common].flatMap(([key, { schema }]): [string, string][] => {
    const values = new Set(all.map((ofContract) => ofContract.get(key)?.schema.const));
    return schema.const !== undefined && values.size > 1 ? [[key, schema.const]] : [];
  });
  return { fields: new Map(fields), fixed: new Map(fixed), sentences: common.size > 0 ? first.filter(isShared) : [] };
}

function mostFrequent(texts: readonly string[]): string {
  const counts = Map.groupBy(texts, (text) => text);
  return [...counts].toSorted(([, left], [, right]) => right.length - left.length)[0]?.[0] ?? '';
}

function emitEnvelope({ fields, fixed, sentences }: Envelope): readonly string[] {
  if (fields.size === 0) return [];
  const list = [...fields.values()];
  return [
    '## Envelope',
    '',
    'What every event may carry, whatever its type. Objects take no other keys than those that are listed.',
    '',
    ...emitFields(
      list.map((field) => {
        const example = fixed.get(keyOf(field));
        return {
          field,
          parents: list,
          rules: example === undefined ? undefined : `fixed by the contract, such as ${toCode(example)}`,
        };
      }),
    ),
    '',
    ...emitSentences(sentences),
  ];
}

function emitEventType(eventType: string, versions: readonly BundledContract[], envelope: Envelope): readonly string[] {
  const newest = versions.at(-1);
  if (!newest) return [];
  const fields = listFields(newest.client);
  const own = fields.filter((field) => isOwn(field, envelope));
  const sentences = describeConditions(newest.client).filter((sentence) => !envelope.sentences.includes(sentence));
  return [
    `## ${eventType}`,
    '',
    toText(newest.client.description),
    '',
    ...emitChanges(versions),
    ...(own.length > 0
      ? emitFields(own.map((field) => ({ field, parents: fields })))
      : ['No fields but those of the envelope.']),
    '',
    ...emitSentences(sentences),
    `Version ${newest.version} with everything that it may carry:`,
    '',
    '```json',
    toReadableJson(toExample(newest)),
    '```',
    '',
  ];
}

/** Not in the envelope, or not as the envelope says it. Of a fixed value the heading says what it is. */
function isOwn(field: Field, envelope: Envelope): boolean {
  const shared = envelope.fields.get(keyOf(field));
  if (!shared) return true;
  const { schema, isRequired } = field;
  return isRequired !== shared.isRequired || schema.description !== shared.schema.description;
}

/** What each version changed, seen from the one before. */
function emitChanges(versions: readonly BundledContract[]): readonly string[] {
  const changes = versions.slice(1).map((next, index) => {
    const before = listFields(versions[index]?.client ?? {});
    const after = listFields(next.client);
    const parts = [
      ...listNames('adds', onlyTop(after.filter((field) => !find(before, field)))),
      ...listNames(
        'changes',
        after.filter((field) => isChanged(find(before, field), field)),
      ),
      ...listNames('drops', onlyTop(before.filter((field) => !find(after, field)))),
    ];
    return `- Version ${next.version} ${parts.length > 0 ? parts.join(', ') : 'changes words or conditions only'}.`;
  });
  return changes.length > 0 ? [...changes, ''] : [];
}

function find(fields: readonly Field[], { path }: Field): Field | undefined {
  return fields.find((field) => isDeepStrictEqual(field.path, path));
}

/** Without the fields in objects that are in the list themselves. */
function onlyTop(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ path }) => !fields.some((other) => isDeepStrictEqual(other.path, path.slice(0, -1))));
}

function isChanged(before: Field | undefined, after: Field): boolean {
  if (!before || after.schema.const !== undefined) return false;
  return before.isRequired !== after.isRequired || describeRules(before.schema) !== describeRules(after.schema);
}

function listNames(verb: string, fields: readonly Field[]): readonly string[] {
  return fields.length === 0 ? [] : [`${verb} ${fields.map(nameOf).join(', ')}`];
}

function nameOf({ path }: Field): string {
  return toCode(path.join('.'));
}

type Row = { readonly field: Field; readonly parents: readonly Field[]; readonly rules?: string | undefined };

function emitFields(rows: readonly Row[]): readonly string[] {
  return toTable(
    ['Field', 'Required', 'Type and rules', 'Meaning', 'Unit', 'Privacy', 'Column'],
    rows.map(({ field, parents, rules }) => {
      const { description, 'x-unit': unit, 'x-privacy': privacy, 'x-column': column } = field.schema;
      return [
        nameOf(field),
        describeNeed(field, parents),
        rules ?? describeRules(field.schema).replaceAll('\n', ' '),
        toText(description),
        toText(unit),
        privacy ?? '',
        column === undefined ? '' : toCode(column),
      ];
    }),
  );
}

/** Required for certain, or only with the object that it is in. */
function describeNeed(field: Field, parents: readonly Field[]): string {
  if (!field.isRequired) return '';
  const optional = parents.filter(
    ({ path, isRequired }) =>
      !isRequired && path.length < field.path.length && path.every((key, at) => key === field.path[at]),
  );
  const last = optional.at(-1);
  return last ? `with ${nameOf(last)}` : 'yes';
}

function emitSentences(sentences: readonly string[]): readonly string[] {
  return sentences.length === 0 ? [] : [...sentences.map((sentence) => `- ${sentence}`), ''];
}

/** What is in stored events and in none that is sent. */
function emitServerFields(newest: readonly BundledContract[]): readonly string[] {
  const rows = new Map<string, Row>();
  for (const { client, stored } of newest) {
    const sent = listFields(client);
    const fields = listFields(stored);
    for (const field of fields) {
      if (!find(sent, field) && !rows.has(keyOf(field)))
        rows.set(keyOf(field), { field: withReplaced(field), parents: fields });
    }
  }
  if (rows.size === 0) return [];
  return [
    '## What ingest adds',
    '',
    'Stored events have these fields too; a client cannot set them.',
    '',
    ...emitFields([...rows.values()]),
    '',
  ];
}

function withReplaced(field: Field): Field {
  const { description = '', 'x-replaces': pointer } = field.schema;
  if (pointer === undefined) return field;
  const place = pointer.split('/').slice(1).join('.');
  return { ...field, schema: { ...field.schema, description: `${description} Takes the place of ${place}.` } };
}

function emitColumns(columns: readonly Column[]): readonly string[] {
  return [
    '## Columns',
    '',
    'The columns of `bronze.events`, in order. `silver.events` takes them over, but for what',
    '[its model](../packages/lakehouse/models/silver/events/model.yml) leaves out. A column is null where the event does not have the field;',
    'lists and objects are JSON text, times epoch milliseconds.',
    '',
    ...toTable(
      ['Column', 'Type', 'Null', 'From', 'Meaning'],
      columns.map(({ name, type, nullable, description, source }) => [
        toCode(name),
        type,
        nullable ? 'yes' : '',
        source.kind === 'event' ? toCode(source.path.join('.')) : source.kind,
        toText(description),
      ]),
    ),
    '',
  ];
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const toLine = (cells: readonly string[]) =>
    `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |');
  return [toLine(head), `|${'---|'.repeat(head.length)}`, ...rows.map(toLine)];
}

const longestLine = 100;

/** JSON with an object on one line where it fits. */
function toReadableJson(value: JsonValue, indent = ''): string {
  const text = JSON.stringify(value);
  const isWhole = indent === '';
  if (!isObject(value) || (!isWhole && text.length <= longestLine)) {
    // Blanks after signs, but for those within texts.
    return text.replaceAll(/"(?:\\.|[^"\\])*"|[:,]|[{](?!\})|(?<!\{)\}/g, (part) => spaced.get(part) ?? part);
  }
  const inner = `${indent}  `;
  const lines = Object.entries(value as JsonObject).map(
    ([key, entry]) => `${inner}${JSON.stringify(key)}: ${toReadableJson(entry, inner)}`,
  );
  return ['{', lines.join(',\n'), `${indent}}`].join('\n');
}

const spaced: ReadonlyMap<string, string> = new Map([
  [':', ': '],
  [',', ', '],
  ['{', '{ '],
  ['}', ' }'],
]);

/** Prose of a contract, where Markdown and tables would read its signs as their own. */
function toText(text = ''): string {
  return text.replaceAll(/[\\`*<|]/g, '\\$&').replaceAll('\n', ' ');
}

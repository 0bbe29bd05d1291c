import { type BundledContract, describeConditions, describeRules, toExample } from '@millrace/schema/generator';
import { formatTable } from '../format-table.ts';
import { toSchemaHash } from './list-contracts.ts';
import { listValues } from './list-values.ts';

/** A contract for a reader: what it is for, its fields, an example. `versions`: all of the event type. */
export function toContractScreen(contract: BundledContract, versions: readonly string[]): string {
  const { eventType, version, client } = contract;
  const newest = versions.at(-1);
  const conditions = describeConditions(client).map((sentence) => `- ${toPlain(sentence)}`);
  return [
    `${eventType} ${version}${newest === version ? '' : ` (the newest is ${newest})`}`,
    client.description ?? '',
    `versions: ${versions.join(', ')}; hash: ${toSchemaHash(contract)}`,
    '',
    formatTable(
      ['field', 'required', 'unit', 'privacy', 'column', 'type and limits'],
      listValues(client).map(({ path, schema, required }) => [
        ...[path, required, schema['x-unit'] ?? '', schema['x-privacy'] ?? '', schema['x-column'] ?? ''],
        toPlain(describeRules(schema)),
      ]),
    ),
    ...(conditions.length > 0 ? ['', ...conditions] : []),
    '',
    'example:',
    JSON.stringify(toExample(contract), undefined, 2),
  ].join('\n');
}

/** The generator describes for a table in Markdown, where a bar must be escaped. */
function toPlain(markdown: string): string {
  return markdown.replaceAll('\\|', '|');
}

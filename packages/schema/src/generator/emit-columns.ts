import type { Column } from '../column.ts';
import { generatedHeader, toLiteral } from './generated-file.ts';

/** The text of bronze-columns.ts. */
export function emitColumns(bronzeColumns: readonly Column[], quarantineColumns: readonly Column[]): string {
  return [
    generatedHeader,
    "import type { Column } from '../column.ts';",
    '',
    '/** Columns of bronze.events, in order. */',
    ...emitList('bronzeColumns', bronzeColumns),
    '',
    '/** Columns of bronze.quarantine, in order. The path of an event column leads into the quarantine entry. */',
    ...emitList('quarantineColumns', quarantineColumns),
    '',
  ].join('\n');
}

function emitList(constant: string, columns: readonly Column[]): string[] {
  return [
    `export const ${constant}: readonly Column[] = [`,
    ...columns.flatMap(({ name, type, nullable, description, source }) => [
      '  {',
      `    name: ${toLiteral(name)},`,
      `    type: ${toLiteral(type)},`,
      `    nullable: ${nullable},`,
      `    description: ${toLiteral(description)},`,
      source.kind === 'event'
        ? `    source: { kind: 'event', path: [${source.path.map(toLiteral).join(', ')}] },`
        : `    source: { kind: ${toLiteral(source.kind)} },`,
      '  },',
    ]),
    '];',
  ];
}

import { type Field, type JsonSchema, listFields } from '@millrace/schema/generator';

/** A value that a contract knows: what is no object with fields of its own. */
export type ContractValue = {
  /** JSON Pointer. */
  readonly path: string;
  readonly schema: JsonSchema;
  /** `yes`, `no`, or `with /page`: where that object is there. */
  readonly required: string;
};

/** The values below a bundled schema, in the order of the contract. */
export function listValues(schema: JsonSchema): readonly ContractValue[] {
  const fields = listFields(schema);
  const byPath = new Map(fields.map((field) => [toPointer(field.path), field]));
  return fields
    .filter((field) => !field.schema.properties)
    .map((field) => ({ path: toPointer(field.path), schema: field.schema, required: toRequired(field, byPath) }));
}

function toRequired({ path, isRequired }: Field, byPath: ReadonlyMap<string, Field>): string {
  if (!isRequired) return 'no';
  const optional = path
    .map((_, index) => toPointer(path.slice(0, index)))
    .find((holder) => byPath.get(holder)?.isRequired === false);
  return optional === undefined ? 'yes' : `with ${optional}`;
}

function toPointer(path: readonly string[]): string {
  return path.map((key) => `/${key}`).join('');
}

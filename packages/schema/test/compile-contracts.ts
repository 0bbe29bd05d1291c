import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import { isDateTime } from '../src/date-time.ts';
import { isUuid } from '../src/uuid.ts';

/** What contracts say beside JSON Schema; all of it annotations. */
const annotations = ['x-unit', 'x-null', 'x-privacy', 'x-column', 'x-replaces', 'x-order'];
const options: Options = {
  strict: true,
  strictRequired: false, // a condition requires what is defined beside it
  allowUnionTypes: true, // custom_properties
};

/** Validators of the files of contracts/ as they are, compiled by ajv: `event_type/version` → validator. */
export function compileContracts(contractsDir: string): ReadonlyMap<string, ValidateFunction> {
  const schemas = readSchemas(contractsDir);
  const ajv = new Ajv2020({ ...options, formats: { 'date-time': isDateTime, uuid: isUuid } });
  ajv.addVocabulary(annotations);
  for (const schema of schemas.values()) ajv.addSchema(schema);
  const contracts = [...schemas].filter(([, schema]) => schema['unevaluatedProperties'] === false);
  return new Map(contracts.map(([contract, schema]) => [contract, compile(ajv, schema['$id'])]));
}

/** The same of the files of generated/json-schema, without any function for their formats: what any language can do. */
export function compileJsonSchemas(jsonSchemaDir: string): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv2020({ ...options, validateFormats: false });
  ajv.addVocabulary(annotations);
  const schemas = readSchemas(jsonSchemaDir);
  return new Map([...schemas].map(([contract, schema]) => [contract, ajv.compile(schema)]));
}

function compile(ajv: Ajv2020, id: unknown): ValidateFunction {
  const validate = ajv.getSchema(String(id));
  if (!validate) throw new Error(`no schema has the id ${id}`);
  return validate;
}

function readSchemas(folder: string): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[a-z_-]+\/[0-9.]+\.json$/.test(file) && !file.startsWith('lake/'))
    .sort();
  return new Map(
    files.map((file) => [file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  );
}

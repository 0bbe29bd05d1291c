import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '@millrace/pipeline';
import { type ContractSource, nextVersions, readContracts, type Step } from '@millrace/schema/generator';
import { groupContracts, openContracts, toShown } from './contracts-folder.ts';
import { listValues } from './list-values.ts';
import { makeScratchFolder } from './scratch-folder.ts';

export type NewContract = {
  readonly file: string;
  readonly version: string;
  /** undefined: the first version. */
  readonly from: string | undefined;
};

const firstVersion = '1.0.0';
const maxNameLength = 64;
const eventTypeName = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
/** A column has at most as many letters as an event type; this much is left for what is behind the type. */
const columnPrefixLength = 58;

/**
 * Writes the first version of a new event type, something to edit that the generator takes as it is, or the next version
 * of a known one, a copy of the newest. ConfigError: a name that cannot be, a file that is there, a contract that the
 * generator refuses; nothing is written then.
 */
export function createContract(folder: string, eventType: string, step: Step | undefined): NewContract {
  if (!eventTypeName.test(eventType) || eventType.length > maxNameLength) {
    throw new ConfigError(
      `${JSON.stringify(eventType)} is no name of an event type: snake_case, at most ${maxNameLength} characters`,
    );
  }
  const source = openContracts(folder);
  const newest = groupContracts(source).get(eventType)?.at(-1);
  const isShared = eventType === 'lake' || source.files.some((file) => file.folder === eventType);
  if (!newest && isShared) throw new ConfigError(`${eventType} is a part that contracts share, and no event type`);
  if (!newest && step !== undefined) {
    throw new ConfigError(`${eventType} is new: its first version is ${firstVersion}, without --${step}`);
  }
  const version = newest ? nextVersions(newest.version)[step ?? 'minor'] : firstVersion;
  const path = join(eventType, `${version}.json`);
  const file = join(folder, path);
  if (existsSync(file)) throw new ConfigError(`${toShown(file)} is there already`);
  const text = newest
    ? toNextText(
        readFileSync(join(folder, eventType, `${newest.version}.json`), 'utf8'),
        eventType,
        newest.version,
        version,
      )
    : toFirstText(eventType, source);
  demandReadable(folder, path, text);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
  return { file, version, from: newest?.version };
}

/** Better than a folder of contracts that nothing can read any more. */
function demandReadable(folder: string, path: string, text: string): void {
  const { path: scratch, remove } = makeScratchFolder('millrace-contracts-');
  try {
    cpSync(folder, scratch, { recursive: true });
    mkdirSync(dirname(join(scratch, path)), { recursive: true });
    writeFileSync(join(scratch, path), text);
    readContracts(scratch);
  } catch (error) {
    throw new ConfigError(`the generator would refuse ${path}: ${(error as Error).message}`, { cause: error });
  } finally {
    remove();
  }
}

/** The same text with another version in it, so that the two files differ in nothing else. */
function toNextText(text: string, eventType: string, from: string, to: string): string {
  const id = (version: string) => `urn:millrace:schema:${eventType}:${version}`;
  type Contract = { readonly properties: Readonly<Record<string, object>> };
  const old = JSON.parse(text) as Contract;
  const schemaVersion = { ...old.properties['schema_version'], const: to };
  const next = { ...old, $id: id(to), properties: { ...old.properties, schema_version: schemaVersion } };
  const replaced = text.replace(`"${id(from)}"`, `"${id(to)}"`).replace(`"const": "${from}"`, `"const": "${to}"`);
  return isDeepStrictEqual(JSON.parse(replaced), next) ? replaced : `${JSON.stringify(next, undefined, 2)}\n`;
}

function toFirstText(eventType: string, source: ContractSource): string {
  const envelope = source.files.findLast(({ folder }) => folder === 'envelope');
  if (!envelope) throw new ConfigError('there is no contract of the envelope');
  const taken = new Set(listValues(envelope.schema).map(({ path }) => path.split('/')[1]));
  const isTaken = taken.has(eventType) || (source.serverFields['x-order'] ?? []).includes(eventType);
  const part = isTaken ? `${eventType.slice(0, columnPrefixLength)}_part` : eventType;
  const column = eventType.slice(0, columnPrefixLength);
  const title = eventType
    .split('_')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('')
    .replace(/(?:Event)?$/, 'Event');
  return `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:millrace:schema:${eventType}:${firstVersion}",
  "title": "${title}",
  "description": "Say here what happened, who sends it, and when: one event for each what.",
  "type": "object",
  "allOf": [{ "$ref": "urn:millrace:schema:envelope:${envelope.version}" }],
  "required": ["${part}"],
  "properties": {
    "event_type": { "description": "Say here in a few words what happened.", "const": "${eventType}" },
    "schema_version": { "description": "Version of this contract.", "const": "${firstVersion}" },
    "${part}": {
      "description": "Say here what the values below are about. What every event has is in the envelope already.",
      "type": "object",
      "required": ["name"],
      "properties": {
        "name": {
          "description": "A text needs maxLength, enum or a format. Say x-privacy where it tells something about a person: identifier, pseudonym or sensitive. Say what its absence means where it is not required.",
          "type": "string",
          "minLength": 1,
          "maxLength": 256,
          "x-column": "${column}_name"
        },
        "value": {
          "description": "A number needs minimum, maximum and x-unit. x-column is the column of the lake; it means one field for ever.",
          "type": "number",
          "minimum": 0,
          "maximum": 1000000,
          "x-unit": "second",
          "x-column": "${column}_value"
        }
      },
      "additionalProperties": false
    }
  },
  "unevaluatedProperties": false
}
`;
}

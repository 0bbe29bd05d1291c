import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral } from './generated-file.ts';
import type { JsonSchema } from './json-schema.ts';

const headKeys = ['schema_version', 'event_type', 'event_id', 'ts', 'sent_at'];
const whoKeys = ['user', 'session', 'ctx'];
const lastKeys = ['custom_properties', 'metadata'];

/**
 * A function per contract that puts the keys of an event's objects in the order of their texts. Code, because every event goes
 * through it: an object literal is made in a sixth of the time that a loop over keys takes.
 */
export function emitContentOrders(contracts: readonly BundledContract[]): string {
  return [
    generatedHeader,
    "import type { OrderContent } from '../order-content.ts';",
    "import type { EventType } from './event-types.ts';",
    '',
    '/** By event type and version. */',
    'export const contentOrders: Readonly<Record<EventType, Readonly<Record<string, OrderContent>>>> = {',
    ...groupByEventType(contracts).flatMap(([eventType, versions]) => [
      `  ${eventType}: {`,
      ...versions.map(({ version, client }) => `    ${toLiteral(version)}: ${toFunction(client)},`),
      '  },',
    ]),
    '};',
    '',
  ].join('\n');
}

function toFunction({ properties = {} }: JsonSchema): string {
  const { consent: _elsewhere, ...user } = properties['user']?.properties ?? {};
  const apart = [...headKeys, ...whoKeys, ...lastKeys];
  const ofType = Object.keys(properties).filter((key) => !apart.includes(key));
  const what = [...ofType.sort(), ...lastKeys].filter((key) => Object.hasOwn(properties, key));
  const who = ['session', 'ctx'].map((key) => toMember(key, properties[key], 'event'));
  const members = what.map((key) => toMember(key, properties[key], 'event'));
  return `(event, free, says) => ({who:{"user":says(event.user)?${toObject(user, 'event["user"]')}:undefined,${who}},what:{${members}}})`;
}

/** `"a":event["a"]`; through `free` where there can be keys, or `event["a"]?{…}:event["a"]` where the contract names them. */
function toMember(key: string, schema: JsonSchema | undefined, place: string): string {
  const name = JSON.stringify(key);
  const value = `${place}[${name}]`;
  if (schema?.properties) return `${name}:${value}?${toObject(schema.properties, value)}:${value}`;
  const isOpen = [schema?.type].flat().some((type) => type === undefined || type === 'object' || type === 'array');
  return `${name}:${isOpen && schema?.const === undefined && !schema?.enum ? `free(${value})` : value}`;
}

function toObject(properties: Readonly<Record<string, JsonSchema>>, place: string): string {
  const keys = Object.keys(properties).sort();
  return `{${keys.map((key) => toMember(key, properties[key], place))}}`;
}

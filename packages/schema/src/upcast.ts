import { eventTypes } from './generated/event-types.ts';
import { knownKeys } from './generated/known-keys.ts';
import { type UpcastStep, upcastSteps } from './upcast-steps.ts';
import { compareVersions, parseVersion } from './version.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A stored event in the form of the newest contract of its major version: what an older version says elsewhere stands
 * where the newest has it. Pure; the stored line stays as it came. An event that is there already, or of a version that
 * nobody knows, comes back as it is, and so does one whose newer versions only add fields that the older has nothing for.
 */
export const upcast: (event: JsonObject) => JsonObject = createUpcast(
  new Map(eventTypes.map((eventType) => [eventType, Object.keys(knownKeys[eventType])])),
  upcastSteps,
);

/** `versions`: by event type. `steps`: by event type and the version they start from. */
export function createUpcast(
  versions: ReadonlyMap<string, readonly string[]>,
  steps: Readonly<Partial<Record<string, Readonly<Record<string, UpcastStep>>>>>,
): (event: JsonObject) => JsonObject {
  const paths: ReadonlyMap<unknown, ReadonlyMap<unknown, readonly UpcastStep[]>> = new Map(
    [...versions].map(([eventType, known]) => [eventType, toPaths(known, steps[eventType] ?? {})]),
  );
  return function upcastEvent(event) {
    const metadata = event['metadata'] as JsonObject | undefined;
    // Lines that were stored before contract_version was: the contract of the sent version was the applied one.
    const version = metadata?.['contract_version'] ?? event['schema_version'];
    const path = paths.get(event['event_type'])?.get(version);
    return path ? path.reduce((older, step) => step(older), event) : event;
  };
}

/** Version → the steps from it to the newest of its major version, oldest first; only where there is one. */
function toPaths(
  known: readonly string[],
  steps: Readonly<Record<string, UpcastStep>>,
): ReadonlyMap<string, readonly UpcastStep[]> {
  const ascending = known
    .map((text) => ({ text, version: parseVersion(text) ?? ([0, 0, 0] as const) }))
    .sort((left, right) => compareVersions(left.version, right.version));
  const paths = new Map<string, readonly UpcastStep[]>();
  for (const [index, { text, version }] of ascending.entries()) {
    const path = ascending
      .slice(index)
      .filter((later) => later.version[0] === version[0])
      .flatMap((later) => steps[later.text] ?? []);
    if (path.length > 0) paths.set(text, path);
  }
  return paths;
}

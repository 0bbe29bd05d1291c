import { buildPageView, type EventChanges } from '@millrace/testkit';

/** A page view of the newest contract, so that nothing but the change is wrong with it. n: makes ids that differ. */
export function pageView(n: number, changes: EventChanges = {}): Record<string, unknown> {
  return buildPageView(n, { schema_version: '1.1.0', ts: '2026-11-21T10:20:30.123Z', ...changes });
}

/** Of a version that nobody knows yet: takes any key, so that only the structure decides. */
export function newerPageView(n: number, changes: EventChanges = {}): Record<string, unknown> {
  return pageView(n, { schema_version: '1.99.0', ...changes });
}

const mark = '@raw@';

/** Stands in an event for JSON text that JSON.stringify would never write; one in an event. */
export const rawMark: string = mark;

/** JSON text of a value in which `text` stands for the mark. As a member, `"@raw@":"@raw@"` becomes the whole `text`. */
export function withRaw(value: unknown, text: string): string {
  const json = JSON.stringify(value);
  const member = `"${mark}":"${mark}"`;
  const [before, after, more] = json.split(json.includes(member) ? member : `"${mark}"`);
  if (before === undefined || after === undefined || more !== undefined) throw new Error('one mark is wanted');
  return before + text + after;
}

/** The JSON text of a batch: a valid event, the text, a valid event. */
export function betweenNeighbours(text: string): string {
  return `[${JSON.stringify(pageView(1))},${text},${JSON.stringify(pageView(3))}]`;
}

/** Object with the entry at a JSON Pointer set, or taken away when the value is undefined. Copies on the way. */
export function withEntry(object: unknown, pointer: string, value: unknown): Record<string, unknown> {
  const [key, ...rest] = pointer.split('/').slice(1);
  if (key === undefined) throw new Error('a pointer to an entry is wanted');
  const copy: Record<string, unknown> = Array.isArray(object)
    ? ([...object] as unknown as Record<string, unknown>)
    : { ...(object as Record<string, unknown> | undefined) };
  if (rest.length > 0) copy[key] = withEntry(copy[key], `/${rest.join('/')}`, value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

/** What stands at a JSON Pointer (without escapes); undefined when nothing does. */
export function entryAt(value: unknown, pointer: string): unknown {
  let place = value;
  for (const key of pointer.split('/').slice(1)) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return undefined;
    place = (place as Record<string, unknown>)[key];
  }
  return place;
}

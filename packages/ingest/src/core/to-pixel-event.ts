import { exceedsDepth } from '@millrace/pipeline';
import { validateClientEvent } from '@millrace/schema';
import { readFlag } from './read-flag.ts';

export type PixelContext = {
  /** Made for this request: whatever asks for a pixel cannot keep an id over its retries. */
  readonly eventId: string;
  /** Canonical UTC time. */
  readonly receivedAt: string;
  /** Stands for the page of a pixel that names none: its Referer header. */
  readonly pageUrl: string | undefined;
};

export type PixelFault = { readonly detail: string };

/** Of the whole query, as URLSearchParams writes it. */
export const maxPixelQueryLength = 8_192;

type JsonObject = Record<string, unknown>;

/** Where a parameter stands in the event. */
const placeOf: Readonly<Record<string, readonly string[]>> = {
  event_type: ['event_type'],
  schema_version: ['schema_version'],
  ts: ['ts'],
  analytics: ['user', 'consent', 'analytics'],
  ads: ['user', 'consent', 'ads'],
  user_id_hash: ['user', 'user_id_hash'],
  session_id: ['session', 'session_id'],
  utm_source: ['session', 'utm', 'source'],
  utm_medium: ['session', 'utm', 'medium'],
  utm_campaign: ['session', 'utm', 'campaign'],
  utm_term: ['session', 'utm', 'term'],
  utm_content: ['session', 'utm', 'content'],
  page_url: ['ctx', 'page_url'],
  referrer: ['ctx', 'referrer'],
  locale: ['ctx', 'locale'],
};
const customPrefix = 'p.';
/** As of a request's body: deeper content can't even be kept safely. */
const maxDepth = 64;
/** Later than any contract: the contract set checks an event of it by the newest version that it has. */
const versionOfTheFuture = '1.1000000000.0';

/**
 * The event of a pixel's query: either flat parameters, or `event=<JSON>`, an event as `POST /v1/events` takes it without
 * event_id. Its content is not judged here, so what comes out may still be refused like any event.
 */
export function toPixelEvent(query: URLSearchParams, context: PixelContext): { readonly event: unknown } | PixelFault {
  if (query.toString().length > maxPixelQueryLength) {
    return { detail: `the query of a pixel may have ${maxPixelQueryLength} characters` };
  }
  const parameters = new Map<string, string>();
  for (const [name, value] of query) {
    if (parameters.has(name)) return { detail: `the parameter ${quote(name)} is given twice` };
    parameters.set(name, value);
  }
  parameters.delete('key'); // Who sends, not what.
  const json = parameters.get('event');
  if (json === undefined) return toFlatEvent(parameters, context);
  const [other] = [...parameters.keys()].filter((name) => name !== 'event');
  if (other !== undefined) return { detail: `${quote(other)} stands beside event; only key may` };
  return toWholeEvent(json, context);
}

function toFlatEvent(parameters: ReadonlyMap<string, string>, context: PixelContext): { event: unknown } | PixelFault {
  const event: JsonObject = { event_id: context.eventId, event_type: 'page_view', ts: context.receivedAt };
  const custom: [string, string][] = [];
  for (const [name, value] of parameters) {
    if (name.startsWith(customPrefix) && name.length > customPrefix.length) {
      custom.push([name.slice(customPrefix.length), value]);
      continue;
    }
    const place = Object.hasOwn(placeOf, name) ? placeOf[name] : undefined;
    if (place === undefined) {
      return { detail: `the parameter ${quote(name)} is not known; your own ones begin with ${customPrefix}` };
    }
    const isFlag = name === 'analytics' || name === 'ads';
    const content = isFlag ? readFlag(value) : value;
    if (content === undefined) return { detail: `${name} is true, false, 1 or 0` };
    setAt(event, place, content);
  }
  if (custom.length > 0) event['custom_properties'] = Object.fromEntries(custom);
  if (event['event_type'] === 'page_view' && !parameters.has('page_url') && context.pageUrl !== undefined) {
    setAt(event, ['ctx', 'page_url'], context.pageUrl);
  }
  event['schema_version'] ??= newestVersionFor(event);
  return { event };
}

/** A `ts` that is not given is the server's; an event_id would promise a deduplication that pixels do not have. */
function toWholeEvent(json: string, context: PixelContext): { event: unknown } | PixelFault {
  let event: unknown;
  try {
    event = JSON.parse(json);
  } catch {
    return { detail: 'event is not JSON' };
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return { detail: 'event is not a JSON object' };
  }
  if (exceedsDepth(event, maxDepth)) return { detail: `event is nested deeper than ${maxDepth} levels` };
  if (Object.hasOwn(event, 'event_id')) return { detail: 'event_id is made by the server; leave it out' };
  const times = Object.hasOwn(event, 'ts') ? {} : { ts: context.receivedAt };
  return { event: { event_id: context.eventId, ...times, ...event } };
}

/** The newest contract; of an event that no contract takes, the first: it is refused all the same. */
function newestVersionFor(event: JsonObject): string {
  const verdict = validateClientEvent({ ...event, schema_version: versionOfTheFuture });
  return verdict.ok ? verdict.contractVersion : '1.0.0';
}

function setAt(event: JsonObject, place: readonly string[], value: unknown): void {
  let target = event;
  for (const key of place.slice(0, -1)) {
    target[key] ??= {};
    target = target[key] as JsonObject;
  }
  target[place.at(-1) as string] = value;
}

/** A name out of a query, short and on one line. */
function quote(name: string): string {
  return JSON.stringify(name.slice(0, 64));
}

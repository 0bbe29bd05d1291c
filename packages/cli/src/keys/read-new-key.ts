import { keyKinds, keyModes, type NewKey } from '@millrace/registry';
import { eventTypes } from '@millrace/schema';
import { type Arguments, readChoice, readNumber, readText, readTexts, UsageError } from '../command.ts';
import { nearestName } from '../schema/nearest-name.ts';
import { readOrigin } from './read-origin.ts';

/** The options of `keys create`; throws UsageError. */
export function readNewKey(args: Arguments): NewKey {
  const kind = readChoice(args, 'kind', keyKinds);
  if (kind === undefined)
    throw new UsageError('say which kind: --kind public (pages, apps) or --kind secret (servers)');
  const name = readLabel(args, 'name');
  if (name === undefined) throw new UsageError('say whose key it is: --name NAME');
  return {
    kind,
    name,
    source: readLabel(args, 'source') ?? name,
    tenant: readTenant(args) ?? 'default',
    policy: readLabel(args, 'policy'),
    mode: readChoice(args, 'mode', keyModes) ?? 'full',
    origins: readOrigins(args, kind),
    eventTypes: readDistinct(args, 'event-type').map(checkEventType),
    perSecond: readNumber(args, 'per-second', { min: 1, max: 1_000_000 }),
    perDay: readNumber(args, 'per-day', { min: 1, max: 1_000_000_000_000 }),
    queryParameters: readDistinct(args, 'query-parameter').map(checkParameter),
  };
}

function readLabel(args: Arguments, name: string): string | undefined {
  const text = readText(args, name);
  if (text === undefined || /^[^\p{C}\s](?:[^\p{C}]{0,62}[^\p{C}\s])?$/u.test(text)) return text;
  throw new UsageError(`--${name} takes 1 to 64 characters, without blanks at its ends`);
}

/** Also part of a secret's name. */
function readTenant(args: Arguments): string | undefined {
  const text = readText(args, 'tenant');
  if (text === undefined || /^[a-z0-9][a-z0-9-]{0,39}$/.test(text)) return text;
  throw new UsageError(`--tenant takes 1 to 40 small letters, digits and -, not ${text}`);
}

function readOrigins(args: Arguments, kind: NewKey['kind']): readonly string[] {
  const origins = readDistinct(args, 'origin').map(readOrigin);
  if (kind === 'secret' && origins.length > 0) {
    throw new UsageError('--origin goes with public keys: a secret key must never reach a browser');
  }
  if (kind === 'public' && origins.length === 0) {
    throw new UsageError('say which pages may send: --origin https://shop.example, again for each; * for any');
  }
  if (origins.includes('*') && origins.length > 1) throw new UsageError('--origin * takes any: leave the others out');
  return origins;
}

function checkEventType(type: string): string {
  if (eventTypes.some((known) => known === type)) return type;
  const nearest = nearestName(type, eventTypes);
  const next = nearest ? `did you mean ${nearest}?` : 'npx millrace schema list shows them';
  throw new UsageError(`--event-type: there is no ${type}; ${next}`);
}

function checkParameter(name: string): string {
  if (/^[\w.~-]{1,64}$/.test(name)) return name;
  throw new UsageError(`--query-parameter takes the name of one parameter (letters, digits, _ . ~ -), not ${name}`);
}

function readDistinct(args: Arguments, name: string): readonly string[] {
  return [...new Set(readTexts(args, name))];
}

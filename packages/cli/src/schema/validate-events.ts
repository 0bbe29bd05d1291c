import { ConfigError } from '@millrace/pipeline';
import { formatCount, toPrintable } from '../format-table.ts';
import { createProgressLine } from '../progress-line.ts';
import { openContracts, ownContracts } from './contracts-folder.ts';
import type { EventFault } from './describe-contract-fault.ts';
import { findJsonFault } from './find-json-fault.ts';
import { createJudge, type EventJudgement, type VersionNote } from './judge-event.ts';
import { openTexts } from './open-texts.ts';
import { type JsonText, maxTextBytes, splitJsonTexts } from './split-json-texts.ts';

/** `line`: where the event begins; `column` only where the text is no JSON. */
export type PlacedFault = EventFault & { readonly line: number; readonly column?: number };

export type Validation = {
  readonly file: string;
  /** events = valid + invalid + suppressed. */
  readonly events: number;
  readonly valid: number;
  readonly invalid: number;
  readonly suppressed: number;
  /** Of the invalid ones, by ingest's reason; `not-json` where there was nothing to judge. */
  readonly invalidByReason: Readonly<Record<string, number>>;
  readonly faultCount: number;
  /** The first ones. */
  readonly faults: readonly PlacedFault[];
  readonly versions: readonly VersionUse[];
};

/** Events of a version that is not the newest one. */
export type VersionUse = {
  readonly eventType: string;
  readonly version: string;
  readonly newest: string;
  /** The contract that was applied: another one than `version` where that is not known yet. */
  readonly applied: string;
  readonly events: number;
  readonly firstLine: number;
  /** JSON Pointers, the first ones found. */
  readonly unrecognized: readonly string[];
};

/** A file may name as many unknown versions and keys as it likes. */
const keptVersions = 100;
const keptKeys = 20;
const progressEveryMs = 200;

/**
 * Judges every event of a file, `-` for stdin. `onFault` gets the first `limit` faults as they are found. Memory does not
 * grow with the file. Throws ConfigError when the file cannot be read or holds no event.
 */
export async function validateEvents(
  path: string,
  limit: number,
  onFault: (fault: PlacedFault) => void = () => undefined,
): Promise<Validation> {
  const { chunks, part } = await openTexts(path);
  const judge = createJudge(openContracts(ownContracts));
  const counts = { valid: 0, invalid: 0, suppressed: 0 };
  const byReason = new Map<string, number>();
  const faults: PlacedFault[] = [];
  let faultCount = 0;
  const uses = new Map<string, { use: VersionUse; keys: Set<string> }>();
  const countEvents = () => counts.valid + counts.invalid + counts.suppressed;

  const progressLine = createProgressLine();
  const timer = setInterval(() => {
    const share = part();
    const percent = share === undefined ? '' : ` · ${Math.floor(share * 100)} %`;
    progressLine.update(
      `validating: ${formatCount(countEvents())} events · ${formatCount(counts.invalid)} invalid${percent}`,
    );
  }, progressEveryMs);
  try {
    for await (const texts of splitJsonTexts(chunks)) {
      for (const text of texts) {
        const judgement = judgeText(text, judge);
        counts[judgement.kind] += 1;
        if (judgement.kind === 'valid' && judgement.version) note(judgement.version, text.line);
        if (judgement.kind !== 'invalid') continue;
        byReason.set(judgement.reason, (byReason.get(judgement.reason) ?? 0) + 1);
        for (const fault of judgement.faults) {
          faultCount += 1;
          if (faultCount > limit) continue;
          const placed = { line: text.line, ...fault };
          faults.push(placed);
          onFault(placed);
        }
      }
    }
  } finally {
    clearInterval(timer);
    progressLine.end();
  }
  const file = path === '-' ? 'stdin' : path;
  if (countEvents() === 0) throw new ConfigError(`${file} holds no event: there is nothing to read`);
  const versions = [...uses.values()].map(({ use, keys }) => ({ ...use, unrecognized: [...keys] }));
  return {
    ...{ file, events: countEvents(), ...counts, invalidByReason: Object.fromEntries(byReason) },
    ...{ faultCount, faults, versions },
  };

  function note({ eventType, sent, newest, applied, unrecognized }: VersionNote, line: number): void {
    const name = `${eventType} ${sent}`;
    const known = uses.get(name);
    if (!known && uses.size >= keptVersions) return;
    const keys = known?.keys ?? new Set<string>();
    for (const key of unrecognized) if (keys.size < keptKeys) keys.add(key);
    const { firstLine, events } = known?.use ?? { firstLine: line, events: 0 };
    const use = { eventType, version: sent, newest, applied, events: events + 1, firstLine, unrecognized: [] };
    uses.set(name, { use, keys });
  }
}

type TextJudgement =
  | Exclude<EventJudgement, { kind: 'invalid' }>
  | {
      readonly kind: 'invalid';
      readonly reason: string;
      readonly faults: readonly (EventFault & { readonly line?: number; readonly column?: number })[];
    };

function judgeText(
  { text, line, column, isCut, fault }: JsonText,
  judge: (value: unknown) => EventJudgement,
): TextJudgement {
  if (fault !== undefined) {
    return { kind: 'invalid', reason: 'not-json', faults: [{ path: '', rule: 'not-json', message: fault, column }] };
  }
  if (isCut) {
    const message = `an event may have far less than ${formatCount(maxTextBytes)} bytes, or a bracket is not closed`;
    return { kind: 'invalid', reason: 'too-large', faults: [{ path: '', rule: 'too-large', message }] };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { offset, message } = findJsonFault(text) ?? { offset: 0, message: 'not JSON' };
    const before = text.slice(0, offset).split('\n');
    const last = [...(before.at(-1) ?? '')].length + 1;
    const place = { line: line + before.length - 1, column: before.length === 1 ? column + last - 1 : last };
    return { kind: 'invalid', reason: 'not-json', faults: [{ path: '', rule: 'not-json', message, ...place }] };
  }
  return judge(value);
}

/** `line 3  /page/title  maxLength: expected at most 1024 characters, found 1100 characters`. */
export function toFaultLine({ line, column, path, rule, message }: PlacedFault): string {
  const place = column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
  return toPrintable([place, ...(path === '' ? [] : [path]), `${rule}: ${message}`].join('  '));
}

/** What is to be said after the faults, notes first. */
export function toSummary({ file, events, valid, invalid, suppressed, invalidByReason, ...rest }: Validation): string {
  const { faultCount, faults, versions } = rest;
  const reasons = Object.entries(invalidByReason).map(([reason, count]) => `${reason} ${formatCount(count)}`);
  const hidden = faultCount - faults.length;
  return [
    ...(hidden > 0 ? [`… and ${toCount(hidden, 'more fault')}; --limit shows them`] : []),
    ...versions.map(toVersionLine),
    [
      `${toPrintable(file)}: ${toCount(events, 'event')}, ${formatCount(valid)} valid`,
      `${formatCount(invalid)} invalid${invalid > 0 ? ` (${reasons.join(', ')})` : ''}`,
      ...(suppressed > 0
        ? [`${formatCount(suppressed)} suppressed (consent denies analytics: ingest keeps nothing)`]
        : []),
    ].join(', '),
  ].join('\n');
}

function toVersionLine({ eventType, version, newest, applied, events, firstLine, unrecognized }: VersionUse): string {
  const found = `note: ${eventType} ${version} (${toCount(events, 'event')}, first in line ${firstLine})`;
  if (applied === version) return `${found}: there is a newer version, ${newest}`;
  const keys =
    unrecognized.length === 0
      ? 'nothing in it is unknown'
      : `kept aside, because it does not know them: ${unrecognized.slice(0, keptKeys).join(', ')}`;
  return toPrintable(`${found} is not known yet and was checked by ${applied}; ${keys}`);
}

function toCount(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

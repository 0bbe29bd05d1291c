import { type Arguments, readText, UsageError } from '../command.ts';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const secondsAtMost = 366 * 86_400;

/** Seconds of an option like `90s`, `15m`, `24h` or `7d`; throws UsageError. */
export function readDuration(args: Arguments, name: string): number | undefined {
  const text = readText(args, name);
  if (text === undefined) return undefined;
  const [, amount = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const seconds = Number(amount) * (unitSeconds[unit] ?? Number.NaN);
  if (amount !== '' && seconds <= secondsAtMost) return seconds;
  throw new UsageError(`--${name} takes a time up to a year like 90s, 15m, 24h or 7d, not ${text}`);
}

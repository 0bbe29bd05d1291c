import type { ParseArgsOptionsConfig } from 'node:util';

export type Arguments = {
  /** An option with `multiple: true` has a list. */
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
};

/** 0 done, 1 the answer is no, 2 wrong usage or set-up. */
export type ExitCode = 0 | 1 | 2;

export type Command = {
  readonly summary: string;
  /** Usage, options, an example. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  run(args: Arguments): Promise<ExitCode>;
};

/** The command line itself is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A whole number from an option; throws UsageError. */
export function readNumber(args: Arguments, name: string, limits: { min: number; max: number }): number | undefined {
  const text = args.values[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(String(text)) || number < limits.min || number > limits.max) {
    throw new UsageError(`--${name} takes a whole number from ${limits.min} to ${limits.max}, not ${text}`);
  }
  return number;
}

export function readText(args: Arguments, name: string): string | undefined {
  const text = args.values[name];
  return typeof text === 'string' ? text : undefined;
}

/** The values of an option with `multiple: true`, in the order in which they were given. */
export function readTexts(args: Arguments, name: string): readonly string[] {
  const texts = args.values[name];
  return Array.isArray(texts) ? texts : [];
}

/** The value of an option that has a fixed set of them; throws UsageError. */
export function readChoice<T extends string>(args: Arguments, name: string, choices: readonly T[]): T | undefined {
  const text = readText(args, name);
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new UsageError(`--${name} is one of ${choices.join(', ')}, not ${text}`);
  return choice;
}

/** Commands that only know the laptop's lake refuse other stages instead of answering for the wrong one. */
export function demandLocalStage(args: Arguments): void {
  const stage = readText(args, 'stage') ?? 'local';
  if (stage !== 'local') throw new UsageError(`--stage ${stage}: this command knows the stage local only so far`);
}

export const folderOptions = {
  dir: { type: 'string', default: '.millrace' },
  stage: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

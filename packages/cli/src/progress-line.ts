import type { Progress } from '@millrace/local';
import { formatCount } from './format-table.ts';

export type ProgressLine = { update(text: string): void; log(line: string): void; end(): void };

const plainEveryMs = 1_000;

/** One line that changes on a terminal; a plain line a second where output is piped. Goes to stderr. */
export function createProgressLine(
  output: NodeJS.WriteStream = process.stderr,
  now: () => number = Date.now,
): ProgressLine {
  const isTerminal = output.isTTY === true;
  let shownAt = 0;
  let shown = '';
  const clear = () => {
    if (isTerminal && shown !== '') output.write('\r\u001b[2K');
  };
  return {
    update(text) {
      if (text === shown || (!isTerminal && now() - shownAt < plainEveryMs)) return;
      clear();
      output.write(isTerminal ? text.slice(0, (output.columns ?? 80) - 1) : `${text}\n`);
      shown = text;
      shownAt = now();
    },
    log(line) {
      clear();
      output.write(`${line}\n`);
      if (isTerminal && shown !== '') output.write(shown.slice(0, (output.columns ?? 80) - 1));
    },
    end() {
      clear();
      shown = '';
    },
  };
}

/** `sending: 4,000 received · 3,000 landed · 2,000 refined`. */
export function toProgressText(stage: string, progress: Progress): string {
  if (progress.received === 0) return `${stage} …`;
  const { received, landed, transformed, refinedRows } = progress;
  return `${stage}: ${formatCount(received)} lines received · ${formatCount(landed)} landed · ${formatCount(transformed)} batches typed · ${formatCount(refinedRows)} refined`;
}

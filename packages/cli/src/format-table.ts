/** A table of text cells; numbers are grouped in thousands. Columns of numbers stand right unless `align` says else. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  align?: readonly ('left' | 'right')[],
): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? formatCount(cell) : cell)));
  const widths = header.map((title, column) =>
    cells.reduce((width, row) => Math.max(width, displayWidth(row[column] ?? '')), displayWidth(title)),
  );
  const isRight = header.map((_, column) =>
    align ? align[column] === 'right' : rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  );
  const toLine = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        return isRight[column] ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return [toLine(header), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(toLine)].join('\n');
}

/** 1234567 → `1,234,567`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** Text for a terminal: control characters, which could move the cursor or colour the screen, become `·`. */
export function toPrintable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·');
}

/** Long text, shortened in the middle. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}

function displayWidth(text: string): number {
  return [...text].length;
}

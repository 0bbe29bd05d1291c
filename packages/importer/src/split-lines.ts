/** `bytes`: as in the input, without the line feed (a carriage return stays). Only valid as long as nobody changes them. */
export type InputLine = {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** The line is longer; `bytes` is its beginning. */
  readonly isCut: boolean;
};

/** Longer lines are cut: one endless line must not become endless memory. */
export const maxLineBytes = 1024 * 1024;

export type LineSplitter = {
  /** The lines that end in this chunk. */
  push(chunk: Buffer): InputLine[];
  /** The last line, when the input does not end with a line feed. */
  end(): InputLine[];
  /** Lines given back so far. */
  lineCount(): number;
};

export function createLineSplitter(limitBytes = maxLineBytes): LineSplitter {
  let pieces: Buffer[] = [];
  let heldBytes = 0;
  let isCut = false;
  let lineCount = 0;

  function hold(piece: Buffer): void {
    const room = limitBytes - heldBytes;
    if (piece.length > room) isCut = true;
    if (room <= 0 || piece.length === 0) return;
    const kept = piece.length > room ? piece.subarray(0, room) : piece;
    pieces.push(kept);
    heldBytes += kept.length;
  }

  function take(): InputLine {
    const bytes = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
    lineCount += 1;
    const line = { number: lineCount, bytes, isCut };
    pieces = [];
    heldBytes = 0;
    isCut = false;
    return line;
  }

  return {
    push(chunk) {
      const lines: InputLine[] = [];
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        hold(chunk.subarray(start, end));
        lines.push(take());
        start = end + 1;
      }
      if (start < chunk.length) hold(chunk.subarray(start));
      return lines;
    },
    end: () => (heldBytes > 0 ? [take()] : []),
    lineCount: () => lineCount,
  };
}

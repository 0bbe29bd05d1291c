/** One JSON text of a file: a line, an element of an array, or one of several values that follow one another. */
export type JsonText = {
  readonly text: string;
  /** Of its first character in the file, both from 1. */
  readonly line: number;
  readonly column: number;
  /** It is longer than a JSON text may be; `text` is its beginning. */
  readonly isCut: boolean;
  /** Set where something is wrong around it: it says what. */
  readonly fault?: string;
};

/** Longer texts are cut: one bracket that is never closed must not become endless memory. */
export const maxTextBytes = 1024 * 1024;

const [lineFeed, carriageReturn, space, tab] = [10, 13, 32, 9];
const [quote, backslash, comma] = [34, 92, 44];
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];

/**
 * The JSON texts of a file, as it is read: NDJSON, an array, `{"events": […]}` as a request has it, or values over several
 * lines. Memory does not grow with the file.
 * What the file is its beginning says: an array begins with `[`, a request with `{"events": [`, NDJSON has a whole value in
 * its first line or its second. Blank lines and a byte order mark are passed over.
 */
export async function* splitJsonTexts(
  chunks: AsyncIterable<Buffer>,
  limitBytes = maxTextBytes,
): AsyncGenerator<readonly JsonText[]> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    let head: Buffer = Buffer.alloc(0);
    let isWhole = false;
    while (!isWhole && !hasTwoLines(head) && head.length < 2 * limitBytes) {
      const next = await iterator.next();
      if (next.done) isWhole = true;
      else head = Buffer.concat([head, next.value]);
    }
    const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
    const splitter = chooseSplitter(start, limitBytes);
    yield splitter.push(start);
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield splitter.push(next.value);
    yield splitter.end();
  } finally {
    await iterator.return?.();
  }
}

const requestStart = /^\s*\{\s*"events"\s*:\s*\[/;
const inspectedBytes = 1024;

type Splitter = { push(chunk: Buffer): readonly JsonText[]; end(): readonly JsonText[] };

function chooseSplitter(head: Buffer, limitBytes: number): Splitter {
  if (requestStart.test(head.subarray(0, inspectedBytes).toString('utf8'))) {
    return createValueSplitter(limitBytes, 'request');
  }
  const [first = '', second = ''] = linesOf(head);
  if (first.startsWith('[')) return createValueSplitter(limitBytes, 'array');
  // A value over several lines has no whole object in its second line, but a file whose first line is broken has.
  const isOfLines = isJson(first) || (second.startsWith('{') && isJson(second)) || !isOpen(first);
  return isOfLines ? createLineSplitter(limitBytes) : createValueSplitter(limitBytes, 'sequence');
}

/** The first lines that are not blank, as far as they have been read. */
function linesOf(head: Buffer): readonly string[] {
  return head
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function hasTwoLines(head: Buffer): boolean {
  // The last one may go on in the next chunk.
  return head.length > 0 && linesOf(head.subarray(0, head.lastIndexOf(lineFeed) + 1)).length >= 2;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a bracket of the text is still open at its end. */
function isOpen(text: string): boolean {
  const nesting = createNesting();
  for (const byte of Buffer.from(text)) nesting.take(byte);
  return nesting.depth() > 0 && !nesting.isInText();
}

/** Follows brackets and quotes, byte for byte; in UTF-8 none of them is part of another character. */
function createNesting(): { take(byte: number): void; depth(): number; isInText(): boolean } {
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  return {
    take(byte) {
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) isInText = false;
      } else if (byte === quote) isInText = true;
      else if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) depth -= 1;
    },
    depth: () => depth,
    isInText: () => isInText,
  };
}

function createLineSplitter(limitBytes: number): Splitter {
  const held = createHolder(limitBytes);
  let line = 1;
  function take(): readonly JsonText[] {
    const { text, isCut } = held.take();
    const taken = text.trim() === '' && !isCut ? [] : [{ text, line, column: 1, isCut }];
    line += 1;
    return taken;
  }
  return {
    push(chunk) {
      const texts: JsonText[] = [];
      let start = 0;
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
        held.add(chunk.subarray(start, end));
        texts.push(...take());
        start = end + 1;
      }
      held.add(chunk.subarray(start));
      return texts;
    },
    end: take,
  };
}

/**
 * `array`: the elements of the one array that the file is. `request`: those of its events, and it has nothing else.
 * `sequence`: values one after the other.
 * Looks at brackets, quotes and commas only: whether a value is JSON is for JSON.parse to say.
 */
function createValueSplitter(limitBytes: number, form: 'array' | 'request' | 'sequence'): Splitter {
  const held = createHolder(limitBytes);
  let nesting = createNesting();
  let line = 1;
  let column = 1;
  /** Where the held text began; undefined between two values. */
  let began: { readonly line: number; readonly column: number } | undefined;
  /** `due`: a comma promises an element. */
  let array: 'outside' | 'inside' | 'due' | 'closed' = 'outside';
  /** The request's own bracket is closed. */
  let isEnded = form !== 'request';
  let texts: JsonText[] = [];

  function finish(fault?: string): void {
    const { text, isCut } = held.take();
    texts.push({ text, ...(began ?? { line, column }), isCut, ...(fault === undefined ? {} : { fault }) });
    began = undefined;
    nesting = createNesting();
  }

  /** A comma or the closing bracket of the array. */
  function takeMark(byte: number): void {
    if (began) finish();
    else if (array === 'due' || byte === comma) finish('expected a value');
    array = byte === comma ? 'due' : 'closed';
  }

  return {
    push(chunk) {
      let from = 0; // of what is to be held of this chunk
      const holdUpTo = (end: number): void => {
        if (began) held.add(chunk.subarray(from, end));
      };
      for (let index = 0; index < chunk.length; index++) {
        const byte = chunk[index] ?? 0;
        const isBlank = byte === space || byte === lineFeed || byte === tab || byte === carriageReturn;
        const isBetween = nesting.depth() <= 0 && !nesting.isInText();
        if (isBetween && form === 'sequence' && began && isBlank) {
          holdUpTo(index);
          finish();
        } else if (isBetween && (array === 'inside' || array === 'due') && (byte === comma || byte === closeBracket)) {
          holdUpTo(index);
          takeMark(byte);
        } else if (form !== 'sequence' && array === 'outside') {
          if (byte === openBracket) array = 'inside';
        } else if (form === 'request' && array === 'closed' && !began && !isEnded && byte === closeBrace) {
          isEnded = true;
        } else if (began || !isBlank) {
          if (!began) {
            began = { line, column };
            from = index;
            if (array === 'due') array = 'inside';
          }
          const wasInText = nesting.isInText();
          nesting.take(byte);
          const isClosing = !wasInText && (byte === closeBrace || byte === closeBracket) && nesting.depth() <= 0;
          if (form === 'sequence' && isClosing) {
            holdUpTo(index + 1);
            finish();
          }
        }
        if (byte === lineFeed) {
          line += 1;
          column = 1;
        } else if ((byte & 0xc0) !== 0x80) column += 1; // a character, not a further byte of one
      }
      holdUpTo(chunk.length);
      const taken = texts;
      texts = [];
      return taken;
    },
    end() {
      if (began) finish(array === 'closed' ? toEndFault(isEnded) : undefined);
      else if (array === 'closed' && !isEnded) finish('the object is not closed');
      if (array === 'inside' || array === 'due') finish('the array is not closed');
      return texts;
    },
  };
}

function toEndFault(isEnded: boolean): string {
  return isEnded ? 'expected the end: the array is closed' : 'expected }: a request has nothing beside its events';
}

/** Bytes up to a limit, put together as text when taken. What is no UTF-8 becomes U+FFFD, as ingest reads it. */
function createHolder(limitBytes: number): { add(bytes: Buffer): void; take(): { text: string; isCut: boolean } } {
  let pieces: Buffer[] = [];
  let heldBytes = 0;
  let isCut = false;
  return {
    add(bytes) {
      const room = limitBytes - heldBytes;
      if (bytes.length > room) isCut = true;
      if (room <= 0 || bytes.length === 0) return;
      const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
      pieces.push(kept);
      heldBytes += kept.length;
    },
    take() {
      const taken = { text: Buffer.concat(pieces).toString('utf8'), isCut };
      pieces = [];
      heldBytes = 0;
      isCut = false;
      return taken;
    },
  };
}

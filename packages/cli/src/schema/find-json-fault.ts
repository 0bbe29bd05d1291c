/** Where a text stops being JSON, and what stands there. */
export type JsonFault = {
  /** In UTF-16 code units from 0. */
  readonly offset: number;
  readonly message: string;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON takes none of them in a text
const quoted = /(?<text>"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")/;
const number = /(?<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)/;
const token = new RegExp(`${quoted.source}|${number.source}|(?<word>true|false|null)|(?<mark>[[\\]{},:])`, 'y');
const blanks = /[ \t\r\n]*/y;
const name = /[A-Za-z_][A-Za-z0-9_]{0,19}/y;

/**
 * The first fault of a text that JSON.parse refuses; undefined when it is JSON. The messages of JSON.parse give no place
 * for many faults, and their words change with the engine.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  for (;;) {
    offset += matchAt(blanks, text, offset)?.[0].length ?? 0;
    if (offset === text.length) {
      return expected === 'end' ? undefined : { offset, message: `ends where ${expectations[expected]} is expected` };
    }
    const match = matchAt(token, text, offset);
    const next: Expected | undefined = match ? take(match, expected, open) : undefined;
    if (!match || !next)
      return { offset, message: `expected ${expectations[expected]}, found ${whatIsAt(text, offset)}` };
    expected = next;
    offset += match[0].length;
  }
}

const expectations = {
  value: 'a value',
  'value-or-]': 'a value or ]',
  key: 'a key in double quotes',
  'key-or-}': 'a key in double quotes or }',
  ':': ':',
  ',-or-]': ', or ]',
  ',-or-}': ', or }',
  end: 'the end',
} as const;
type Expected = keyof typeof expectations;

/** What is expected after this token; undefined where the token itself was not. Keeps `open` up to date. */
function take(match: RegExpExecArray, expected: Expected, open: ('{' | '[')[]): Expected | undefined {
  const [found] = match;
  const { mark, text } = match.groups ?? {};
  const afterValue = (): Expected => (({ '{': ',-or-}', '[': ',-or-]', none: 'end' }) as const)[open.at(-1) ?? 'none'];
  switch (expected) {
    case 'value':
    case 'value-or-]':
      if (mark === '{' || mark === '[') {
        open.push(mark);
        return mark === '{' ? 'key-or-}' : 'value-or-]';
      }
      if (mark === undefined) return afterValue();
      break;
    case 'key':
    case 'key-or-}':
      if (text !== undefined) return ':';
      break;
    case ':':
      return found === ':' ? 'value' : undefined;
    case ',-or-]':
      if (found === ',') return 'value';
      break;
    case ',-or-}':
      if (found === ',') return 'key';
      break;
    case 'end':
      return undefined;
  }
  if (!expected.endsWith(`-or-${found}`)) return undefined;
  open.pop();
  return afterValue();
}

function whatIsAt(text: string, offset: number): string {
  const [word] = matchAt(name, text, offset) ?? [];
  if (word !== undefined) return word;
  if (text[offset] !== '"') return JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
  const isToken = matchAt(token, text, offset) !== null;
  return isToken ? 'a text' : 'a text that is not closed, or has a character that must be escaped';
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

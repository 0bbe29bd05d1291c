/** Characters in the order in which a sample prefers them. */
const preferred = ['a', 'A', '1', '0', '-', '_', '.', ' '];
const printable = Array.from({ length: 95 }, (_value, index) => String.fromCharCode(32 + index));
const otherScripts = ['é', 'ж', '中', '😀'];

/** What one part of a pattern gives: optional and repeated parts `repeat` times, the alternative `choice`. */
type Part = (repeat: number, choice: number) => string;

/**
 * Texts that match a portable pattern, short ones first; each is tried against the pattern before it is given.
 * Understands what contracts may use: characters, classes, groups, alternatives, quantifiers. Ends with no text where the
 * pattern holds anything else.
 */
export function* samplePattern(pattern: string, maxRepeat = 64): Generator<string> {
  const whole = new RegExp(pattern, 'u');
  const parser = createParser(pattern);
  const part = parser.readAlternatives();
  if (!part || !parser.isAtEnd()) return;
  for (let repeat = 0; repeat <= maxRepeat; repeat++) {
    for (let choice = 0; choice < 4; choice++) {
      const text = part(repeat, choice);
      if (whole.test(text)) yield text;
    }
  }
}

function createParser(pattern: string) {
  const characters = [...pattern];
  let position = 0;

  function readAlternatives(): Part | undefined {
    const alternatives: Part[] = [];
    do {
      if (characters[position] === '|') position++;
      const sequence = readSequence();
      if (!sequence) return undefined;
      alternatives.push(sequence);
    } while (characters[position] === '|');
    return (repeat, choice) => alternatives[choice % alternatives.length]?.(repeat, choice) ?? '';
  }

  function readSequence(): Part | undefined {
    const parts: Part[] = [];
    while (position < characters.length && characters[position] !== '|' && characters[position] !== ')') {
      const atom = readAtom();
      const part = atom && readQuantified(atom);
      if (!part) return undefined;
      parts.push(part);
    }
    return (repeat, choice) => parts.map((part) => part(repeat, choice)).join('');
  }

  function readAtom(): Part | undefined {
    const character = characters[position++] ?? '';
    switch (character) {
      case '^':
      case '$':
        return () => '';
      case '.':
        return () => 'a';
      case '\\': {
        const escaped = characters[position++] ?? '';
        return () => escaped;
      }
      case '[':
        return readClass(position - 1);
      case '(': {
        if (characters[position] === '?') position += 2; // (?: is the only one that contracts may use
        const inner = readAlternatives();
        return characters[position++] === ')' ? inner : undefined;
      }
      default:
        return () => character;
    }
  }

  function readClass(start: number): Part | undefined {
    while (position < characters.length && characters[position] !== ']') {
      position += characters[position] === '\\' ? 2 : 1;
    }
    position++;
    const only = new RegExp(`^${characters.slice(start, position).join('')}$`, 'u');
    const members = [...preferred, ...printable, ...otherScripts].filter((character) => only.test(character));
    return members.length === 0 ? undefined : (_repeat, choice) => members[choice % members.length] ?? '';
  }

  function readQuantified(atom: Part): Part | undefined {
    const quantifier = /^(?:[*+?]|\{([0-9]+)(,?)([0-9]*)\})/.exec(characters.slice(position).join(''));
    if (!quantifier) return atom;
    position += quantifier[0].length;
    if (characters[position] === '?') position++; // lazy: the same texts
    const least = quantifier[1] === undefined ? (quantifier[0] === '+' ? 1 : 0) : Number(quantifier[1]);
    const isOpen = quantifier[1] === undefined ? quantifier[0] !== '?' : quantifier[2] === ',' && quantifier[3] === '';
    const bound = quantifier[1] === undefined ? 1 : Number(quantifier[3] || least);
    const most = isOpen ? Number.POSITIVE_INFINITY : bound;
    return (repeat, choice) => atom(repeat, choice).repeat(Math.min(most, Math.max(least, repeat)));
  }

  return { readAlternatives, isAtEnd: () => position === characters.length };
}

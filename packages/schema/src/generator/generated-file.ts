/** First line of every generated file. */
export const generatedHeader =
  '// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.';

/** A TypeScript string literal in the quotes the rest of the code has. */
export function toLiteral(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

/** snake_case or kebab-case → PascalCase. */
export function toPascalCase(name: string): string {
  return name.replaceAll(/(?:^|[_-])([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Bundled contracts → one entry per event type, in the given order. */
export function groupByEventType<T extends { readonly eventType: string }>(contracts: readonly T[]): [string, T[]][] {
  return [...Map.groupBy(contracts, (contract) => contract.eventType)];
}

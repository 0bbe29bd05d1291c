import type { Model } from '../core/model.ts';

/** The text of src/generated/models.ts: the same bytes for the same models. */
export function toModule(models: readonly Model[]): string {
  return `// Generated from models/ by scripts/generate.ts: do not edit, run \`npm run generate -w @millrace/lakehouse\`.
import type { Model } from '../core/model.ts';

/** Every model, each after those it reads. */
export const models: readonly Model[] = ${toLiteral(models, '')};
`;
}

/** As JSON, but with SQL in lines of its own, so that a change shows as what it is. */
function toLiteral(value: unknown, indent: string): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') return toText(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const entries = Array.isArray(value)
    ? value.map((item) => toLiteral(item, deeper))
    : Object.entries(value).map(([key, item]) => `${key}: ${toLiteral(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const line = `${open}${entries.join(', ')}${close}`;
  if (entries.length === 0 || (!line.includes('\n') && line.length + indent.length < 110)) return line;
  return `${open}\n${entries.map((entry) => `${deeper}${entry},\n`).join('')}${indent}${close}`;
}

function toText(text: string): string {
  if (!text.includes('\n')) return JSON.stringify(text);
  return `\`${text.replace(/[`\\]|\$\{/g, (special) => `\\${special}`)}\``;
}

/**
 * JSON Pointer → JSON text that is to stand there; undefined takes away what stands there. A pointer that ends in `/+` adds
 * its text, a whole member (`"key": value`), at the end of the object. The pointer '' replaces the event.
 */
export type Edits = Readonly<Record<string, string | undefined>>;

/** JSON text, or an object: key → value, and member texts after these. */
type Node = string | ObjectNode;
type ObjectNode = { readonly values: Map<string, Node>; readonly members: string[] };

/**
 * The JSON text of an event with some places edited. Text, because what is to be tested may be lost once it is parsed:
 * 1e400, -0, a key that is there twice.
 */
export function toEventText(event: object, edits: Edits): string {
  const whole = edits[''];
  if (whole !== undefined) return whole;
  const root = toNode(event) as ObjectNode;
  for (const [pointer, text] of Object.entries(edits)) edit(root, pointer.split('/').slice(1), text);
  return toText(root);
}

function edit(node: ObjectNode, [key = '', ...rest]: readonly string[], text: string | undefined): void {
  if (rest.length > 0) {
    const inner = node.values.get(key);
    const object = typeof inner === 'object' ? inner : { values: new Map<string, Node>(), members: [] };
    node.values.set(key, object);
    edit(object, rest, text);
  } else if (text === undefined) node.values.delete(key);
  else if (key === '+') node.members.push(text);
  else node.values.set(key, text);
}

function toNode(value: unknown): Node {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return { values: new Map(Object.entries(value).map(([key, inner]) => [key, toNode(inner)])), members: [] };
}

function toText(node: Node): string {
  if (typeof node === 'string') return node;
  const values = [...node.values].map(([key, value]) => `${JSON.stringify(key)}:${toText(value)}`);
  return `{${[...values, ...node.members].join(',')}}`;
}

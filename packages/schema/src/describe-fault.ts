import { toPointer } from './to-pointer.ts';

/** What a generated validator says about the first rule that was broken. */
export type Fault = {
  /** JSON Pointer to the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set when the rule is about the name of a property instead of its value. */
  readonly propertyName?: string;
};

/** A generated validator: `errors` holds the faults of its last call. */
export type EventValidator = {
  (value: unknown): boolean;
  errors?: readonly Fault[] | null;
};

const namePart = /^(?:[A-Za-z_][A-Za-z0-9_-]{0,63}|\d{1,3})$/;

/**
 * Path (JSON Pointer) and message (rule, and what it expects) of a fault.
 * Neither holds a value of the event. Keys that a client made up are named only where they read like names; the path
 * ends above any other.
 */
export function describeFault(fault: Fault): { readonly path: string; readonly message: string } {
  const { keyword, params, propertyName } = fault;
  const child = params['missingProperty'] ?? params['additionalProperty'];
  const path = typeof child === 'string' ? `${fault.instancePath}${toPointer([child])}` : fault.instancePath;
  const subject = propertyName === undefined ? '' : 'name of a property: ';
  return { path: toSafePointer(path), message: `${subject}${keyword}: ${expectationOf(keyword, params)}` };
}

function expectationOf(keyword: string, params: Fault['params']): string {
  switch (keyword) {
    case 'required':
      return 'must be there';
    case 'additionalProperties':
      return 'the contract does not know this key';
    case 'type':
      return `expected ${[params['type']].flat().join(' or ')}`;
    case 'const':
      return `expected ${JSON.stringify(params['allowedValue'])}`;
    case 'format':
      return `expected a ${params['format']}`;
    case 'pattern':
      return `expected to match ${params['pattern']}`;
    case 'minLength':
      return `expected at least ${params['limit']} characters`;
    case 'maxLength':
      return `expected at most ${params['limit']} characters`;
    case 'minimum':
      return `expected at least ${params['limit']}`;
    case 'maximum':
      return `expected at most ${params['limit']}`;
    case 'maxItems':
      return `expected at most ${params['limit']} items`;
    case 'minItems':
      return `expected at least ${params['limit']} items`;
    case 'enum':
      return `expected one of ${[params['allowedValues']].flat().join(', ')}`;
    case 'dependentRequired':
      return `must be there with ${params['property']}`;
    case 'if':
      return 'what must hold in this case does not';
    case 'maxProperties':
      return `expected at most ${params['limit']} properties`;
    default:
      return 'not kept';
  }
}

/** Whether a key reads like a name or an index. Anything else might be personal: an address, a mail, an id. */
export function readsLikeName(key: string): boolean {
  return namePart.test(key);
}

function toSafePointer(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  const unsafeAt = parts.findIndex((part) => !readsLikeName(part));
  return (unsafeAt === -1 ? parts : parts.slice(0, unsafeAt)).map((part) => `/${part}`).join('');
}

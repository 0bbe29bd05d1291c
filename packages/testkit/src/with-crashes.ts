/** What a killed process looks like to a test: nothing after it happens. */
export class CrashError extends Error {
  override readonly name = 'CrashError';
}

/** Counts the effects of a port and ends the process before or after one of them. */
export type CrashPlan = {
  /** Which effect, from 0, over all ports that share the plan. */
  readonly at: number;
  readonly when: 'before' | 'after';
};

export type Effects = { readonly log: string[]; count: number };

/**
 * The port with every method of `effects` counted and logged; the planned one throws CrashError before or after it
 * happened.
 */
export function withCrashes<Port extends object>(
  name: string,
  port: Port,
  methods: readonly (keyof Port & string)[],
  effects: Effects,
  plan: CrashPlan | undefined,
): Port {
  const wrapped = { ...port };
  for (const method of methods) {
    const original = port[method] as unknown as (...args: unknown[]) => Promise<unknown>;
    const crashing = async (...args: unknown[]) => {
      const index = effects.count;
      effects.count += 1;
      if (plan?.at === index && plan.when === 'before') throw new CrashError(`before ${name}.${method}`);
      const result = await original.apply(port, args);
      effects.log.push(`${name}.${method}`);
      if (plan?.at === index && plan.when === 'after') throw new CrashError(`after ${name}.${method}`);
      return result;
    };
    wrapped[method] = crashing as unknown as Port[typeof method];
  }
  return wrapped;
}

import { InvariantError, TransientError } from '@millrace/pipeline';
import type { Prng } from '@millrace/simulator';
import type { VirtualClock } from '../virtual-clock.ts';
import { CrashError } from '../with-crashes.ts';
import type { FaultKind, Faults } from './plan-faults.ts';

/**
 * Carries out one effect of a function, with the fault that was planned for it. `partial` is the effect's own matter: it
 * is told of the fault.
 */
export type Guard = <T>(effect: string, perform: (fault: FaultKind | undefined) => Promise<T>) => Promise<T>;

/** A stretch of virtual time in which a store answers nothing. Effects are its own when they begin with `<store>.`. */
export type Outage = {
  readonly store: string;
  readonly from: number;
  readonly until: number;
  /** Share of the calls that fail, 0 to 1. */
  readonly rate: number;
};

export type ContainerWorld = {
  readonly clock: VirtualClock;
  readonly prng: Prng;
  readonly faults: Faults;
  readonly outages: readonly Outage[];
  /** Told of every call of an effect. */
  readonly onCall?: (effect: string, at: number) => void;
};

export type ContainerOptions<Event, Answer> = {
  /** Of the function, in effects `<name>.invoke`. */
  readonly name: string;
  readonly timeoutMs: number;
  /** Builds the handler of a new execution environment; its ports go through the guard. */
  readonly start: (guard: Guard) => (event: Event) => Promise<Answer>;
};

type Container<Event, Answer> = {
  readonly handle: (event: Event) => Promise<Answer>;
  /** Rejects when the process ends. */
  readonly death: Promise<never>;
  die(reason: string): void;
};

const longestLatencyMs = 40;
const never = () => new Promise<never>(() => {});

/**
 * A function as the service runs it: execution environments that are reused one invocation at a time, and that die when
 * they crash or time out – or go on as zombies. What a dead one has asked for still happens, but it hears of nothing.
 */
export function createContainers<Event, Answer>(
  world: ContainerWorld,
  { name, timeoutMs, start }: ContainerOptions<Event, Answer>,
): (event: Event) => Promise<Answer> {
  const { clock, prng, faults } = world;
  const idle: Container<Event, Answer>[] = [];

  function createContainer(): Container<Event, Answer> {
    let isDead = false;
    let reject: (reason: unknown) => void = () => {};
    const death = new Promise<never>((_, rejectDeath) => {
      reject = rejectDeath;
    });
    death.catch(() => {}); // Whoever waits for an invocation hears of it.
    const die = (reason: string) => {
      isDead = true;
      reject(new CrashError(reason));
    };

    async function guard<T>(effect: string, perform: (fault: FaultKind | undefined) => Promise<T>): Promise<T> {
      if (isDead) return never();
      world.onCall?.(effect, clock.now());
      const fault = faults.next(effect);
      await clock.sleep(1 + prng.below(longestLatencyMs));
      if (fault === 'crash-before') {
        die(`before ${effect}`);
        return never();
      }
      if (fault === 'throttle') throw new TransientError(`${effect} was throttled`);
      if (isAway(world, effect)) throw new TransientError(`${effect}: the store is away`);
      if (fault === 'late') await clock.sleep(timeoutMs + prng.below(timeoutMs));
      const result = await perform(fault);
      if (fault === 'crash-after') die(`after ${effect}`);
      if (isDead) return never();
      if (fault === 'lost-answer') throw new TransientError(`the answer of ${effect} was lost`);
      return result;
    }
    return { handle: start(guard), death, die };
  }

  /** One invocation in an environment of its own. */
  function run(event: Event): Promise<Answer> {
    const container = idle.pop() ?? createContainer();
    return new Promise((resolve, reject) => {
      let isTimedOut = false;
      const timer = clock.setTimer(timeoutMs, () => {
        isTimedOut = true;
        if (prng.chance(0.5)) container.die('timed out'); // Otherwise it goes on, as a zombie.
        reject(new Error(`${name} timed out`));
      });
      Promise.race([container.handle(event), container.death]).then(
        (answer) => {
          timer.cancel();
          if (!isTimedOut) idle.push(container);
          resolve(answer);
        },
        (error: unknown) => {
          timer.cancel();
          reject(error as Error);
        },
      );
    });
  }

  return async function invoke(event) {
    const effect = `${name}.invoke`;
    world.onCall?.(effect, clock.now());
    const fault = faults.next(effect);
    if (fault === 'crash-before') throw new CrashError(`before ${effect}`);
    if (fault === 'throttle') throw Object.assign(new Error('busy'), { name: 'TooManyRequestsException' });
    if (fault === 'zombie') {
      const both = [run(event), run(event)] as const;
      const [heard, unheard] = prng.chance(0.5) ? both : [both[1], both[0]];
      unheard.catch(() => {}); // Nobody waits for a zombie.
      return heard;
    }
    const answer = await run(event);
    if (fault === 'crash-after') throw new CrashError(`after ${effect}`);
    return answer;
  };
}

/** For what the services do themselves, which have no process that could crash: throttled, answers lost, away. */
export function createServiceGuard(world: ContainerWorld): Guard {
  const { clock, prng, faults } = world;
  return async function guard(effect, perform) {
    world.onCall?.(effect, clock.now());
    const fault = faults.next(effect);
    await clock.sleep(1 + prng.below(longestLatencyMs));
    if (fault === 'throttle') throw new TransientError(`${effect} was throttled`);
    if (isAway(world, effect)) throw new TransientError(`${effect}: the store is away`);
    const result = await perform(fault);
    if (fault === 'lost-answer') throw new TransientError(`the answer of ${effect} was lost`);
    return result;
  };
}

/**
 * The port with the given methods carried out by the guard, each under the name that `effectOf` gives the call. Any other
 * method throws: a function that begins to use one would have no faults there, and nobody would notice.
 */
export function guardPort<Port extends object>(
  port: Port,
  guard: Guard,
  effectOf: { readonly [Method in keyof Port & string]?: (...args: never[]) => string },
): Port {
  const guarded = { ...port };
  for (const [name, value] of Object.entries(port)) {
    if (typeof value !== 'function') continue;
    const refuse = () => {
      throw new InvariantError(`${name} has no effect in the fault matrix`);
    };
    Object.assign(guarded, { [name]: refuse });
  }
  for (const method of Object.keys(effectOf) as (keyof Port & string)[]) {
    const perform = port[method] as unknown as (...args: unknown[]) => Promise<unknown>;
    const nameOf = effectOf[method] as unknown as (...args: unknown[]) => string;
    const call = (...args: unknown[]) => guard(nameOf(...args), () => perform.apply(port, args));
    guarded[method] = call as unknown as Port[typeof method];
  }
  return guarded;
}

function isAway({ clock, prng, outages, faults }: ContainerWorld, effect: string): boolean {
  const now = clock.now();
  const outage = outages.find(({ store, from, until }) => effect.startsWith(`${store}.`) && from <= now && now < until);
  if (!outage || (outage.rate < 1 && !prng.chance(outage.rate))) return false;
  faults.note({ effect: outage.store, kind: outage.rate < 1 ? 'errors' : 'outage' });
  return true;
}

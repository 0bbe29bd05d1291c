import { ConfigError } from '@millrace/pipeline';
import { type BrokenEvent, breakEvent } from './break-event.ts';
import { timeOfShare } from './day-curve.ts';
import { planVisit, type VisitStep } from './plan-visit.ts';
import { createPrng, hashSeed, type Prng } from './prng.ts';
import { toHex } from './random-text.ts';
import { createTimeHeap } from './time-heap.ts';
import { type Arrival, type PageView, pickArrival, toPageView } from './to-page-view.ts';
import { toVisitor, type Visitor } from './to-visitor.ts';

export type ShopEvent = PageView | BrokenEvent;

export type ShopDayOptions = {
  /** Lines in all, retries included. Default 20,000. */
  readonly events?: number;
  readonly seed: string | number;
  /** The UTC day of every event. Default 2026-01-15. */
  readonly day?: string;
};

const dayMs = 86_400_000;
const brokenShare = 0.005;
/** Events a visitor makes on that day, on average: some come back. */
const eventsPerVisitor = 7;

type Visit = {
  readonly visitor: Visitor;
  readonly sessionId: string | undefined;
  readonly arrival: Arrival;
  readonly steps: readonly VisitStep[];
  readonly prng: Prng;
  readonly startedAt: number;
  nextStep: number;
};
type Due = { readonly kind: 'step'; readonly visit: Visit } | { readonly kind: 'retry'; readonly event: ShopEvent };

/**
 * A day of page views of a shop, in the order they are sent: exactly `events` of them, the same for the same seed, with a share
 * without consent, a share of broken ones and a share that is sent twice (retries, seconds later). Memory holds the visits
 * under way, not the day. Throws ConfigError for options that make no day.
 */
export function generateShopDay(options: ShopDayOptions): Generator<ShopEvent, void, undefined> {
  const { events = 20_000, seed, day = '2026-01-15' } = options;
  const dayStart = Date.parse(`${day}T00:00:00.000Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(dayStart) || !new Date(dayStart).toISOString().startsWith(day)) {
    throw new ConfigError(`${JSON.stringify(day)} is not a day: write it like 2026-01-15`);
  }
  if (!Number.isSafeInteger(events) || events < 0) {
    throw new ConfigError(`${events} is not a number of events: choose an integer from 0 on`);
  }
  return generate(events, hashSeed(`${seed}`), dayStart);
}

function* generate(
  eventCount: number,
  seed: readonly [number, number, number, number],
  dayStart: number,
): Generator<ShopEvent, void, undefined> {
  const due = createTimeHeap<Due>();
  const visits = planVisits(eventCount, seed, dayStart);
  let upcoming = visits.next();
  for (;;) {
    while (!upcoming.done && upcoming.value.startedAt <= due.nextTime()) {
      due.push(upcoming.value.startedAt, { kind: 'step', visit: upcoming.value });
      upcoming = visits.next();
    }
    const entry = due.pop();
    if (entry === undefined) return;
    if (entry.value.kind === 'retry') {
      yield entry.value.event;
      continue;
    }
    const { visit } = entry.value;
    const step = visit.steps[visit.nextStep] as VisitStep;
    const event = toEvent(visit, step, entry.time);
    visit.nextStep += 1;
    const following = visit.steps[visit.nextStep];
    if (following !== undefined) due.push(visit.startedAt + following.offsetMs, { kind: 'step', visit });
    if (step.isRetried) due.push(entry.time + 1000 + visit.prng.below(9000), { kind: 'retry', event });
    yield event;
  }
}

/**
 * The day's visits in the order they start. Each moves the clock by its part of the events that are still to be planned, so
 * the day is full when the events are all planned, without counting visits beforehand.
 */
function* planVisits(
  eventCount: number,
  seed: readonly [number, number, number, number],
  dayStart: number,
): Generator<Visit, void, undefined> {
  // Visits count upwards from 2^31, visitors from 0: no two share a stream of random numbers.
  const clock = createPrng(seed, 2 ** 31);
  const visitorCount = Math.max(1, Math.round(eventCount / eventsPerVisitor));
  let left = eventCount;
  let startedShare = 0;
  for (let visitNumber = 1; left > 0; visitNumber += 1) {
    const prng = createPrng(seed, 2 ** 31 + visitNumber);
    const steps = fitSteps(planVisit(prng), left);
    const part = Math.min(0.5, countEvents(steps) / left);
    left -= countEvents(steps);
    startedShare += (1 - startedShare) * part * 2 * clock.fraction();
    const startMs = Math.floor(timeOfShare(startedShare));
    squeeze(steps, dayMs - 1 - startMs);
    const luck = prng.fraction();
    const visitor = toVisitor(seed, Math.floor(luck * luck * visitorCount));
    yield {
      visitor,
      sessionId: visitor.keepsSessions ? toHex(prng, 4) : undefined,
      arrival: pickArrival(prng),
      steps,
      prng,
      startedAt: dayStart + startMs,
      nextStep: 0,
    };
  }
}

/** Cuts a visit so that it makes at most `limit` (> 0) events. */
function fitSteps(steps: readonly VisitStep[], limit: number): VisitStep[] {
  const kept: VisitStep[] = [];
  let left = limit;
  for (const step of steps) {
    if (left === 0) break;
    const isRetried = step.isRetried && left > 1;
    kept.push({ ...step, isRetried });
    left -= isRetried ? 2 : 1;
  }
  return kept;
}

function countEvents(steps: readonly VisitStep[]): number {
  return steps.reduce((sum, { isRetried }) => sum + (isRetried ? 2 : 1), 0);
}

/** A visit that would go on after midnight goes faster. */
function squeeze(steps: readonly VisitStep[], limitMs: number): void {
  const lengthMs = steps.at(-1)?.offsetMs ?? 0;
  if (lengthMs <= limitMs) return;
  for (const step of steps) step.offsetMs = Math.floor((step.offsetMs / lengthMs) * limitMs);
}

function toEvent(visit: Visit, step: VisitStep, eventTime: number): ShopEvent {
  const previousPath = visit.steps[visit.nextStep - 1]?.path;
  const event = toPageView(step, { ...visit, previousPath }, eventTime, visit.prng);
  return visit.prng.chance(brokenShare) ? breakEvent(event, visit.prng) : event;
}

import type { StreamMapping } from '@millrace/local/mapping';
import { createPrng, hashSeed, type Prng } from '@millrace/simulator';
import { type EffectRisk, type Outage, type PlannedFault, planFaults } from '@millrace/testkit';

/** Everything that a seed decides before the run: the same seed is the same run, to the last millisecond. */
export type Schedule = {
  readonly seed: number;
  /** For what is drawn while the run goes on. */
  readonly prng: Prng;
  readonly shardCount: number;
  readonly requestCount: number;
  readonly mapping: Partial<StreamMapping>;
  readonly faults: readonly PlannedFault[];
  /** Seconds after the start, as are all times here. */
  readonly rebatches: readonly number[];
  readonly reshards: readonly { readonly at: number; readonly kind: 'split' | 'merge' }[];
  readonly outages: readonly Outage[];
};

/** Of the functions under test, and of what acts on its own. */
export const functionTimeoutSeconds = 6;
/** Clients send for about so long. */
export const sendingSeconds = 12;

const write = ['crash-before', 'crash-after', 'throttle', 'lost-answer', 'late'] as const;
const read = ['crash-before', 'throttle', 'late'] as const;

/** The effects of ingest, the stream mapping and the processor. */
export const landingRisks: readonly EffectRisk[] = [
  { effect: 'ingest.invoke', kinds: ['crash-before', 'crash-after'], calls: 40 },
  { effect: 'stream.putRecords', kinds: [...write, 'partial'], calls: 40 },
  { effect: 'state.getMany', kinds: read, calls: 6 },
  { effect: 'state.get', kinds: read, calls: 10 },
  { effect: 'state.put', kinds: write, calls: 8 },
  { effect: 'stream.readShard', kinds: ['throttle'], calls: 60 },
  { effect: 'stream.listShards', kinds: ['throttle'], calls: 8 },
  { effect: 'processor.invoke', kinds: ['crash-before', 'crash-after', 'throttle', 'zombie'], calls: 20 },
  { effect: 'manifest.head', kinds: read, calls: 20 },
  { effect: 'objects.putQuarantine', kinds: write, calls: 8 },
  { effect: 'objects.putRaw', kinds: write, calls: 15 },
  { effect: 'manifest.append', kinds: write, calls: 15 },
  { effect: 'objects.putOnFailure', kinds: ['throttle', 'lost-answer'], calls: 1 },
];

/** And those of notifications, transformer, refinement. */
export const lineRisks: readonly EffectRisk[] = [
  ...landingRisks,
  { effect: 'notification.send', kinds: ['lost', 'doubled', 'late'], calls: 20 },
  { effect: 'queue.receive', kinds: ['throttle', 'lost-answer'], calls: 30 },
  { effect: 'queue.delete', kinds: ['throttle', 'lost-answer'], calls: 15 },
  { effect: 'transformer.invoke', kinds: ['crash-before', 'crash-after', 'throttle', 'zombie'], calls: 15 },
  { effect: 'sweep.invoke', kinds: ['crash-before', 'crash-after', 'zombie'], calls: 3 },
  { effect: 'manifest.findCovering', kinds: read, calls: 15 },
  { effect: 'manifest.listLanded', kinds: read, calls: 2 },
  { effect: 'objects.getLanded', kinds: read, calls: 15 },
  { effect: 'objects.hasTyped', kinds: read, calls: 15 },
  { effect: 'objects.putTyped', kinds: write, calls: 15 },
  { effect: 'manifest.markTransformed', kinds: write, calls: 15 },
  { effect: 'plan.invoke', kinds: ['crash-before', 'crash-after', 'zombie'], calls: 2 },
  { effect: 'manifest.listTransformed', kinds: read, calls: 2 },
  { effect: 'manifest.claim', kinds: write, calls: 15 },
  { effect: 'objects.getPlan', kinds: read, calls: 2 },
  { effect: 'objects.putPlan', kinds: write, calls: 2 },
  { effect: 'lake.bronze', kinds: ['crash-before', 'crash-after'], calls: 2 },
  { effect: 'lake.silver', kinds: ['crash-before', 'crash-after'], calls: 2 },
  { effect: 'lake.gold', kinds: ['crash-before', 'crash-after'], calls: 2 },
  { effect: 'lake.publish', kinds: ['crash-before', 'crash-after'], calls: 2 },
  { effect: 'objects.putPublished', kinds: ['throttle', 'lost-answer'], calls: 2 },
  { effect: 'report.invoke', kinds: ['crash-before', 'crash-after', 'zombie'], calls: 2 },
  { effect: 'objects.hasPublished', kinds: read, calls: 2 },
  { effect: 'manifest.markRefined', kinds: write, calls: 15 },
];

const landingStores = ['stream', 'objects', 'manifest', 'state'];

export function drawSchedule(
  seed: number,
  risks: readonly EffectRisk[],
  options: {
    readonly stores?: readonly string[];
    readonly faultCount?: number;
    /** Longer windows make fewer, larger batches. */
    readonly windowSeconds?: number;
  } = {},
): Schedule {
  const { stores = landingStores, faultCount = 14, windowSeconds = 0 } = options;
  const prng = createPrng(hashSeed(`schedule ${seed}`));
  const anyTime = () => prng.fraction() * sendingSeconds * 1.2;
  const times = (most: number) => Array.from({ length: prng.below(most + 1) }, anyTime).sort((a, b) => a - b);
  return {
    seed,
    prng,
    shardCount: 3 + prng.below(3),
    requestCount: 42 + prng.below(5),
    mapping: {
      timeoutSeconds: functionTimeoutSeconds,
      batchSize: 2 + prng.below(9) + windowSeconds,
      batchWindowSeconds: windowSeconds + prng.below(3),
      bisectBatchOnFunctionError: prng.chance(0.5),
      maximumRetryAttempts: prng.chance(0.3) ? prng.below(3) : undefined,
      onFailure: 'objects',
    },
    faults: planFaults(prng, risks, faultCount),
    rebatches: times(3),
    reshards: times(2).map((at) => ({ at, kind: prng.chance(0.5) ? 'split' : 'merge' })),
    outages: times(1).map((from) => ({
      store: stores[prng.below(stores.length)] as string,
      from,
      until: from + 1 + prng.below(10),
      rate: prng.chance(0.3) ? 0.5 : 1,
    })),
  };
}

export { buildAggregate } from './build-aggregate.ts';
export { buildBareEvent } from './build-bare-event.ts';
export { buildPageView, type EventChanges } from './build-event.ts';
export { buildNoise, buildPoison, type PoisonKind, poisonKinds } from './build-poison.ts';
export { buildReceipt, testLakeKey } from './build-receipt.ts';
export { buildFrameRecord, buildKinesisEvent, buildRecord, buildStoredLine } from './build-record.ts';
export { describeEventStream } from './contracts/describe-event-stream.ts';
export { describeManifest } from './contracts/describe-manifest.ts';
export { describeObjectStore } from './contracts/describe-object-store.ts';
export { describeQueue } from './contracts/describe-queue.ts';
export { describeSecrets } from './contracts/describe-secrets.ts';
export { describeStateTable, type OpenedStateTable } from './contracts/describe-state-table.ts';
export type { Opened } from './contracts/opened.ts';
export {
  type ContainerOptions,
  type ContainerWorld,
  createContainers,
  createServiceGuard,
  type Guard,
  guardPort,
  type Outage,
} from './faults/create-containers.ts';
export {
  createFaults,
  type EffectRisk,
  type FaultCell,
  type FaultKind,
  type Faults,
  type PlannedFault,
  planFaults,
} from './faults/plan-faults.ts';
export { createMemoryEventStream, type MemoryEventStream } from './memory-event-stream.ts';
export { createMemoryManifest } from './memory-manifest.ts';
export { createMemoryObjectStore } from './memory-object-store.ts';
export { createMemoryQueue } from './memory-queue.ts';
export {
  createMemoryStateTable,
  type MemoryStateTable,
  type MemoryStateTableOptions,
  type StateCall,
} from './memory-state-table.ts';
export { quietTelemetry } from './quiet-telemetry.ts';
export { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
export { CrashError, type CrashPlan, type Effects, withCrashes } from './with-crashes.ts';

import { createSecretKey, type KeyObject } from 'node:crypto';
import { createStreamHandler, type StreamHandler, type Telemetry } from '@millrace/middleware';
import type { Manifest, ObjectStore, Secrets } from '@millrace/pipeline';
import { type CommittedLanding, commitLanding, type LandingPorts } from './commit-landing.ts';

export { decideLanding, type Landing } from './core/decide-landing.ts';
export type { CommittedLanding, LandingPorts };

export type ProcessorPorts = {
  readonly objects: ObjectStore;
  readonly manifest: Manifest;
  readonly secrets: Secrets;
  /** Of events that other producers put on the stream. */
  readonly policy: string;
};

/** Stream batch → raw object, quarantine object, manifest row. */
export function createHandler(
  ports: () => ProcessorPorts,
  options: {
    readonly telemetry?: Telemetry;
    /** The commit step: the proof that its order matters puts wrong ones in. */
    readonly commit?: typeof commitLanding;
  } = {},
): StreamHandler {
  const { commit = commitLanding } = options;
  let opened: ProcessorPorts | undefined;
  let lakeKey: KeyObject | undefined;
  return createStreamHandler(
    'processor',
    async function landBatch({ streamName, records }, telemetry) {
      opened ??= ports();
      lakeKey ??= createSecretKey(await opened.secrets.get('lake-key'));
      const settings = { policy: opened.policy, lakeKey };
      const { landing, retryFrom } = await commit(opened, streamName, records, settings);
      if (landing) {
        const { counts } = landing.row;
        telemetry.count('batches-landed', 1);
        telemetry.count('lines-received', counts.received);
        telemetry.count('lines-accepted', counts.accepted);
        telemetry.count('lines-quarantined', counts.quarantined);
        telemetry.count('lines-suppressed', counts.suppressed);
      } else {
        // Delivered once more, or another invocation was first: there is nothing left to do, which is worth knowing.
        telemetry.count('batches-landed-before', 1);
      }
      return { retryFrom };
    },
    options.telemetry,
  );
}

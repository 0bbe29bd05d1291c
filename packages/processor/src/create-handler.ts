import { createStreamHandler, type StreamHandler, type Telemetry } from '@millrace/middleware';
import type { Manifest, ObjectStore, Secrets } from '@millrace/pipeline';
import { commitLanding } from './commit-landing.ts';

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
  options: { readonly telemetry?: Telemetry } = {},
): StreamHandler {
  let opened: ProcessorPorts | undefined;
  return createStreamHandler(
    'processor',
    async function landBatch({ streamName, records }, telemetry) {
      opened ??= ports();
      const settings = { policy: opened.policy, lakeKey: await opened.secrets.get('lake-key') };
      const { landing, retryFrom } = await commitLanding(opened, streamName, records, settings);
      if (landing) {
        const { counts } = landing.row;
        telemetry.count('batches-landed', 1);
        telemetry.count('lines-received', counts.received);
        telemetry.count('lines-accepted', counts.accepted);
        telemetry.count('lines-quarantined', counts.quarantined);
        telemetry.count('lines-suppressed', counts.suppressed);
      }
      return { retryFrom };
    },
    options.telemetry,
  );
}

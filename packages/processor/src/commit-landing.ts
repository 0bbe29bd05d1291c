import {
  compress,
  dropCommitted,
  type Manifest,
  type ObjectStore,
  partitionOf,
  type StreamRecord,
  TransientError,
} from '@millrace/pipeline';
import { decideLanding, type Landing } from './core/decide-landing.ts';
import type { BareEventSettings } from './core/decode-batch.ts';

export type LandingPorts = { readonly objects: ObjectStore; readonly manifest: Manifest };

export type CommittedLanding = {
  /** What this call committed; undefined when all of it was committed before. */
  readonly landing: Landing | undefined;
  readonly retryFrom: string | undefined;
};

/** Somebody else landing the same shard wins a few times at most; more means something is wrong with the store. */
const maxAttempts = 5;

/**
 * Objects, then ONE conditional write that is cursor and manifest row at once; readers see only manifested objects.
 * Crash between any two lines and run it again: same lake (docs/architecture.md, "Landing and the manifest").
 * After any failed condition, and after an answer that got lost, the chain is read again and what is committed is
 * dropped.
 */
export async function commitLanding(
  ports: LandingPorts,
  streamName: string,
  records: readonly StreamRecord[],
  settings: BareEventSettings,
): Promise<CommittedLanding> {
  const shardId = records[0]?.shardId;
  if (shardId === undefined) return { landing: undefined, retryFrom: undefined };
  let cause: unknown;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const head = await ports.manifest.head(partitionOf(streamName, shardId));
    const open = dropCommitted(records, head);
    if (open.length === 0) return { landing: undefined, retryFrom: undefined };

    const landing = decideLanding(streamName, open, head, settings);
    if (landing.quarantine) await ports.objects.putIfAbsent(landing.quarantine.key, compress(landing.quarantine.body));
    if (landing.raw) await ports.objects.putIfAbsent(landing.raw.key, compress(landing.raw.body));
    try {
      if ((await ports.manifest.append(landing.row)) === 'appended') return { landing, retryFrom: landing.retryFrom };
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      cause = error; // It may have been written: the next look at the head tells.
    }
  }
  throw new TransientError(`the manifest of ${streamName} ${shardId} did not take the landing`, { cause });
}

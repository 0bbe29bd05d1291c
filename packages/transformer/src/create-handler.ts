import {
  createQueueHandler,
  createTaskHandler,
  type QueueHandler,
  type TaskHandler,
  type Telemetry,
} from '@millrace/middleware';
import { type Manifest, type ObjectStore, partitionOf, TransientError } from '@millrace/pipeline';
import { commitTyped } from './commit-typed.ts';
import { parseNotification } from './core/parse-notification.ts';
import { createUserAgentParser } from './core/parse-user-agent.ts';

export { createPace } from './create-pace.ts';

export type TransformerPorts = {
  readonly objects: ObjectStore;
  readonly manifest: Manifest;
  readonly streamName: string;
};

type Options = { readonly telemetry?: Telemetry };

/** Enough for one sweep; the next one takes the rest. */
const sweepLimit = 250;

/**
 * Object notification → typed file. The notification is a hint, the manifest is the truth: an object that no manifest row
 * names (not yet, or never) is left alone, and the sweep finds the rows whose hint came too early or not at all.
 */
export function createHandler(ports: () => TransformerPorts, options: Options = {}): QueueHandler {
  let opened: TransformerPorts | undefined;
  const parseUserAgent = createUserAgentParser();
  return createQueueHandler(
    'transformer',
    async function transformHinted(body, telemetry) {
      opened ??= ports();
      for (const hint of parseNotification(body)) {
        const row = await opened.manifest.findCovering(partitionOf(opened.streamName, hint.shardId), hint.first);
        if (row?.rawKey !== hint.key && row?.quarantineKey !== hint.key) continue;
        if ((await commitTyped(opened, row, parseUserAgent)) === 'transformed')
          telemetry.count('objects-transformed', 1);
      }
    },
    options.telemetry,
  );
}

/**
 * On a schedule: transforms landed rows, whatever became of their notifications. Answers how many, and how many failed.
 * `pace` is waited for before each row: what an outage left behind must not fall upon the stores at once. A store that is
 * away ends the sweep; the next one goes on.
 */
export function createSweepHandler(
  ports: () => TransformerPorts,
  options: Options & { readonly pace?: () => Promise<void> } = {},
): TaskHandler<unknown, { transformed: number; failed: number }> {
  let opened: TransformerPorts | undefined;
  const parseUserAgent = createUserAgentParser();
  return createTaskHandler(
    'transformer-sweep',
    async function sweepLanded(_, telemetry) {
      opened ??= ports();
      let transformed = 0;
      let failed = 0;
      for (const row of await opened.manifest.listByStage('landed', sweepLimit)) {
        await options.pace?.();
        try {
          if ((await commitTyped(opened, row, parseUserAgent)) === 'transformed') transformed += 1;
        } catch (error) {
          if (error instanceof TransientError) throw error;
          // One damaged object must not keep the others from being transformed; it stays `landed` and is seen again.
          telemetry.error(`${row.partition} ${row.first}–${row.last} could not be transformed`, error);
          failed += 1;
        }
      }
      telemetry.count('objects-transformed', transformed);
      telemetry.count('messages-failed', failed);
      return { transformed, failed };
    },
    options.telemetry,
  );
}

import type { Telemetry } from '@millrace/middleware';
import type { Clock } from '@millrace/pipeline';
import type { ConsentStore } from '@millrace/registry';
import type { PlannedDecision } from './core/decide-request.ts';
import { withDeadline } from './with-deadline.ts';

const budgetMs = 2_000;

/**
 * Records decisions about consent, each after its frame is durable and before the answer: who is told that a withdrawal
 * was taken can rely on it. Returns the indexes of those that are not recorded; they are to be sent again. Here such a one
 * counts from when it comes again, in the lake from its first receipt: the lake's word is the last.
 */
export async function recordConsents(
  consents: ConsentStore,
  decisions: readonly PlannedDecision[],
  clock: Clock,
  telemetry: Telemetry,
): Promise<ReadonlySet<number>> {
  const open = new Set(decisions.map(({ index }) => index));
  if (open.size === 0) return open;

  /** One user's one after the other: each of them reads what is there and writes. */
  async function recordOne(own: readonly PlannedDecision[]): Promise<void> {
    for (const { index, userIdHash, decision } of own) {
      await consents.record(userIdHash, decision);
      open.delete(index);
    }
  }

  const byUser = Map.groupBy(decisions, ({ userIdHash }) => userIdHash);
  const recordings = [...byUser.values()].map((own) =>
    recordOne(own).catch((error: unknown) => telemetry.error('a decision about consent is not recorded', error)),
  );
  await withDeadline(Promise.all(recordings), budgetMs, clock);
  telemetry.count('consents-unrecorded', open.size);
  return new Set(open);
}

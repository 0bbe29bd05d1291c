import { createManifest, createObjectStore } from '@millrace/embedded';
import { type GiveUpCondition, type ManifestRow, parsePartition, readPortsConfig } from '@millrace/pipeline';
import { queryFolder } from './ask-folder.ts';
import { findFolder } from './open-folder.ts';
import { textList, toText } from './reconcile/lake-reader.ts';
import { listOnFailure, type OnFailureObject } from './reconcile/read-on-failure.ts';

export type QuarantineFilter = {
  /** Why a line was refused, or the condition on which the mapping gave a batch up. */
  readonly reason?: string | undefined;
  readonly shardId?: string | undefined;
};

/** Refused lines of one reason. */
export type QuarantinedReason = {
  readonly reason: string;
  /** As often as they were received. */
  readonly lines: number;
  /** Each refused line once. */
  readonly distinct: number;
  /** Landed, and not in the tables yet; in neither of the other numbers. */
  readonly notLoaded: number;
  /** When the newest of the loaded ones was received, ISO time. */
  readonly newestReceivedAt: string | undefined;
};

/** A batch that the mapping gave up, in its object. Of a damaged one nothing but key, shard and damage is known. */
export type GivenUpObject = {
  readonly key: string;
  readonly shardId: string;
  readonly damage?: string;
  readonly first?: string;
  readonly last?: string;
  readonly records?: number;
  readonly condition?: GiveUpCondition;
  /** ISO time. */
  readonly givenUpAt?: string;
};

export type QuarantineList = {
  /** Most lines first. */
  readonly reasons: readonly QuarantinedReason[];
  /** In the order of their keys: by mapping, shard and time. */
  readonly givenUp: readonly GivenUpObject[];
};

/** Manifest rows on their way that are looked at; more than that means that nothing is refined. */
const maxWaitingRows = 100_000;

/** What was refused, and what the mapping gave up. Works beside a running millrace and without one. */
export async function listQuarantine(dir: string, filter: QuarantineFilter = {}): Promise<QuarantineList> {
  const dataDir = findFolder(dir);
  const config = { ...readPortsConfig({}), dataDir };
  const [manifest, objects] = [createManifest(config), createObjectStore(config)];
  try {
    const givenUp: GivenUpObject[] = [];
    for await (const found of listOnFailure(objects)) {
      const object = toGivenUpObject(found);
      const isOfShard = filter.shardId === undefined || object.shardId === filter.shardId;
      if (isOfShard && (filter.reason === undefined || object.condition === filter.reason)) givenUp.push(object);
    }
    const waiting = [
      ...(await manifest.listByStage('landed', maxWaitingRows)),
      ...(await manifest.listByStage('transformed', maxWaitingRows)),
    ].filter(({ partition }) => filter.shardId === undefined || parsePartition(partition).shardId === filter.shardId);
    const reasons = await readReasons(dataDir, waiting, filter.shardId);
    return {
      reasons: reasons.filter(({ reason }) => filter.reason === undefined || reason === filter.reason),
      givenUp,
    };
  } finally {
    await Promise.all([manifest.close(), objects.close()]);
  }
}

function toGivenUpObject(found: OnFailureObject): GivenUpObject {
  if (found.kind === 'damaged') return { key: found.key, shardId: found.shardId, damage: found.detail };
  const { shardId, first, last, recordCount, condition, givenUpAt } = found.batch;
  return {
    ...{ key: found.key, shardId, first, last, records: recordCount, condition },
    givenUpAt: new Date(givenUpAt).toISOString(),
  };
}

/** Rows are counted by the manifest while they wait, and by the tables from then on: one statement says which is which. */
async function readReasons(
  dataDir: string,
  waiting: readonly ManifestRow[],
  shardId: string | undefined,
): Promise<readonly QuarantinedReason[]> {
  const { rows } = await queryFolder(
    dataDir,
    `select 'reason', reason, count(*), count(distinct quarantine_id), max(received_at_ms)
     from bronze.quarantine ${shardId === undefined ? '' : `where shard_id = ${toText(shardId)}`} group by reason
     union all
     select 'load', typed_key, 0, 0, 0
     from lake.loads where typed_key in (${textList(waiting.map(({ typedQuarantineKey }) => typedQuarantineKey))})`,
  );
  const loaded = new Set(rows.filter(([kind]) => kind === 'load').map(([, key]) => key));
  const byReason = new Map<string, QuarantinedReason>();
  for (const [kind, reason, lines, distinct, newestMs] of rows) {
    if (kind !== 'reason') continue;
    const newestReceivedAt = new Date(Number(newestMs)).toISOString();
    const counts = { lines: Number(lines), distinct: Number(distinct), notLoaded: 0 };
    byReason.set(String(reason), { reason: String(reason), ...counts, newestReceivedAt });
  }
  for (const { typedQuarantineKey, quarantinedByReason } of waiting) {
    if (typedQuarantineKey !== undefined && loaded.has(typedQuarantineKey)) continue;
    for (const [reason, count] of Object.entries(quarantinedByReason)) {
      const known = byReason.get(reason) ?? {
        reason,
        lines: 0,
        distinct: 0,
        notLoaded: 0,
        newestReceivedAt: undefined,
      };
      byReason.set(reason, { ...known, notLoaded: known.notLoaded + count });
    }
  }
  return [...byReason.values()].sort(
    (a, b) => b.lines + b.notLoaded - (a.lines + a.notLoaded) || (a.reason < b.reason ? -1 : 1),
  );
}

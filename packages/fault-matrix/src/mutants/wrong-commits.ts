import {
  compress,
  dropCommitted,
  genesis,
  type ManifestRow,
  padSequenceNumber,
  partitionOf,
  type StreamRecord,
} from '@millrace/pipeline';
import { type CommittedLanding, decideLanding, type Landing, type LandingPorts } from '@millrace/processor';
import type { Prng } from '@millrace/simulator';

/**
 * The six strategies of landing that lose or double (docs/decisions/0002): every one has been used by a system in
 * production. Readers of their lakes list the objects, for there is no manifest that would say which ones count.
 */
export type CommitStep = (
  ports: LandingPorts,
  streamName: string,
  records: readonly StreamRecord[],
  settings: Parameters<typeof decideLanding>[3],
) => Promise<CommittedLanding>;

/** What a wrong strategy does to the lake; never anything else. */
export type Harm = 'loses' | 'doubles' | 'loses and doubles' | 'breaks promises';

export type WrongCommit = { readonly name: string; readonly harm: Harm; readonly create: (prng: Prng) => CommitStep };

/** A landing of all records; a wrong strategy has its own keys. */
function decide(
  ...[streamName, records, settings]: [string, readonly StreamRecord[], Parameters<CommitStep>[3]]
): Landing {
  return decideLanding(streamName, records, undefined, settings);
}

/** `key`: of an object, from its layer and its content's sha256. */
async function putObjects(
  { objects }: LandingPorts,
  { raw, quarantine }: Landing,
  key: (layer: 'raw' | 'quarantine', sha256: string) => string,
): Promise<void> {
  if (quarantine) await objects.putIfAbsent(key('quarantine', quarantine.sha256), compress(quarantine.body));
  if (raw) await objects.putIfAbsent(key('raw', raw.sha256), compress(raw.body));
}

const done = (landing: Landing): CommittedLanding => ({ landing, retryFrom: undefined });
const nothing: CommittedLanding = { landing: undefined, retryFrom: undefined };

/** What the cursor says is not landed yet. */
async function readOpen(
  { manifest }: LandingPorts,
  streamName: string,
  records: readonly StreamRecord[],
): Promise<{ head: ManifestRow | undefined; open: readonly StreamRecord[] }> {
  const head = await manifest.head(partitionOf(streamName, records[0]?.shardId ?? ''));
  return { head, open: dropCommitted(records, head) };
}

/** A cursor of its own, moved on only from where it was read: what a separate table with a condition gives. */
async function moveCursor(
  { manifest }: LandingPorts,
  row: ManifestRow,
  from: ManifestRow | undefined,
): Promise<boolean> {
  const previous = from ? padSequenceNumber(from.last) : genesis;
  return (await manifest.append({ ...row, previous })) === 'appended';
}

export const wrongCommits: readonly WrongCommit[] = [
  {
    name: 'random object key',
    harm: 'doubles',
    create: (prng) => async (ports, streamName, records, settings) => {
      const landing = decide(streamName, records, settings);
      const random = `${prng.bits()}-${prng.bits()}`;
      await putObjects(ports, landing, (layer) => `${layer}/${random}`);
      return done(landing);
    },
  },
  {
    name: 'key of first and last, written if absent',
    harm: 'doubles',
    create: () => async (ports, streamName, records, settings) => {
      const landing = decide(streamName, records, settings);
      const { row } = landing;
      await putObjects(ports, landing, (layer) => `${layer}/${row.partition}/${row.first}-${row.last}`);
      return done(landing);
    },
  },
  {
    name: 'key of the first number, taken = done',
    harm: 'loses and doubles',
    create: () => async (ports, streamName, records, settings) => {
      const landing = decide(streamName, records, settings);
      const { row } = landing;
      await putObjects(ports, landing, (layer) => `${layer}/${row.partition}/${row.first}`);
      return done(landing);
    },
  },
  {
    name: 'ledger, then object',
    harm: 'loses and doubles',
    create: () => async (ports, streamName, records, settings) => {
      const landing = decide(streamName, records, settings);
      const { row } = landing;
      const entry = { ...row, previous: `${row.first}-${row.last}` };
      if ((await ports.manifest.append(entry)) === 'conflict') return nothing;
      await putObjects(ports, landing, (layer, sha256) => `${layer}/${row.partition}/${sha256}`);
      return done(landing);
    },
  },
  {
    name: 'cursor, then object',
    harm: 'loses',
    create: () => async (ports, streamName, records, settings) => {
      const { head, open } = await readOpen(ports, streamName, records);
      if (open.length === 0) return nothing;
      const landing = decide(streamName, open, settings);
      if (!(await moveCursor(ports, landing.row, head))) return nothing;
      await putObjects(ports, landing, (layer, sha256) => `${layer}/${landing.row.partition}/${sha256}`);
      return done(landing);
    },
  },
  {
    name: 'object, then cursor',
    harm: 'doubles',
    create: () => async (ports, streamName, records, settings) => {
      const { head, open } = await readOpen(ports, streamName, records);
      if (open.length === 0) return nothing;
      const landing = decide(streamName, open, settings);
      const { row } = landing;
      await putObjects(ports, landing, (layer) => `${layer}/${row.partition}/${row.first}-${row.last}`);
      await moveCursor(ports, row, head);
      return done(landing);
    },
  },
];

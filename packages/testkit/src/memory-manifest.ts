import { type Manifest, type ManifestRow, padSequenceNumber } from '@millrace/pipeline';

/** A manifest in memory. The contract suite holds for it as for the others. */
export function createMemoryManifest(): Manifest {
  const chains = new Map<string, ManifestRow[]>();
  const chainOf = (partition: string) => chains.get(partition) ?? [];
  return {
    head: async (partition) => chainOf(partition).at(-1),
    async append(row) {
      const chain = chainOf(row.partition);
      if (chain.some(({ previous }) => previous === row.previous)) return 'conflict';
      chains.set(
        row.partition,
        [...chain, { ...row }].sort((a, b) => (a.previous < b.previous ? -1 : 1)),
      );
      return 'appended';
    },
    readFrom: async (partition, previous, limit) =>
      chainOf(partition)
        .filter((row) => row.previous >= previous)
        .slice(0, limit),
    findCovering: async (partition, sequenceNumber) =>
      chainOf(partition).findLast((row) => row.previous < padSequenceNumber(sequenceNumber)),
    async update(key, change, { from, runId }) {
      const chain = chainOf(key.partition);
      const index = chain.findIndex(({ previous }) => previous === key.previous);
      const row = chain[index];
      if (!row || !from.includes(row.stage)) return 'refused';
      if (runId !== undefined && (row.runId ?? null) !== runId) return 'refused';
      chain[index] = { ...row, ...change };
      return 'updated';
    },
    listByStage: async (stage, limit) =>
      [...chains.values()]
        .flat()
        .filter((row) => row.stage === stage)
        .slice(0, limit),
    listPartitions: async () => [...chains.keys()].sort(),
    close: async () => {},
  };
}

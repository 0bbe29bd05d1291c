/** Where a line that is neither refined nor refused for good can be. */
export const pendingStages = [
  'stream', // not landed yet
  'on-failure', // given up by the mapping, whole in an on-failure object
  'landed', // not transformed
  'transformed', // not loaded
] as const;
export type PendingStage = (typeof pendingStages)[number];

export type PendingLines = {
  readonly lines: number;
  /** When the oldest of them reached the stream: ISO time, and seconds before the reconciliation. */
  readonly oldestArrivedAt: string;
  readonly oldestSeconds: number;
};

/** Lines. received = accepted + quarantined + suppressed; accepted = silver + withdrawn + duplicates + conflicts + pending. */
export type LineCounts = {
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly suppressed: number;
  /** Accepted lines in raw objects. */
  readonly landed: number;
  readonly bronze: number;
  readonly silver: number;
  /** Kept out of silver.events, because their users had withdrawn consent before. */
  readonly withdrawn: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** Accepted or quarantined, on its way: not landed, or landed and not loaded. */
  readonly pending: number;
  /** Lines of findings. */
  readonly unexplained: number;
};

export type LineDetails = {
  /** Of what is landed. */
  readonly quarantinedByReason: Readonly<Record<string, number>>;
  /** Of what is landed; a batch of several hours gives its reasons to them in their order. */
  readonly suppressedByReason: Readonly<Record<string, number>>;
  readonly pendingByStage: Readonly<Partial<Record<PendingStage, PendingLines>>>;
};

/**
 * What received, accepted, quarantined and suppressed come from. stream: walked now; census: an earlier walk, because the
 * stream no longer has all of the hour; unknown: neither has all of it, and the numbers are what is known.
 */
export type ReceivedFrom = 'stream' | 'census' | 'unknown';

/** One shard and hour of arrival. */
export type ReconcileCell = LineCounts &
  LineDetails & {
    readonly shardId: string;
    /** ISO time of the hour's beginning. */
    readonly hour: string;
    readonly receivedFrom: ReceivedFrom;
  };

/** Something that cannot be explained by the rules: damage. */
export const findingKinds = [
  'not-landed', // in the stream, passed by the chain, in no on-failure object
  'not-in-stream', // gone from the stream before its retention ended
  'chain-broken',
  'manifest-differs', // a row's counts are not those of the stream or of its objects
  'census-differs', // what landed of an hour is not what an earlier census counted
  'raw-object-missing',
  'raw-object-damaged',
  'landed-differs', // an object has more lines of a record than the stream
  'quarantine-object-missing',
  'quarantine-object-damaged',
  'typed-file-missing',
  'typed-file-damaged',
  'orphan-object',
  'on-failure-damaged',
  'not-loaded',
  'bronze-differs',
  'bronze-without-manifest',
  'quarantine-differs',
  'not-in-silver',
  'silver-without-bronze',
  'silver-differs',
  'silver-without-consent', // in silver.events, although its user had withdrawn consent before
  'withdrawn-without-decision', // in silver.withdrawn, and no decision of its user says so
] as const;
export type FindingKind = (typeof findingKinds)[number];

export type Finding = {
  readonly kind: FindingKind;
  readonly shardId: string;
  /** The object, the typed file, the manifest row or the sequence numbers. */
  readonly key: string;
  /** 0 where nobody can tell. */
  readonly lines: number;
};

/** Not damage, and not fine either: what could not be compared, and what lies around. */
export type Note = {
  readonly kind: 'received-not-known' | 'not-comparable' | 'leftover-objects';
  readonly shardId: string;
  readonly text: string;
};

export type Reconciliation = {
  readonly id: string;
  /** ISO time at which it began: what reached the stream later is not in it. */
  readonly takenAt: string;
  readonly stream: string;
  readonly cells: readonly ReconcileCell[];
  readonly total: LineCounts & LineDetails;
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  /** Manifest partitions of other streams: not compared, their stream is not here. */
  readonly otherPartitions: readonly string[];
  /** Why the result is not in lake.reconciliations and lake.findings; undefined when it is. */
  readonly notKept?: string | undefined;
};

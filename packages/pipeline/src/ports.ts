import type { OutcomeCounts } from './outcome.ts';

/** What every adapter is built from. `embedded` keeps everything below dataDir; `aws` reads the names. */
export type PortsConfig = {
  readonly dataDir: string;
  readonly streamName: string;
  readonly bucketName: string;
  readonly manifestTable: string;
  readonly queueName: string;
  readonly stateTable: string;
  /** Secrets Manager id prefix on AWS, unused by `embedded`. */
  readonly secretPrefix: string;
};

export type StreamEntry = { readonly partitionKey: string; readonly data: Uint8Array };
export type StreamPut =
  | { readonly ok: true; readonly shardId: string; readonly sequenceNumber: string }
  | { readonly ok: false; readonly code: string };

/** A record as the stream gives it back. sequenceNumber: decimal digits, grows within a shard. arrivedAt: epoch ms. */
export type StreamRecord = {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly arrivedAt: number;
  readonly data: Uint8Array;
};

/**
 * A child of a split has a parent, a child of a merge two. A closed shard takes no more records; what it has is read before
 * its children, or the order of a partition key would be lost.
 */
export type Shard = {
  readonly shardId: string;
  readonly parentShardId?: string;
  /** The second parent of a merge. */
  readonly adjacentParentShardId?: string;
  readonly isClosed: boolean;
  /** The MD5 of a partition key, as a number, lies between these: decimal, both inclusive, of 0 to 2^128 − 1. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
};

export type EventStream = {
  /** How frames should be encoded for this stream: zstd where bytes cost money, raw where CPU does. */
  readonly codec: 'raw' | 'zstd';
  /**
   * One result per entry, in the order of the entries; `ok: true` means durable. Entries of one shard keep their order.
   * Refused entries may be put again. Throws TransientError when it is not known whether anything was written
   * or when nothing was, ConfigError when the stream does not exist.
   */
  putRecords(entries: readonly StreamEntry[]): Promise<readonly StreamPut[]>;
  listShards(): Promise<readonly Shard[]>;
  /**
   * The next records of a shard after a sequence number (from the oldest kept when undefined), oldest first.
   * Stops at `limit` records or, after at least one record, before `maxBytes` of data. An empty array = nothing more now.
   */
  readShard(
    shardId: string,
    position: { readonly after: string | undefined; readonly limit: number; readonly maxBytes: number },
  ): Promise<readonly StreamRecord[]>;
  close(): Promise<void>;
};

/** What a stream can do to its shards. On AWS that is the operator's: `aws kinesis split-shard`, `merge-shards`. */
export type Resharding = {
  /**
   * Closes an open shard and opens two children; the second begins at newStartingHashKey. Throws ConfigError when the
   * shard is closed, or the hash key is not inside of it.
   */
  splitShard(shardId: string, newStartingHashKey: string): Promise<void>;
  /** Closes two open shards whose ranges touch, and opens one child. Throws ConfigError when they don't. */
  mergeShards(shardId: string, adjacentShardId: string): Promise<void>;
};

export type StoredObject = { readonly key: string; readonly sizeBytes: number };

export type ObjectStore = {
  /** Writes a whole object durably or not at all; never replaces one. `exists`: the key was taken, nothing was written. */
  putIfAbsent(key: string, body: Uint8Array): Promise<'created' | 'exists'>;
  /** undefined when there is no such object. */
  get(key: string): Promise<Uint8Array | undefined>;
  has(key: string): Promise<boolean>;
  /** All objects whose key starts with the prefix, in the order of their keys (UTF-8 bytes). Half-written ones never show. */
  list(prefix: string): AsyncIterable<StoredObject>;
  close(): Promise<void>;
};

export const manifestStages = ['landed', 'transformed', 'refined'] as const;
export type ManifestStage = (typeof manifestStages)[number];

/**
 * One landed batch; the rows of one `partition` form a chain (manifest-chain.ts).
 * Sequence numbers are decimal strings; times are epoch milliseconds.
 */
export type ManifestRow = {
  /** `<stream>#<shardId>` */
  readonly partition: string;
  /** Sort key: the last sequence number of the row before, padded to 129 digits; genesis = zeros. */
  readonly previous: string;
  readonly first: string;
  readonly last: string;
  readonly recordCount: number;
  /** Of the raw object: frames' headers and accepted lines. undefined when the batch had no accepted line. */
  readonly rawKey: string | undefined;
  readonly rawSha256: string | undefined;
  readonly quarantineKey: string | undefined;
  readonly counts: OutcomeCounts;
  readonly acceptedByType: Readonly<Record<string, number>>;
  readonly quarantinedByReason: Readonly<Record<string, number>>;
  readonly suppressedByReason: Readonly<Record<string, number>>;
  readonly minEventTime: number | undefined;
  readonly maxEventTime: number | undefined;
  /** When the first record of the batch reached the stream. */
  readonly arrivedAt: number;
  readonly stage: ManifestStage;
  /** Of the typed file, from stage `transformed` on (undefined when there is nothing to load). */
  readonly typedKey: string | undefined;
  /** Of the quarantine's typed file, from stage `transformed` on. */
  readonly typedQuarantineKey: string | undefined;
  /** SHA-256 (hex) of the typed file's stored bytes; rows of earlier versions lack it. */
  readonly typedSha256?: string | undefined;
  /** The same, of the quarantine's typed file. */
  readonly typedQuarantineSha256?: string | undefined;
  /** The refinement run that claimed the row. */
  readonly runId: string | undefined;
};

export type ManifestKey = Pick<ManifestRow, 'partition' | 'previous'>;

/** What may change after a row is landed. A key that is absent stays as it is. */
export type ManifestUpdate = {
  readonly stage?: ManifestStage;
  readonly typedKey?: string;
  readonly typedQuarantineKey?: string;
  readonly typedSha256?: string;
  readonly typedQuarantineSha256?: string;
  readonly runId?: string;
};

export type Manifest = {
  /** The newest row of a chain, read consistently. */
  head(partition: string): Promise<ManifestRow | undefined>;
  /** Writes the row if its key (partition, previous) is free: the commit of a landing. `conflict` = somebody was first. */
  append(row: ManifestRow): Promise<'appended' | 'conflict'>;
  /** Rows of a chain with `previous` ≥ the given sort key, in chain order, read consistently. At most `limit`. */
  readFrom(partition: string, previous: string, limit: number): Promise<readonly ManifestRow[]>;
  /** The row whose range could cover a sequence number: greatest `previous` < the padded number. Read consistently. */
  findCovering(partition: string, sequenceNumber: string): Promise<ManifestRow | undefined>;
  /**
   * Changes a row if it exists, its stage is one of `from` and, when `runId` is given, its runId is that (null: has none).
   * `refused` = the condition did not hold, nothing changed.
   */
  update(
    key: ManifestKey,
    change: ManifestUpdate,
    condition: { readonly from: readonly ManifestStage[]; readonly runId?: string | null },
  ): Promise<'updated' | 'refused'>;
  /** Rows that were in this stage a moment ago. A hint: the index may lag behind; `update` checks the base row. */
  listByStage(stage: ManifestStage, limit: number): Promise<readonly ManifestRow[]>;
  /** All partitions that have a row, sorted. Walks the whole table on AWS: for reconcile and doctor, not for a function. */
  listPartitions(): Promise<readonly string[]>;
  close(): Promise<void>;
};

/** receiveCount: 1 at the first delivery. receiptHandle: good until the visibility timeout ends. */
export type QueueMessage = {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
  readonly receiveCount: number;
};

/** A standard queue: at least once, order not kept. */
export type Queue = {
  send(body: string): Promise<void>;
  /** At most `limit` (1–10) visible messages; each is hidden from others for visibilitySeconds. May be empty. */
  receive(options: { readonly limit: number; readonly visibilitySeconds: number }): Promise<readonly QueueMessage[]>;
  /** Done with it. Deleting a message twice, or one whose handle has run out, is no error. */
  delete(message: QueueMessage): Promise<void>;
  /** Visible again after that many seconds (0 = at once). */
  release(message: QueueMessage, afterSeconds: number): Promise<void>;
  close(): Promise<void>;
};

export type StateValue = Readonly<Record<string, unknown>>;

/** version: 1 when the entry is new, one more with every write. expiresAt: epoch ms; from then on the entry is not there. */
export type StateEntry = {
  readonly id: string;
  readonly version: number;
  readonly value: StateValue;
  readonly expiresAt: number | undefined;
};

/**
 * Small facts that the instances of functions share: keys, quotas, links, decisions about consent. An entry is named by kind
 * (`[a-z-]+`) and id (1 to 256 characters); its value is JSON, at most 100 KB.
 */
export type StateTable = {
  /** Sees every write that was answered. */
  get(kind: string, id: string): Promise<StateEntry | undefined>;
  /** At most 100 ids; those without an entry are absent. May be a second behind, and costs half as much. */
  getMany(kind: string, ids: readonly string[]): Promise<ReadonlyMap<string, StateEntry>>;
  /**
   * Writes the whole entry if it has still this version; undefined: if there is none. `refused` = somebody was faster,
   * nothing was written.
   */
  put(
    kind: string,
    id: string,
    value: StateValue,
    condition: { readonly ifVersion: number | undefined; readonly expiresAt?: number },
  ): Promise<'written' | 'refused'>;
  /** Deleting what is not there is no error. */
  delete(kind: string, id: string): Promise<void>;
  /** All entries of a kind, in the order of their ids (UTF-8 bytes). For operators, not for requests. */
  list(kind: string): AsyncIterable<StateEntry>;
  close(): Promise<void>;
};

/** Keys of HMACs. Made once, never changed, never logged. */
export type Secrets = {
  /** 32 bytes. `embedded` makes a missing secret durably and returns the same one ever after; `aws` throws ConfigError. */
  get(name: string): Promise<Uint8Array>;
};

/** A Kinesis event source mapping: the settings that the laptop runs as AWS would. */
export type StreamMapping = {
  readonly functionName: string;
  /** Of one invocation of the function. */
  readonly timeoutSeconds: number;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly bisectBatchOnFunctionError: boolean;
  /** undefined: until the records expire. */
  readonly maximumRetryAttempts: number | undefined;
  /** Older records are given up unseen. undefined: never. */
  readonly maximumRecordAgeSeconds: number | undefined;
  readonly startingPosition: StartingPosition;
  /** What is given up goes there; without one it is lost. */
  readonly onFailure: 'objects' | 'queue' | undefined;
};

/** Where a mapping without a checkpoint begins. Children of a shard that it knows are read from their beginning. */
export type StartingPosition = 'TRIM_HORIZON' | 'LATEST' | { readonly atTimestamp: number };

/** The settings that a mapping has when nothing is said about them (the service's defaults). */
export const mappingDefaults: Omit<StreamMapping, 'functionName'> = {
  timeoutSeconds: 6,
  batchSize: 100,
  batchWindowSeconds: 0,
  bisectBatchOnFunctionError: false,
  maximumRetryAttempts: undefined,
  maximumRecordAgeSeconds: undefined,
  startingPosition: 'TRIM_HORIZON',
  onFailure: undefined,
};

/**
 * A line that the input format cannot read, as ingest takes it. `text` (1–8,192
 * characters) holds no whole IP address, and of a client event nothing at all: nobody can tell what its user consented to.
 */
export type MalformedLine = {
  /** 64 hex digits: keyed hash of source and original bytes. The same line imported twice has the same id. */
  readonly quarantine_id: string;
  readonly line_number: number;
  readonly text: string;
};

/** One line of input: an event or a malformed line, nothing else. */
export type ImportItem =
  | {
      readonly kind: 'event';
      /** From 1, blank lines counted. */
      readonly lineNumber: number;
      readonly event: object;
      /** The event as JSON text without line breaks, when the input has it already. */
      readonly json?: string;
    }
  | { readonly kind: 'malformed'; readonly lineNumber: number; readonly malformed: MalformedLine };

/** Makes items of events that never were lines: of the simulator, or of a caller's own. */
export function* toImportItems(events: Iterable<object>): Generator<ImportItem> {
  let lineNumber = 0;
  for (const event of events) {
    lineNumber += 1;
    yield { kind: 'event', lineNumber, event };
  }
}

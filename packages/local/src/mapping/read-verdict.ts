/** What the answer of a function says about its batch. `failed`: places in the batch, of what must come again. */
export type Verdict =
  | { readonly kind: 'success' }
  | { readonly kind: 'partial'; readonly failed: ReadonlySet<number> }
  | { readonly kind: 'failure'; readonly detail: string };

/**
 * Reads an answer as Lambda reads it under ReportBatchItemFailures
 * (docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html): no answer, no `batchItemFailures`
 * or an empty one is full success – a mistyped name of the list is, too. An entry without a known `itemIdentifier` is
 * full failure.
 */
export function readVerdict(answer: unknown, identifiers: readonly string[]): Verdict {
  const list = (answer as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures;
  if (list === undefined || list === null) return { kind: 'success' };
  if (!Array.isArray(list)) return { kind: 'failure', detail: 'batchItemFailures is not a list' };
  if (list.length === 0) return { kind: 'success' };

  const places = new Map(identifiers.map((identifier, place) => [identifier, place]));
  const failed = new Set<number>();
  for (const entry of list as readonly ({ itemIdentifier?: unknown } | null)[]) {
    const identifier = entry?.itemIdentifier;
    const place = typeof identifier === 'string' ? places.get(identifier) : undefined;
    if (place === undefined) {
      return { kind: 'failure', detail: `${JSON.stringify(entry)} names nothing of the batch` };
    }
    failed.add(place);
  }
  return { kind: 'partial', failed };
}

import { genesis, type Manifest, type ManifestRow, nextPrevious, padSequenceNumber } from '@millrace/pipeline';

/** Rows that are held at once, with what the lake has of them. */
const pageRows = 2_000;

/** The chain of a partition up to and with a cut, page by page, in order. Damaged numbers cannot send it around in circles. */
export async function* readChain(
  manifest: Manifest,
  partition: string,
  cut: string | undefined,
): AsyncGenerator<readonly ManifestRow[]> {
  if (cut === undefined) return;
  const end = padSequenceNumber(cut);
  let from = genesis;
  for (;;) {
    const rows = await manifest.readFrom(partition, from, pageRows);
    const upToCut = rows.filter(({ last }) => padSequenceNumber(last) <= end);
    if (upToCut.length > 0) yield upToCut;
    if (rows.length < pageRows) return;
    from = `${rows.at(-1)?.previous}0`; // Behind that sort key, and before every later one.
  }
}

/** Whether a row has its place in the chain: right after the row before, and beginning behind its end. */
export function followsOn(row: ManifestRow, before: ManifestRow | undefined): boolean {
  return (
    row.previous === nextPrevious(before) &&
    padSequenceNumber(row.first) > row.previous &&
    padSequenceNumber(row.last) >= padSequenceNumber(row.first)
  );
}

/** The name that was probably meant: the one that takes the fewest changed letters, and few enough to be a slip. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 3));
  if (name.length > maxLength) return undefined;
  const distances = names.map((candidate) => ({
    candidate,
    distance: countChanges(normalise(name), normalise(candidate)),
  }));
  const nearest = distances.reduce<(typeof distances)[number] | undefined>(
    (best, entry) => (best && best.distance <= entry.distance ? best : entry),
    undefined,
  );
  return nearest && nearest.distance <= most ? nearest.candidate : undefined;
}

const maxLength = 64;

/** `pageView`, `page-view` and `page_view` are one name. */
function normalise(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/** Letters to insert, remove or replace, and neighbours to swap (optimal string alignment). */
function countChanges(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= to.length; j++) {
      const replaced = at(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : replaced;
      row.push(Math.min(replaced, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1));
    }
  }
  return at(from.length, to.length);
}

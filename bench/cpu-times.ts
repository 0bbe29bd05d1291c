import { readFileSync } from 'node:fs';

/** Since the machine started, in ticks over all processors. */
export type CpuTimes = { readonly steal: number; readonly total: number };

/** From /proc/stat; undefined where there is none: then nobody knows what a hypervisor takes. */
export function readCpuTimes(): CpuTimes | undefined {
  let stat: string;
  try {
    stat = readFileSync('/proc/stat', 'utf8');
  } catch {
    return undefined;
  }
  // user nice system idle iowait irq softirq steal; what guests use follows and is in user and nice already
  const ticks = stat.split('\n', 1)[0]?.trim().split(/\s+/).slice(1, 9).map(Number) ?? [];
  return { steal: ticks[7] ?? 0, total: ticks.reduce((sum, count) => sum + count, 0) };
}

/** The share of the processors' time that the hypervisor gave to other machines; 0 where that is not known. */
export function toStealShare(before: CpuTimes | undefined, after: CpuTimes | undefined): number {
  if (!before || !after || after.total <= before.total) return 0;
  return (after.steal - before.steal) / (after.total - before.total);
}

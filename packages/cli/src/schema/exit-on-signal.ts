import { setTimeout } from 'node:timers/promises';
import { clearScratch } from './scratch-folder.ts';

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
const settleMs = 20;

/** Does work that has scratch folders and processes: a signal meanwhile leaves none of them behind, and ends this process. */
export async function exitOnSignal<T>(work: () => Promise<T>): Promise<T> {
  const stop = (signal: NodeJS.Signals): void => {
    clearScratch();
    process.exit(exitCodes[signal as keyof typeof exitCodes]);
  };
  for (const signal of Object.keys(exitCodes)) process.once(signal, stop);
  try {
    return await work();
  } catch (error) {
    // Ctrl-C ends git as well: that it failed is known here before the signal itself has been handled.
    await setTimeout(settleMs);
    throw error;
  } finally {
    for (const signal of Object.keys(exitCodes)) process.off(signal, stop);
  }
}

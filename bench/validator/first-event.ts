import { readFileSync } from 'node:fs';

/** The contract and the event that a fresh program is to validate: its first two arguments. */
export function readFirstEvent(): { readonly eventType: string; readonly version: string; readonly event: unknown } {
  const [contract = '', file = ''] = process.argv.slice(2);
  const [eventType = '', version = ''] = contract.split('/');
  return { eventType, version, event: JSON.parse(readFileSync(file, 'utf8')) };
}

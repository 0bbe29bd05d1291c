import type { HttpRequest } from '@millrace/middleware';
import { type Clock, defaultQueryParameters, type Receipt, TransientError } from '@millrace/pipeline';
import { redirectKey } from './built-in-keys.ts';
import { type ReceiptPorts, toReceipts } from './to-receipts.ts';
import { withDeadline } from './with-deadline.ts';

const limitMs = 500;

/**
 * What the server knows of a click. While nobody can say whether its user has withdrawn, or takes longer for it than a
 * visitor should wait, the click is kept as of somebody unknown. The query of the link's registered target stays in its
 * address, for it is the operator's; what an address adds stays only where it would stay in any event.
 */
export async function toClickReceipt(
  request: HttpRequest,
  event: Readonly<Record<string, unknown>>,
  target: string,
  ports: ReceiptPorts,
  { clock, onFault }: { readonly clock: Clock; readonly onFault: (message: string, error: unknown) => void },
): Promise<Receipt> {
  const queryParameters = new Set([...defaultQueryParameters, ...new URL(target).searchParams.keys()]);
  const access = {
    key: redirectKey,
    rights: { isTrusted: false, eventTypes: undefined, queryParameters, userSalt: undefined },
    origin: undefined,
  };
  const read = (of: HttpRequest, events: readonly unknown[]) =>
    toReceipts(of, { events, malformed: [], import: undefined }, access, ports);
  try {
    const receipts = await withDeadline(read(request, [event]), limitMs, clock);
    if (receipts) return receipts.receipt;
    throw new TransientError(`the state table gave no answer within ${limitMs} ms`);
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    onFault('a click is kept without its user: nobody can say whether they have withdrawn', error);
  }
  // Neither users nor DNT: nothing that the table would be asked for.
  const { receipt } = await read({ ...request, headers: { ...request.headers, dnt: undefined } }, []);
  return { ...receipt, mode: 'cookieless' };
}

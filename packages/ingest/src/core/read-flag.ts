/** A yes or no of an address or a cookie: true, 1, false or 0. undefined: it cannot be read. */
export function readFlag(text: string | undefined): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

/**
 * The address that a click is sent to: the registered target, its query extended by the parameters. A URL that is put together
 * from parsed parts has no line break and no space in it, so it can stand in a header as it is.
 */
export function toLocation(target: string, parameters: ReadonlyMap<string, string>): string {
  const url = new URL(target);
  if (parameters.size === 0) return url.href;
  // Appended as text: through searchParams the target's own query would be written anew.
  const added = new URLSearchParams([...parameters]).toString();
  url.search = url.search === '' ? added : `${url.search}&${added}`;
  return url.href;
}

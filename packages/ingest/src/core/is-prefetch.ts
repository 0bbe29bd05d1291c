/** Whether a browser or a preview asks ahead of a click that may never come. */
export function isPrefetch(headers: Readonly<Record<string, string | undefined>>): boolean {
  return ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /\b(?:prefetch|prerender|preview)\b/i.test(headers[name] ?? ''),
  );
}

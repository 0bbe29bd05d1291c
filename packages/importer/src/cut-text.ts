/** The longest text a field of a contract takes, in UTF-16 code units. */
export const maxTextLength = 8192;

/** The text, cut to maxTextLength without leaving half a surrogate pair. */
export function cutText(text: string): string {
  if (text.length <= maxTextLength) return text;
  const isPairCut = /[\ud800-\udbff]/.test(text.charAt(maxTextLength - 1));
  return text.slice(0, isPairCut ? maxTextLength - 1 : maxTextLength);
}

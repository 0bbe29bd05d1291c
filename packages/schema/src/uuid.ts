const uuidLength = 36;
const dash = 45;

/** Whether the text is a UUID: 8-4-4-4-12 hex digits of either case, any version; no `urn:uuid:`, no braces. */
export function isUuid(text: string): boolean {
  if (text.length !== uuidLength) return false;
  for (let position = 0; position < uuidLength; position++) {
    const charCode = text.charCodeAt(position);
    const isDashPlace = position === 8 || position === 13 || position === 18 || position === 23;
    if (isDashPlace ? charCode !== dash : !isHexDigit(charCode)) return false;
  }
  return true;
}

function isHexDigit(charCode: number): boolean {
  if (charCode < 58) return charCode >= 48;
  const lower = charCode | 32;
  return lower >= 97 && lower <= 102;
}

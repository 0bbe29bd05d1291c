/** Length of a text in Unicode code points, as JSON Schema counts; a lone surrogate is one. */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let index = 1; index < text.length; index++) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xdc00 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800) {
      count--;
      index++; // the low half cannot be the first half of another pair
    }
  }
  return count;
}

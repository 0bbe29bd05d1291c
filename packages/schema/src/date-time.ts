/**
 * Times of the contracts: RFC 3339, narrowed to what both engines and `Date` can hold.
 *
 * `YYYY-MM-DDTHH:MM:SS(.s+)?(Z|±HH:MM)` with a real calendar day. Narrower than the RFC in four points: `T` and `Z` in
 * capitals only (one way to write a time), years 2000–2100 as written (anything else is a broken clock) with no offset
 * east of UTC on 2000-01-01 and none west of it on 2100-12-31, no leap second (`:60` has no place in epoch
 * milliseconds), and no blank instead of the `T`. `-00:00` is UTC, as the RFC says.
 * The two days at the ends keep UTC within the years too, so that the canonical form of a valid time is valid again; and
 * they are a rule that a pattern can say, so that validators in other languages come to the same verdict.
 * Written by hand: `Date.parse` takes 30 February for 1 or 2 March, and the pattern below takes longer than this code.
 */

const minYear = 2000;
const maxYear = 2100;
const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Days in the year before the first of the month, January first; not for leap years. */
const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365] as const;
const canonicalLength = '2000-01-01T00:00:00.000Z'.length;

const zero = 48;
const dash = 45;
const plus = 43;
const dot = 46;
const colon = 58;
const capitalT = 84;
const capitalZ = 90;

/**
 * The pattern of the texts that isDateTime accepts, for validators in other languages: ECMA-262 without what other
 * engines read differently. Whole text: an engine whose `$` also matches before a last line end must refuse that itself.
 */
export const dateTimePattern = /* @__PURE__ */ toDateTimePattern();

/** Whether the text is a date-time of the contracts. */
export function isDateTime(text: string): boolean {
  return !Number.isNaN(readDateTime(text));
}

/** Epoch milliseconds of a date-time; a fraction beyond milliseconds is cut off. Throws RangeError when it is none. */
export function parseEventTime(text: string): number {
  const time = readDateTime(text);
  if (Number.isNaN(time)) throw new RangeError('not an RFC 3339 date-time of the years 2000–2100');
  return time;
}

/** The one way a time is stored: UTC, `YYYY-MM-DDTHH:mm:ss.SSSZ`. Throws RangeError when the text is no date-time. */
export function toCanonicalTime(text: string): string {
  const time = parseEventTime(text);
  const isCanonical = text.length === canonicalLength && text.charCodeAt(canonicalLength - 1) === capitalZ;
  return isCanonical ? text : new Date(time).toISOString();
}

/** Epoch milliseconds, or NaN when the text is no date-time. */
function readDateTime(text: string): number {
  if (
    text.length < 20 ||
    text.charCodeAt(4) !== dash ||
    text.charCodeAt(7) !== dash ||
    text.charCodeAt(10) !== capitalT ||
    text.charCodeAt(13) !== colon ||
    text.charCodeAt(16) !== colon
  ) {
    return Number.NaN;
  }
  const year = readTwoDigits(text, 0) * 100 + readTwoDigits(text, 2);
  const month = readTwoDigits(text, 5);
  const day = readTwoDigits(text, 8);
  const hour = readTwoDigits(text, 11);
  const minute = readTwoDigits(text, 14);
  const second = readTwoDigits(text, 17);
  // Written so that NaN, from anything but digits, fails each comparison.
  if (!(year >= minYear && year <= maxYear && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  if (!(day <= daysInMonth(year, month) && hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;

  let position = 19;
  let millisecond = 0;
  if (text.charCodeAt(position) === dot) {
    const fractionStart = ++position;
    let scale = 100;
    for (; isDigit(text.charCodeAt(position)); position++) {
      if (scale >= 1) millisecond += (text.charCodeAt(position) - zero) * scale; // finer digits are cut off
      scale /= 10;
    }
    if (position === fractionStart) return Number.NaN;
  }
  const offsetMinutes = readOffset(text, position);
  const isFirstDay = year === minYear && month === 1 && day === 1;
  const isLastDay = year === maxYear && month === 12 && day === 31;
  if ((isFirstDay && offsetMinutes > 0) || (isLastDay && offsetMinutes < 0)) return Number.NaN;
  return (
    dayNumber(year, month, day) * dayMs + (hour * 60 + minute - offsetMinutes) * minuteMs + second * 1000 + millisecond
  );
}

/** Minutes east of UTC from `Z` or `±HH:MM`, which must end the text; else NaN. */
function readOffset(text: string, position: number): number {
  const sign = text.charCodeAt(position);
  if (sign === capitalZ) return text.length === position + 1 ? 0 : Number.NaN;
  if (sign !== plus && sign !== dash) return Number.NaN;
  if (text.length !== position + 6 || text.charCodeAt(position + 3) !== colon) return Number.NaN;
  const hours = readTwoDigits(text, position + 1);
  const minutes = readTwoDigits(text, position + 4);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return sign === plus ? hours * 60 + minutes : -(hours * 60 + minutes);
}

function readTwoDigits(text: string, position: number): number {
  const tens = text.charCodeAt(position) - zero;
  const ones = text.charCodeAt(position + 1) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function isDigit(charCode: number): boolean {
  return charCode >= zero && charCode <= zero + 9;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 of a day in the Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 477; // 477 up to 1969
  const leapDayOfYear = month > 2 && isLeapYear(year) ? 1 : 0;
  return (year - 1970) * 365 + leapDays + (daysBeforeMonth[month - 1] ?? 0) + leapDayOfYear + day - 1;
}

function toDateTimePattern(): string {
  const anyOf = (...parts: readonly string[]): string => `(?:${parts.join('|')})`;
  const upTo30 = '(?:0[1-9]|[12][0-9]|30)';
  const upTo31 = '(?:0[1-9]|[12][0-9]|3[01])';
  const february = '02-(?:0[1-9]|1[0-9]|2[0-8])';
  const shortMonths = `(?:0[469]|11)-${upTo30}`;
  const day = anyOf(`(?:0[13578]|1[02])-${upTo31}`, shortMonths, february);
  const dayButTheFirst = anyOf('01-(?:0[2-9]|[12][0-9]|3[01])', `(?:0[3578]|1[02])-${upTo31}`, shortMonths, february);
  const dayButTheLast = anyOf(`(?:0[13578]|10)-${upTo31}`, `12-${upTo30}`, shortMonths, february);
  const leapDay = '20(?:[02468][048]|[13579][26])-02-29';
  const time = 'T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]+)?';
  const offset = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';
  const dates = [`20(?:0[1-9]|[1-9][0-9])-${day}`, `2000-${dayButTheFirst}`, `2100-${dayButTheLast}`, leapDay];
  return `^${anyOf(
    `${anyOf(...dates)}${time}(?:Z|[+-]${offset})`,
    `2000-01-01${time}(?:Z|-${offset}|[+]00:00)`,
    `2100-12-31${time}(?:Z|[+]${offset}|-00:00)`,
  )}$`;
}

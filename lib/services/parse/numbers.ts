import { divideHalfUp, parseDecimal, powerOfTen } from "@/lib/domain/decimals";

/** How the file writes decimals: "." or ",", or undefined when its mapping does not say. */
export type DecimalMark = "." | "," | undefined;

const PLAIN = /^[+-]?\d+(?:\.\d+)?$/;
// Groups of three with one and the same separator: 1.234.567,50 and 1 234 567,50 but not 1.234 567,50.
const COMMA_DECIMAL = /^[+-]?(?:\d+|\d{1,3}([. '’\u00a0\u202f])\d{3}(?:\1\d{3})*)(?:,\d+)?$/;
const POINT_DECIMAL = /^[+-]?(?:\d+|\d{1,3}([, '’\u00a0\u202f])\d{3}(?:\1\d{3})*)(?:\.\d+)?$/;
const COMMA_GROUPS = /[. '’\u00a0\u202f]/g;
const POINT_GROUPS = /[, '’\u00a0\u202f]/g;

/**
 * A number as the file writes it → plain decimal text ("-1234.50"), or null when it is none. Grouping
 * is read only where the mapping says which mark is the decimal one: `1,234` alone could be either.
 */
export function plainDecimal(text: string, mark: DecimalMark): string | null {
  if (mark === ",") {
    return COMMA_DECIMAL.test(text) ? text.replace(COMMA_GROUPS, "").replace(",", ".") : null;
  }
  if (PLAIN.test(text)) return text;
  return mark === "." && POINT_DECIMAL.test(text) ? text.replace(POINT_GROUPS, "") : null;
}

const SHORT = 40;

/** Rounds plain decimal text to `scale` decimals, half away from zero as Postgres does; null when absurdly long. */
export function roundDecimal(text: string, scale: number): string | null {
  const point = text.indexOf(".");
  if (text.length <= SHORT && (point === -1 || text.length - point - 1 <= scale)) return text;
  const value = parseDecimal(text);
  if (!value) return null;
  if (value.scale <= scale) return text;
  const units = divideHalfUp(value.units, powerOfTen(value.scale - scale));
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const sign = units < 0n ? "-" : "";
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Whether plain decimal text has more than `digits` digits before the point; leading zeros are none. */
export function isLarger(text: string, digits: number): boolean {
  const point = text.indexOf(".");
  const length = point === -1 ? text.length : point;
  return length > digits && text.slice(0, length).replace(/^[+-]?0*/, "").length > digits;
}

/** Whether plain decimal text is below zero ("-0.00" is not). */
export function isNegative(text: string): boolean {
  return text.charCodeAt(0) === 45 && /[1-9]/.test(text);
}

/**
 * Exact decimals on BigInt. Every comparison and sum of the metrics goes through integers (metrics.md §0: never
 * rounded text or floats); only printing rounds.
 */

/** The number `units × 10^-scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Longer texts are no amount that the database could hold (`numeric`), and BigInt parsing is not linear. */
const MAX_LENGTH = 80;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** "-12.50" → { units: -1250n, scale: 2 }. No exponent, no grouping, no blanks: anything else is `null`. */
export function parseDecimal(text: string): Decimal | null {
  if (text.length > MAX_LENGTH) return null;
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
}

/** As `parseDecimal`, for text that an edge has checked already; throws `RangeError` on anything else. */
export function requireDecimal(text: string): Decimal {
  const decimal = parseDecimal(text);
  if (!decimal) throw new RangeError(`Not a decimal number: ${JSON.stringify(text.slice(0, MAX_LENGTH))}`);
  return decimal;
}

export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** The units of `value` at a scale at least as large as its own, exactly. */
export function unitsAt(value: Decimal, scale: number): bigint {
  return value.units * powerOfTen(scale - value.scale);
}

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = unitsAt(a, scale) - unitsAt(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * `numerator / denominator` to the nearest integer; a half goes away from zero, as `numeric` rounds in Postgres, so that
 * a figure computed there and here is the same. The denominator is positive.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * size + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Of two positive integers. */
export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b;
}

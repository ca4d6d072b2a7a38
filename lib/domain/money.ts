import { type Decimal, divideHalfUp, parseDecimal, powerOfTen, requireDecimal } from "./decimals";

/** Money in code: minor units (cents) of the reporting currency. At the edges it is a decimal string (metrics.md §0). */
export type Cents = bigint;

const CENT_SCALE = 2;

/** Rounds half up to cents (a negative half goes away from zero) when there are more than two decimals. */
function toCents(value: Decimal): Cents {
  if (value.scale <= CENT_SCALE) return value.units * powerOfTen(CENT_SCALE - value.scale);
  return divideHalfUp(value.units, powerOfTen(value.scale - CENT_SCALE));
}

/**
 * "22000.5" → 2200050n. Amounts with more than two decimals are rounded half up to cents ("0.005" → 1n). Text that is no
 * plain decimal (grouping, exponent, blank, NaN) gives `null`.
 */
export function parseMoney(text: string): Cents | null {
  const value = parseDecimal(text);
  return value ? toCents(value) : null;
}

/** 2200000n → "22000.00"; -5n → "-0.05". */
export function formatMoney(cents: Cents): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(CENT_SCALE + 1, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -CENT_SCALE)}.${digits.slice(-CENT_SCALE)}`;
}

/**
 * A foreign amount at the rate of its day (metrics.md §3), in cents of the reporting currency: the exact product, rounded
 * half up once. Both are decimal strings; the rate is above zero. Throws `RangeError` on anything else: edges refuse such
 * rows before.
 */
export function convert(amount: string, rate: string): Cents {
  const [value, factor] = [requireDecimal(amount), requireDecimal(rate)];
  if (factor.units <= 0n) throw new RangeError(`A rate of exchange is above zero, not ${rate}`);
  return toCents({ units: value.units * factor.units, scale: value.scale + factor.scale });
}

import { type Decimal, divideHalfUp, powerOfTen, requireDecimal } from "./decimals";

/** A whole number: counts, or minor units of money. A fractional number throws RangeError. */
export type Whole = number | bigint;

const RATE_DECIMALS = 4;
const EXTRA_DECIMALS = 40;

function fixed(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return units < 0n ? `-${text}` : text;
}

/**
 * `num ÷ den` with four decimals, rounded half up for show only (formats.md, Metrics JSON); null
 * when `den` is 0: missing is not zero (metrics.md §0).
 */
export function ratio(num: Whole, den: Whole): string | null {
  const divisor = BigInt(den);
  if (divisor === 0n) return null;
  const scaled = BigInt(num) * powerOfTen(RATE_DECIMALS);
  return fixed(divideHalfUp(scaled, divisor), RATE_DECIMALS);
}

/** Sign of `100 × num ÷ den − percent`, exactly. `den` is positive. */
function compareToPercent(num: bigint, den: bigint, percent: Decimal): number {
  const difference = 100n * num * powerOfTen(percent.scale) - percent.units * den;
  return difference < 0n ? -1 : Number(difference > 0n);
}

/**
 * Whether `num ÷ den` is below a floor in percent ("55", "37.5"): `100 × num < floor × den`, in
 * integers (metrics.md §0). An empty denominator is below nothing.
 */
export function below(num: Whole, den: Whole, floorPct: string): boolean {
  const floor = requireDecimal(floorPct);
  return BigInt(den) > 0n && compareToPercent(BigInt(num), BigInt(den), floor) < 0;
}

/** Whether `num ÷ den` is strictly above a cap in percent; exactly on it is not (metrics.md §2). */
export function above(num: Whole, den: Whole, capPct: string): boolean {
  const cap = requireDecimal(capPct);
  return BigInt(den) > 0n && compareToPercent(BigInt(num), BigInt(den), cap) > 0;
}

/** The limit a printed figure stands beside: below a floor or above a cap is a breach. */
export type Limit = { readonly floor: string } | { readonly cap: string };

function breaches(num: bigint, den: bigint, limit: Limit): boolean {
  return "floor" in limit ? below(num, den, limit.floor) : above(num, den, limit.cap);
}

/**
 * `num ÷ den` in percent with `decimals` decimals, half up: "54.95 %"; "—" when `den` is 0. Beside
 * a limit it takes as many more decimals as it needs for the printed figure to stand on the same
 * side of the limit as the exact one: 1099 of 2000 is 54.95 % beside a floor of 55, not 55.0 %.
 */
export function percentText(num: Whole, den: Whole, decimals: number, limit?: Limit): string {
  const [top, bottom] = [BigInt(num), BigInt(den)];
  if (bottom === 0n) return "—";
  for (let places = decimals; ; places++) {
    const units = divideHalfUp(top * powerOfTen(places + 2), bottom);
    const honest =
      !limit ||
      places >= decimals + EXTRA_DECIMALS ||
      breaches(units, powerOfTen(places + 2), limit) === breaches(top, bottom, limit);
    if (honest) return `${fixed(units, places)} %`;
  }
}

/**
 * Splits `total` in proportion to `parts`, to whole units that add up to `total`: each gets its
 * floor, the units left over go to the largest remainders, equal remainders in order of position
 * (metrics.md §4). A negative total is split as its size. All zero when the parts add up to zero.
 * Throws RangeError on a negative part.
 */
export function largestRemainder(parts: readonly bigint[], total: bigint): bigint[] {
  if (parts.some((part) => part < 0n)) throw new RangeError("parts must not be negative");
  const sum = parts.reduce((all, part) => all + part, 0n);
  if (sum === 0n) return parts.map(() => 0n);
  const size = total < 0n ? -total : total;
  const shares = parts.map((part) => (part * size) / sum);
  const rest = (index: number): bigint => ((parts[index] ?? 0n) * size) % sum;
  const byRest = parts
    .map((_, index) => index)
    .sort((a, b) => {
      const difference = rest(b) - rest(a);
      return difference < 0n ? -1 : difference > 0n ? 1 : a - b;
    });
  const left = Number(size - shares.reduce((all, share) => all + share, 0n));
  for (const index of byRest.slice(0, left)) shares[index] = (shares[index] ?? 0n) + 1n;
  return total < 0n ? shares.map((share) => -share) : shares;
}

/**
 * Each part as a share in percent, as text without the sign, summing to exactly 100 at that many
 * decimals (product.md B10); null for each when there is nothing to share.
 */
export function sharesOf100(parts: readonly bigint[], decimals = 1): (string | null)[] {
  if (parts.every((part) => part === 0n)) return parts.map(() => null);
  return largestRemainder(parts, powerOfTen(decimals + 2)).map((share) => fixed(share, decimals));
}

/**
 * What both sides agree to count as the spend of a source, so that cost per pipeline dollar is no matter of bookkeeping
 * (metrics.md §3). Under `none` spend of the source is refused when it comes in.
 */
export const SPEND_POLICIES = [
  { code: "program", label: "Programme", words: "media, vendors and events" },
  { code: "program_people", label: "Programme and people", words: "media, vendors, events and the people who work it" },
  { code: "commission", label: "Commission", words: "commissions paid" },
  { code: "none", label: "None", words: "no spend is booked" },
] as const;
export type SpendPolicy = (typeof SPEND_POLICIES)[number]["code"];

/** By source code; a source that is missing has `DEFAULT_POLICY`. */
export type SpendPolicies = Readonly<Record<string, SpendPolicy>>;

export const DEFAULT_POLICY: SpendPolicy = "program";

const known: ReadonlySet<unknown> = new Set(SPEND_POLICIES.map(({ code }) => code));

export function isSpendPolicy(value: unknown): value is SpendPolicy {
  return known.has(value);
}

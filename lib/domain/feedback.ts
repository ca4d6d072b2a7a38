import { noReasons } from "./counts";
import type { Lane } from "./lifecycle";
import { REASONS, type Reason, type ReasonCounts } from "./reasons";
import { orderSources } from "./source-rows";

/** What became of hand-overs. The five codes add up to `rejected`; accepted, rejected and unworked to `n`. */
export interface FeedbackCounts {
  readonly n: number;
  readonly accepted: number;
  readonly rejectedBy: ReasonCounts;
  readonly unworked: number;
  /** Accepted ones that went on to SQL or beyond. */
  readonly sql: number;
  /** Deals of these hand-overs. */
  readonly won: number;
  readonly lost: number;
}

/** Cycles of one campaign; null: the lead came without one. */
export interface CampaignFact extends FeedbackCounts {
  readonly source: string;
  readonly lane: Lane;
  readonly campaign: string | null;
}

/** Lost deals of one campaign by the reason that the CRM gives; null: it gives none. */
export interface LostFact {
  readonly source: string;
  readonly lane: Lane;
  readonly campaign: string | null;
  readonly reason: string | null;
  readonly count: number;
}

export interface LostReason {
  readonly reason: string | null;
  readonly count: number;
}

export interface FeedbackLine extends FeedbackCounts {
  readonly rejected: number;
  /** Most frequent first, equal counts by name; without a reason last. */
  readonly lostBecause: readonly LostReason[];
}

export interface CampaignLine extends FeedbackLine {
  readonly campaign: string | null;
}

export interface FeedbackSource extends FeedbackLine {
  readonly source: string;
  /** The largest first, equal ones by name; without a campaign last. */
  readonly campaigns: readonly CampaignLine[];
}

/** One lane with its own total: the partner lane stands outside of the cap (metrics.md §2). */
export interface FeedbackLane {
  readonly lane: Lane;
  readonly sources: readonly FeedbackSource[];
  readonly total: FeedbackLine;
}

type Totals = Omit<FeedbackCounts, "rejectedBy"> & { readonly rejected: ReasonCounts };

/** What whoever acknowledges the feedback has read, short enough to be kept: all of it, and each lane. */
export interface FeedbackRead {
  readonly n: number;
  readonly accepted: number;
  readonly rejected: ReasonCounts;
  readonly lanes: Readonly<Partial<Record<Lane, Totals>>>;
}

/** Missing names go last, the others by code unit: the same everywhere. */
function byName(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null || a < b ? -1 : 1;
}

function lostOf(facts: readonly LostFact[]): LostReason[] {
  const counts = new Map<string | null, number>();
  for (const { reason, count } of facts) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort(
      (a, b) =>
        Number(a.reason === null) - Number(b.reason === null) || b.count - a.count || byName(a.reason, b.reason),
    );
}

/** The sum of some campaigns. */
function lineOf(facts: readonly FeedbackCounts[], lost: readonly LostFact[]): FeedbackLine {
  const rejectedBy: Record<Reason, number> = noReasons();
  const sums = { n: 0, accepted: 0, rejected: 0, unworked: 0, sql: 0, won: 0, lost: 0 };
  for (const fact of facts) {
    for (const key of ["n", "accepted", "unworked", "sql", "won", "lost"] as const) sums[key] += fact[key];
    for (const code of REASONS) {
      rejectedBy[code] += fact.rejectedBy[code];
      sums.rejected += fact.rejectedBy[code];
    }
  }
  return { ...sums, rejectedBy, lostBecause: lostOf(lost) };
}

/** Several lines as one, without why their deals were lost. */
export const sumOf = (lines: readonly FeedbackCounts[]): FeedbackLine => lineOf(lines, []);

/** By one key, each fact looked at once: a source may have tens of thousands of campaigns. */
function groupBy<T, K>(facts: readonly T[], keyOf: (fact: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const fact of facts) {
    const group = groups.get(keyOf(fact));
    if (group) group.push(fact);
    else groups.set(keyOf(fact), [fact]);
  }
  return groups;
}

function sourceOf(source: string, facts: readonly CampaignFact[], lost: readonly LostFact[]): FeedbackSource {
  const lostOfCampaign = groupBy(lost, ({ campaign }) => campaign);
  const campaigns = [...groupBy(facts, ({ campaign }) => campaign)]
    .map(([campaign, own]) => ({ campaign, ...lineOf(own, lostOfCampaign.get(campaign) ?? []) }))
    .sort(
      (a, b) =>
        Number(a.campaign === null) - Number(b.campaign === null) || b.n - a.n || byName(a.campaign, b.campaign),
    );
  return { source, campaigns, ...lineOf(facts, lost) };
}

/**
 * Feedback to marketing (product.md A13): what became of the hand-overs of a window, per source and campaign. A source without
 * hand-overs has no row; the standard lane always has its total, the partner lane only where it has hand-overs.
 * @param sourceOrder sources in the order of the settings
 */
export function feedback(
  all: readonly CampaignFact[],
  lost: readonly LostFact[],
  sourceOrder: readonly string[],
): FeedbackLane[] {
  return (["standard", "partner"] as const).flatMap((lane) => {
    const own = all.filter((fact) => fact.lane === lane);
    if (own.length === 0 && lane === "partner") return [];
    const ownLost = lost.filter((fact) => fact.lane === lane);
    const bySource = groupBy(own, ({ source }) => source);
    const lostBySource = groupBy(ownLost, ({ source }) => source);
    const sources = orderSources(bySource.keys(), sourceOrder).flatMap((source) => {
      const facts = bySource.get(source);
      return facts ? [sourceOf(source, facts, lostBySource.get(source) ?? [])] : [];
    });
    return [{ lane, sources, total: lineOf(own, ownLost) }];
  });
}

const totalsOf = ({ n, accepted, rejectedBy, unworked, sql, won, lost }: FeedbackLine): Totals => {
  return { n, accepted, rejected: rejectedBy, unworked, sql, won, lost };
};

/** The totals of a page of feedback, for the receipt. */
export function feedbackRead(lanes: readonly FeedbackLane[]): FeedbackRead {
  const rejected = noReasons();
  for (const { total } of lanes) for (const code of REASONS) rejected[code] += total.rejectedBy[code];
  return {
    n: lanes.reduce((sum, { total }) => sum + total.n, 0),
    accepted: lanes.reduce((sum, { total }) => sum + total.accepted, 0),
    rejected,
    lanes: Object.fromEntries(lanes.map(({ lane, total }) => [lane, totalsOf(total)])),
  };
}

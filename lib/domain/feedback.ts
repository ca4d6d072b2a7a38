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
function lineOf(facts: readonly CampaignFact[], lost: readonly LostFact[]): FeedbackLine {
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

function sourceOf(source: string, facts: readonly CampaignFact[], lost: readonly LostFact[]): FeedbackSource {
  const names = [...new Set(facts.map(({ campaign }) => campaign))];
  const campaigns = names
    .map((campaign) => ({
      campaign,
      ...lineOf(
        facts.filter((fact) => fact.campaign === campaign),
        lost.filter((fact) => fact.campaign === campaign),
      ),
    }))
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
  facts: readonly CampaignFact[],
  lost: readonly LostFact[],
  sourceOrder: readonly string[],
): FeedbackLane[] {
  return (["standard", "partner"] as const).flatMap((lane) => {
    const own = facts.filter((fact) => fact.lane === lane);
    if (own.length === 0 && lane === "partner") return [];
    const ownLost = lost.filter((fact) => fact.lane === lane);
    const present = new Set(own.map(({ source }) => source));
    const sources = orderSources(present, sourceOrder)
      .filter((source) => present.has(source))
      .map((source) =>
        sourceOf(
          source,
          own.filter((fact) => fact.source === source),
          ownLost.filter((fact) => fact.source === source),
        ),
      );
    return [{ lane, sources, total: lineOf(own, ownLost) }];
  });
}

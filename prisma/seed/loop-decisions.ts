import type { ReviewQueue } from "@/lib/data/review-queue";
import { notArguable } from "@/lib/domain/candidates";
import { isHealthyTarget } from "@/lib/domain/cost";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { isReason, type Reason } from "@/lib/domain/reasons";
import { type DecisionType, lastExtension } from "@/lib/domain/reviews";
import type { ReviewSeat } from "@/lib/domain/roles";

/** A decision before it has a date and an owner by name. */
export interface PlannedDecision {
  readonly type: DecisionType;
  readonly unit: string;
  readonly why: string;
  /** Who answers for it: a seat, or the named person of the reason. */
  readonly owner: ReviewSeat | "reason";
  readonly toSource?: string;
  readonly amount?: string;
  readonly until?: IsoDate;
  readonly action?: string;
  readonly fixSource?: string;
}

/** A Tuesday of the sample company. */
export interface Tuesday {
  readonly weeksAgo: number;
  readonly heldOn: IsoDate;
  readonly queue: ReviewQueue;
  /** Units that an earlier review extended. */
  readonly extended: ReadonlySet<string>;
}

type Wish = (tuesday: Tuesday) => PlannedDecision | null;

const isDue = ({ queue }: Tuesday, unit: string): boolean => queue.clocks.get(unit)?.state === "due";

const kill: Wish = (tuesday) => {
  const unit = "acceptance:paid_search:Unknown";
  if (!isDue(tuesday, unit)) return null;
  const why =
    "Eight of nine leads of the short form are bad data, and thirty days of mending it changed nothing. The form does not come back.";
  return { type: "kill", unit, why, owner: "head_demand_gen" };
};

const defund: Wish = (tuesday) => {
  const unit = "cost:Unmapped: trade_show";
  const { rows } = tuesday.queue.document.cost;
  const spend = rows.find(({ source }) => unit === `cost:${source}`)?.spend;
  const healthy = rows.filter(isHealthyTarget).map(({ source }) => source);
  const toSource = healthy.includes("webinar") ? "webinar" : healthy[0];
  if (!isDue(tuesday, unit) || spend === undefined || toSource === undefined) return null;
  const why =
    "The booth has brought no pipeline in its thirty days. What next year's booth would cost goes to webinars, which are well under the line.";
  return { type: "defund", unit, why, owner: "head_demand_gen", toSource, amount: spend };
};

/** Each clock is extended once; a second time it must be decided. */
const extend =
  (unit: string, why: string, owner: PlannedDecision["owner"] = "head_demand_gen"): Wish =>
  (tuesday) => {
    if (!isDue(tuesday, unit) || tuesday.extended.has(unit) || isClosedToReasons(tuesday, unit)) return null;
    return { type: "extend", unit, why, owner, until: lastExtension(tuesday.heldOn) };
  };

/** A reason that only the cap asks for, in a week in which the cap is not arguable. */
function isClosedToReasons({ queue }: Tuesday, unit: string): boolean {
  const code = unit.slice("reason:".length);
  return unit.startsWith("reason:") && isReason(code) && notArguable(queue.document).includes(code);
}

const extendTopReason: Wish = (tuesday) => {
  const candidates = tuesday.queue.candidates.filter(({ kind }) => kind === "reason").map(({ unit }) => unit);
  for (const unit of candidates) {
    const why = "The work on it needs another month before it can be judged. Looked at again in thirty days.";
    const decision = extend(unit, why, "reason")(tuesday);
    if (decision) return decision;
  }
  return null;
};

const fixReason =
  (reason: Reason, fixSource: string, action: string, why: string): Wish =>
  (tuesday) => {
    const unit = `reason:${reason}`;
    return isClosedToReasons(tuesday, unit) ? null : { type: "fix", unit, why, owner: "reason", fixSource, action };
  };

const isCell = ({ queue }: Tuesday, unit: string): boolean =>
  queue.document.acceptance.cells.some(({ source, segment }) => unit.endsWith(`:${source}:${segment}`));

const fixCell =
  (unit: string, action: string, why: string): Wish =>
  (tuesday) =>
    isCell(tuesday, unit) ? { type: "fix", unit, why, owner: "head_sdr", action } : null;

const watch =
  (unit: string, why: string): Wish =>
  () => ({ type: "watch", unit, why, owner: "head_demand_gen" });

const watchNearest: Wish = ({ queue }) => {
  const nearest = queue.candidates.find(({ kind }) => kind === "floor");
  const why = "Nearest to its floor, and nothing is due that cannot wait a week. Looked at again in two weeks.";
  return nearest ? { type: "watch", unit: nearest.unit, why, owner: "head_demand_gen" } : null;
};

/** What cannot wait, in this order, once it is due. */
const DUE: readonly (Wish & { readonly notBefore?: number })[] = [
  kill,
  defund,
  extend(
    "acceptance:webinar:ENT",
    "The new agenda ran twice and acceptance is rising, but it is not at its floor yet. Thirty days more, then it is at the floor or it ends.",
  ),
  extend(
    "cost:paid_search",
    "The two general keywords were paused last week, and the ratio has thirty days to show it. Then it is decided.",
  ),
];

/** In the last weeks, when the fixes of the reasons have had their time. */
const LATE_IN_THE_QUARTER: readonly Wish[] = [
  extend("reason:bad_data", "The form behind it is gone, so the number must fall now. Thirty days more.", "reason"),
  extendTopReason,
];

/** What was decided where nothing was due, by the number of weeks before `asOf`. */
const OTHERWISE: Readonly<Record<number, Wish>> = {
  12: fixReason(
    "wrong_persona",
    "webinar",
    "Ask for the job title in the registration form and invite only those who own a forecast.",
    "One of the first three reasons, and webinars bring many of them.",
  ),
  11: watch(
    "acceptance:webinar:ENT",
    "A quarter accepted against a floor of half. The new agenda starts this week: look again in two weeks.",
  ),
  10: fixCell(
    "sales_sla:outbound_bdr:SMB",
    "Route the leads of the empty seat to the other four until it is filled.",
    "Nobody looks at what still goes to the seat that is empty.",
  ),
  9: watch("cost:paid_search", "Over the line, and its clock is not due yet. The keyword report comes next week."),
  6: fixReason(
    "bad_data",
    "paid_search",
    "Every form of the campaigns asks for the company and its size, and checks the address while it is typed.",
    "It is the reason that grew fastest, and most of it comes from one form.",
  ),
};

/** The one decision of a Tuesday. Throws Error when there is none to take, which the rules exclude: a cell is always nearest. */
export function decisionOf(tuesday: Tuesday): PlannedDecision {
  const { weeksAgo } = tuesday;
  const wishes = [
    ...DUE,
    ...(weeksAgo <= 3 ? LATE_IN_THE_QUARTER : []),
    OTHERWISE[weeksAgo] ?? watchNearest,
    watchNearest,
  ];
  for (const wish of wishes) {
    const decision = wish(tuesday);
    if (decision) return decision;
  }
  throw new Error(`Nothing could be decided ${weeksAgo} weeks ago.`);
}

/** By when its owner has to report: thirty days, of a watch two weeks. */
export const reportBy = ({ type }: PlannedDecision, heldOn: IsoDate): IsoDate =>
  addDays(heldOn, type === "watch" ? 14 : 30);

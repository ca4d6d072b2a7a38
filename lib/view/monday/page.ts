import { addDays, type IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { percentText } from "@/lib/domain/rates";
import { REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import { cellHref } from "@/lib/view/cells";
import { longDate, rangeText, shortDate, weekText } from "@/lib/view/dates";
import { frozenWords } from "@/lib/view/loop/lateness";
import { exactMoney } from "./labels";

export const mondayHref = (asOf: IsoDate, trend?: string): string =>
  `/?as_of=${asOf}${trend === undefined ? "" : `&trend=${encodeURIComponent(trend)}`}`;

export const exportHref = (table: string, asOf: IsoDate): string => `/export/${table}?as_of=${asOf}`;

/** The line above the verdict: which Monday, how it was taken, under which agreement. */
export function weekBar(document: MetricsDocument, takenAt: Date | null, latest: IsoDate) {
  const { as_of: asOf, acceptance, hash, agreement_version: version, time_zone: zone } = document;
  const next = addDays(asOf, 7);
  return {
    title: longDate(asOf),
    note: `${weekText(addDays(asOf, -7))} · hand-overs of ${rangeText(acceptance.window)}`,
    previous: mondayHref(addDays(asOf, -7)),
    next: next <= latest ? mondayHref(next) : null,
    state:
      takenAt && hash
        ? `${frozenWords(asOf, takenAt, zone)} · ${hash.slice(0, 4)} ${hash.slice(4, 8)}`
        : "Live figures",
    agreement: `Agreement v${version}`,
  };
}

/** What each table divides by what, and the words behind "How is this computed?". */
export function sectionNotes(document: MetricsDocument, minimumN: number) {
  const {
    acceptance,
    pending,
    cost,
    influence,
    fiscal_quarter: quarter,
    currency,
    agreement_version: version,
    as_of: asOf,
    frozen,
  } = document;
  const stamp = `Agreement v${version}, as of ${asOf}, ${frozen ? "frozen snapshot" : "live figures: today’s knowledge of these weeks"}. All days in ${document.time_zone}.`;
  const [first, created, won] = influence.weights;
  return {
    acceptance: {
      note: "accepted ÷ handed over, four matured weeks",
      computed: {
        stamp,
        lines: [
          `Cycles handed over from ${rangeText(acceptance.window)}: weeks whose decision SLA has run out. n counts accepted, rejected and unworked.`,
          `A figure under its floor is the source’s when decided leads alone are under it too (▼), and sales’ when only undecided leads pull it down (◆). Fewer than ${minimumN} are not judged.`,
          `Pending counts hand-overs of ${rangeText(pending)} and stands in no rate. The partner lane has its own row and is in no total.`,
        ],
      },
    },
    cost: {
      note: `spend ÷ first stage-3 pipeline, 90 days to ${shortDate(cost.window.to)}, ${currency}`,
      computed: {
        stamp,
        lines: [
          `Spend accrues per day of service from ${rangeText(cost.window)}. Pipeline counts an opportunity once, at its first entry to stage 3, at that day’s amount and rate.`,
          `Strictly above ${cost.line} opens a 30-day cure. Spend without pipeline is over the line; pipeline without spend is no healthy target for moved budget.`,
          `Fiscal quarter to date, ${rangeText(quarter.window)}: spend ${exactMoney(quarter.cost.total.spend)}, pipeline ${exactMoney(quarter.cost.total.pipeline)}, ratio ${quarter.cost.total.ratio ?? "—"}.`,
        ],
      },
    },
    influence: {
      note: `W-shaped ${first} / ${created} / ${won} over ${influence.lookback_days} days · ${document.influence_total.deals} deals won, ${currency} ${exactMoney(influence.won)}`,
      computed: {
        stamp,
        lines: [
          `New-business deals won from ${rangeText(influence.window)}. First touch takes ${first} %, the last touch before the opportunity ${created} %, the last before the win ${won} %, among responses of the ${influence.lookback_days} days before the win.`,
          "Sources that share the deciding day share the position. A position without a touch is shown as its own row; credit is never redistributed. Credits add up to the amount of every deal.",
          `Fiscal quarter to date, ${rangeText(quarter.window)}: ${quarter.influence.deals} deals, ${exactMoney(quarter.influence.won)}.`,
        ],
      },
    },
  };
}

/** The five reasons, ranked, with their owners. */
export function reasonRows(document: MetricsDocument, owners: ReadonlyMap<Reason, string>) {
  const { rejection, as_of: asOf } = document;
  return rejection.reasons.map(({ code, count }) => ({
    code,
    label: REASON_TEXTS[code].label,
    owner: owners.get(code) ?? null,
    count,
    share: percentText(count, rejection.rejected, 0),
    href: count > 0 ? cellHref({ kind: "rejection", asOf, state: "rejected", reason: code }) : null,
  }));
}

/** The source whose trend opens: the one asked for, else the first in breach, else the first. */
export function trendSource(document: MetricsDocument, asked: string | undefined): string | null {
  const rows = document.acceptance.by_source;
  const known =
    rows.find(({ source }) => source === asked) ?? rows.find(({ verdict }) => verdict === "source_breach") ?? rows[0];
  return known?.source ?? null;
}

import { dateIn, type IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import type { Reason } from "@/lib/domain/reasons";
import type { AcceptanceTrend } from "@/lib/domain/trend";
import { latestMonday } from "@/lib/domain/weeks";
import { type CoverageInput, coverageLine } from "@/lib/view/agreement/receipts";
import { restatedLines } from "@/lib/view/loop/mondays";
import { flagWords } from "@/lib/view/stack";
import { acceptanceTable, type ShownClock } from "./acceptance-table";
import { costTable } from "./cost-table";
import { mondayFacts } from "./facts";
import { influenceTable } from "./influence-table";
import { labelsOf } from "./labels";
import { exportHref, mondayHref, reasonRows, sectionNotes, trendSource, weekBar } from "./page";
import { trendModel } from "./trend-model";
import { verdictWords } from "./verdict";

/** What the page knows of one Monday (lib/data/monday.ts). */
type RetrainWords = Parameters<typeof flagWords>[0];

export interface MondayInput {
  document: MetricsDocument;
  /** When it was frozen; null while it is live. */
  takenAt: Date | null;
  clocks: readonly ShownClock[];
  trend: AcceptanceTrend;
  atRisk: { touch: number };
  sources: readonly SourceSetting[];
  segments: readonly SegmentSetting[];
  coverage: CoverageInput | null;
  retrains: readonly RetrainWords[];
  restated: { today: number; recorded: { earlier: IsoDate; figures: number } | null };
  minimumN: number;
  followUpHours: number;
}

/** Counts of what is at risk stop here (lib/data/at-risk.ts). */
const CAP = 999;

/** The whole Monday page, ready to draw. */
export function mondayView(
  monday: MondayInput,
  owners: ReadonlyMap<Reason, string>,
  address: { trend: string | undefined; now: Date },
) {
  const { document, trend, sources, segments, minimumN } = monday;
  const labels = labelsOf(sources, segments);
  const asOf = document.as_of;
  const shown = { ...document, cures: monday.clocks };
  const latest: IsoDate = latestMonday(dateIn(address.now, document.time_zone));
  const shownTrend = trendSource(document, address.trend);
  const touchAtRisk = monday.atRisk.touch >= CAP ? `${CAP}+` : String(monday.atRisk.touch);
  return {
    week: {
      ...weekBar(document, monday.takenAt, latest),
      lines: [...restatedLines(asOf, monday.restated), ...(asOf === latest ? agreementLines(monday) : [])],
    },
    verdict: verdictWords(document, labels),
    facts: mondayFacts(document, labels, { touchAtRisk, followUpHours: monday.followUpHours }),
    acceptance: acceptanceTable(
      shown,
      trend,
      labels,
      segments.map(({ code }) => code),
      minimumN,
    ),
    cost: costTable(shown, labels),
    influence: influenceTable(document, labels),
    notes: sectionNotes(document, minimumN),
    csv: {
      acceptance: exportHref("acceptance", asOf),
      cost: exportHref("cost", asOf),
      influence: exportHref("influence", asOf),
      reasons: exportHref("reasons", asOf),
    },
    reasons: reasonRows(document, owners),
    reasonsNote: `of ${document.rejection.rejected} rejections in the same four weeks, partner lane apart`,
    trend: shownTrend === null ? null : trendView(document, trend, shownTrend, labels),
    unmapped: {
      sources: document.acceptance.by_source
        .map(({ source }) => source)
        .filter((source) => source.startsWith("Unmapped: ")),
      stages: document.unmapped_stages,
    },
  };
}

function trendView(
  document: MetricsDocument,
  trend: AcceptanceTrend,
  shown: string,
  labels: ReturnType<typeof labelsOf>,
) {
  return {
    model: trendModel(trend, shown, labels),
    csv: exportHref("trend", document.as_of),
    sources: document.acceptance.by_source.map(({ source }) => ({
      href: mondayHref(document.as_of, source),
      label: labels.source(source),
      current: source === shown,
    })),
  };
}

/** What is to be said about the agreement in force beside its number, each with the page behind it: no word about an earlier Monday. */
function agreementLines({ coverage, retrains }: MondayInput): { href: string; words: string }[] {
  const read = coverageLine(coverage);
  const latest = retrains.at(-1);
  const more = retrains.length > 1 ? ` (${retrains.length} retrains in all)` : "";
  return [
    ...(read === null ? [] : [{ href: "/agreement/receipts", words: read }]),
    ...(latest ? [{ href: "/agreement/stack", words: `${flagWords(latest)}${more}` }] : []),
  ];
}

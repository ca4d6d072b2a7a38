import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { percentText } from "@/lib/domain/rates";
import { cellHref } from "@/lib/view/cells";
import { monthsText } from "@/lib/view/dates";
import type { Labels } from "./labels";

/** One figure of the line under the verdict; `parts` are set side by side, each a breach or not. */
export interface MondayFact {
  key: string;
  label: string;
  parts: { key: string; text: string; sign: "▲" | "▼" | null }[];
  note: string;
  /** Who answers for it (product.md B9). */
  owner: string;
  href: string | null;
}

interface Now {
  /** Untouched open leads close to the follow-up SLA, already capped in words. */
  touchAtRisk: string;
  followUpHours: number;
}

/** Five facts, every volume beside a rate, every fact with its owner. */
export function mondayFacts(document: MetricsDocument, labels: Labels, now: Now): MondayFact[] {
  return [
    rejectionFact(document),
    pipelineFact(document, labels),
    unworkedFact(document),
    touchFact(document, now),
    volumeFact(document),
  ];
}

function rejectionFact({ rejection, as_of: asOf }: MetricsDocument): MondayFact {
  const breach = rejection.verdict === "breach";
  const arguable = rejection.arguable ? (breach ? " · top three reasons open" : "") : " · not arguable this week";
  return {
    key: "rejected",
    label: "Rejected, of all handed over",
    parts: [
      {
        key: "value",
        text: percentText(rejection.rejected, rejection.n, 1, { cap: rejection.cap }),
        sign: breach ? "▲" : null,
      },
    ],
    note: `cap ${rejection.cap} % · ${rejection.rejected} of ${rejection.n}${arguable}`,
    owner: "Marketing",
    href: rejection.n > 0 ? cellHref({ kind: "rejection", asOf, state: "rejected", reason: null }) : null,
  };
}

function pipelineFact(document: MetricsDocument, labels: Labels): MondayFact {
  const sized = document.pipeline_rate.filter(({ segment }) => segment !== "Unknown");
  const parts = sized.map(({ segment, reached, n, floor, verdict }) => ({
    key: segment,
    text: verdict === "low_n" ? "low n" : verdict === "maturing" ? "—" : percentText(reached, n, 1, { floor }),
    sign: verdict === "breach" ? ("▼" as const) : null,
  }));
  const names = sized.map(({ segment }) => labels.segment(segment)).join(", ");
  const [first] = sized;
  return {
    key: "pipeline",
    label: `MQL → pipeline: ${names}`,
    parts,
    note: `floor ${first?.floor ?? "—"} % · hand-overs ${monthsText(document.cohort)}`,
    owner: "Marketing",
    href:
      first && first.n > 0
        ? cellHref({ kind: "pipeline_rate", asOf: document.as_of, segment: first.segment, state: "cohort" })
        : null,
  };
}

function unworkedFact({ acceptance: { total }, as_of: asOf }: MetricsDocument): MondayFact {
  return {
    key: "unworked",
    label: "Not yet worked",
    parts: [{ key: "value", text: percentText(total.unworked, total.n, 1), sign: null }],
    note: `${total.unworked} past the decision SLA · ${total.pending} pending`,
    owner: "Sales",
    href:
      total.unworked > 0
        ? cellHref({ kind: "acceptance", asOf, source: null, segment: null, state: "unworked", reason: null })
        : null,
  };
}

function touchFact({ sla, as_of: asOf }: MetricsDocument, now: Now): MondayFact {
  return {
    key: "touch",
    label: `First touch within ${now.followUpHours} business hours`,
    parts: [{ key: "value", text: percentText(sla.touched_in_time, sla.n, 0), sign: null }],
    note: `${sla.touched_in_time} of ${sla.n} · decided in time ${percentText(sla.decided_in_time, sla.n, 0)} · ${now.touchAtRisk} at risk now`,
    owner: "Sales",
    href: sla.n > 0 ? cellHref({ kind: "sla", asOf, clock: "touch", state: "missed" }) : null,
  };
}

function volumeFact({ volume, as_of: asOf }: MetricsDocument): MondayFact {
  const words =
    volume.feed === null
      ? "feed not set"
      : volume.below_feed
        ? "below the feed: the cap is not arguable"
        : "a week · the cap may be argued";
  return {
    key: "volume",
    label: "Volume against SDR feed",
    parts: [
      {
        key: "value",
        text: volume.feed === null ? String(volume.volume) : `${volume.volume} / ${volume.feed}`,
        sign: volume.below_feed ? "▼" : null,
      },
    ],
    note: words,
    owner: "Marketing",
    href: volume.volume > 0 ? cellHref({ kind: "volume", asOf }) : null,
  };
}

import { type Breach, breachUnit, compareBreaches } from "@/lib/domain/breaches";
import type { IsoDate } from "@/lib/domain/dates";
import { percentText, ratio } from "@/lib/domain/rates";
import type { Segment } from "@/lib/domain/segments";
import { longDate } from "@/lib/view/dates";

interface Labels {
  source(code: string): string;
  segment(code: Segment): string;
}

/** One breach in words, as a line of the preview. */
export interface BreachLine {
  key: string;
  /** "Content syndication, Enterprise". */
  where: string;
  /** "22 % of 18". */
  what: string;
  /** "floor 40 %". */
  limit: string;
  /** Whose a cell is: marketing's (`source`), sales' (`sla`); else on which side of its limit. */
  kind: "source" | "sla" | "under" | "over_cap" | "over_line";
}

export interface PreviewModel {
  /** "4 breaches today, 6 with this draft". */
  title: string;
  /** "Monday 16 November 2026, live figures". */
  asOf: string;
  opened: BreachLine[];
  ended: BreachLine[];
  kept: BreachLine[];
  /** What a save does besides: credits computed again. */
  note: string | null;
}

function lineOf(breach: Breach, labels: Labels): BreachLine {
  const key = breachUnit(breach);
  switch (breach.kind) {
    case "acceptance": {
      const { accepted, n, floor, owner } = breach;
      return {
        key,
        where: `${labels.source(breach.source)}, ${labels.segment(breach.segment)}`,
        what: `${percentText(accepted, n, 0, { floor })} of ${n} accepted`,
        limit: `floor ${floor} %`,
        kind: owner === "source" ? "source" : "sla",
      };
    }
    case "cap": {
      const { rejected, n, cap } = breach;
      const what = `${percentText(rejected, n, 1, { cap })} of ${n} rejected`;
      return { key, where: "Rejection cap", what, limit: `cap ${cap} %`, kind: "over_cap" };
    }
    case "pipeline": {
      const { reached, n, floor } = breach;
      return {
        key,
        where: `MQL → pipeline, ${labels.segment(breach.segment)}`,
        what: `${percentText(reached, n, 1, { floor })} of ${n}`,
        limit: `floor ${floor} %`,
        kind: "under",
      };
    }
    case "cost": {
      const cost = ratio(breach.spend, breach.pipeline);
      const what = cost === null ? "spend without pipeline" : `${cost} per pipeline dollar`;
      return { key, where: labels.source(breach.source), what, limit: `line ${breach.line}`, kind: "over_line" };
    }
  }
}

const count = (n: number): string => (n === 0 ? "No breach" : n === 1 ? "1 breach" : `${n} breaches`);

/** What would breach today with other terms, against now (product.md C5). */
export function breachPreview(
  preview: { asOf: IsoDate; now: readonly Breach[]; draft: readonly Breach[]; recredited: boolean },
  labels: Labels,
): PreviewModel {
  const { now, draft } = preview;
  const change = compareBreaches(now, draft);
  const lines = (breaches: readonly Breach[]): BreachLine[] => breaches.map((breach) => lineOf(breach, labels));
  const then = draft.length === 0 ? "none" : String(draft.length);
  return {
    title: `${count(now.length)} today, ${then} with this draft`,
    asOf: `${longDate(preview.asOf)}, live figures`,
    opened: lines(change.opened),
    ended: lines(change.ended),
    kept: lines(change.kept),
    note: preview.recredited
      ? "Lookback and weights open no clock. On save the credits of every won deal are computed again."
      : null,
  };
}

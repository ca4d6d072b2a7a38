import { sourceOfUnit } from "@/lib/domain/cures";
import { cellAddress, figureAddress } from "@/lib/domain/document-figures";
import type { DocumentAcceptance } from "@/lib/domain/metrics-document";
import { percentText } from "@/lib/domain/rates";
import { SEGMENTS, type Segment } from "@/lib/domain/segments";
import { PARTNER_REFERRAL } from "@/lib/domain/source-rows";
import { cellHref } from "@/lib/view/cells";
import { unitLine } from "@/lib/view/loop/units";
import { clockWords } from "@/lib/view/monday/acceptance-table";
import type { Labels } from "@/lib/view/monday/labels";
import { type Held, heldAt, lookOf, type Sheet } from "./sheet";

interface Count {
  value: number;
  href: string | null;
}

export interface PartnerRow {
  key: string;
  label: string;
  acceptance: Held;
  floor: string;
  n: Count;
  accepted: Count;
  rejected: Count;
  unworked: Count;
  pending: Count;
  trend: { values: (number | null)[]; floor: number | null; bad: boolean };
}

function partnerRow(
  segment: Segment | null,
  row: DocumentAcceptance,
  sheets: readonly Sheet[],
  labels: Labels,
): PartnerRow {
  const [before, now] = [sheets.at(-2), sheets.at(-1)];
  const asOf = now?.asOf ?? "";
  const figure =
    segment === null
      ? figureAddress("acceptance_source", PARTNER_REFERRAL)
      : figureAddress("acceptance", PARTNER_REFERRAL, segment);
  const address = cellAddress(figure, "acceptance");
  const shown = now?.figures.get(address);
  const counted = (value: number, state: "all" | "accepted" | "rejected" | "unworked" | "pending"): Count => ({
    value,
    href:
      value > 0 ? cellHref({ kind: "acceptance", asOf, source: PARTNER_REFERRAL, segment, state, reason: null }) : null,
  });
  return {
    key: segment ?? "all",
    label: segment === null ? "All segments" : labels.segment(segment),
    acceptance: heldAt(address, now, before),
    floor: row.floor === null ? "none" : `${row.floor} %`,
    n: counted(row.n, "all"),
    accepted: counted(row.accepted, "accepted"),
    rejected: counted(row.rejected, "rejected"),
    unworked: counted(row.unworked, "unworked"),
    pending: counted(row.pending, "pending"),
    trend: {
      values: sheets.map((sheet) => sheet.figures.get(address)?.number ?? null),
      floor: row.floor === null ? null : Number(row.floor),
      bad: shown !== undefined && ["source", "sla"].includes(lookOf(shown)),
    },
  };
}

/** The partner lane at the last of these Mondays, by segment; null where it has no row. */
export function partnerTable(
  sheets: readonly Sheet[],
  labels: Labels,
): { rows: PartnerRow[]; total: PartnerRow } | null {
  const document = sheets.at(-1)?.document;
  const total = document?.acceptance.by_source.find(({ source }) => source === PARTNER_REFERRAL);
  if (!document || !total) return null;
  const cells = document.acceptance.cells.filter(({ source }) => source === PARTNER_REFERRAL);
  const rows = SEGMENTS.flatMap((segment) => {
    const cell = cells.find((each) => each.segment === segment);
    const isShown = cell && (segment !== "Unknown" || cell.n + cell.pending > 0);
    return isShown ? [partnerRow(segment, cell, sheets, labels)] : [];
  });
  return { rows, total: partnerRow(null, total, sheets, labels) };
}

/** The running clocks of the lane as the Monday has them: "Acceptance, Partner referral, SMB: day 7 of 30". */
export function partnerClocks({ document }: Sheet, labels: Labels) {
  return document.cures
    .filter(({ unit }) => sourceOfUnit(unit) === PARTNER_REFERRAL)
    .map((clock) => ({
      key: clock.unit,
      label: unitLine(clock.unit, labels),
      words: clockWords(document.as_of, clock),
      due: clock.state === "due",
    }));
}

/** The week of the lane in a sentence. */
export function partnerSentence({ document }: Sheet): string {
  const row = document.acceptance.by_source.find(({ source }) => source === PARTNER_REFERRAL);
  if (!row || row.n === 0) return "Partner referrals: none is old enough to be judged.";
  const floor = row.floor === null ? undefined : { floor: row.floor };
  const share = percentText(row.accepted, row.n, 0, floor).replace(" ", "\u00a0");
  const stand = `Partner referrals: ${share} of ${row.n} accepted`;
  if (row.floor === null) return `${stand}; the lane has no floor.`;
  if (row.verdict === "low_n")
    return `Partner referrals: ${row.accepted} of ${row.n} accepted, too few to judge against the floor of ${row.floor} %.`;
  const verdicts = {
    ok: "at or above",
    source_breach: "below",
    sales_sla_breach: "for want of decisions below",
    no_data: "without",
  };
  return `${stand}, ${verdicts[row.verdict]} the floor of ${row.floor} %.`;
}

import { vendorKey } from "@/lib/domain/briefs";
import type { LeadRules } from "@/lib/services/records/lead-rules";
import { type Row, refuse } from "./row";

/** Different texts kept per run; a file that names more has something else in these columns. */
const MOST = 1_000;

/** A cell can be a slice that keeps its whole chunk of the file in memory. */
const copyOf = (text: string): string => Buffer.from(text, "utf16le").toString("utf16le");

/**
 * Notes who gave the scores of a run: vendors that are not the registered tool, and versions of models. Rows of one vendor and
 * model follow each other, so that most of them cost two comparisons.
 */
export function scorerWatch({ scoring, foreignScorers, models }: LeadRules) {
  let last: { vendor: string | null; model: string | null } | null = null;
  const noticed = new Set<string>();

  const noticeForeign = (row: Row, vendor: string) => {
    if (!scoring || foreignScorers.has(vendor) || scoring.keys.has(vendorKey(vendor))) return;
    if (foreignScorers.size < MOST) foreignScorers.add(copyOf(vendor));
    else
      refuse(
        row,
        "score_vendor",
        "SCORE_READ_ONLY",
        `scores come from ${scoring.name} alone. Send its score with its name, or leave score, vendor and model blank.`,
      );
  };

  const noticeModel = (vendor: string, model: string) => {
    const key = `${vendor}\0${model}`;
    if (noticed.size >= MOST || noticed.has(key) || vendorKey(vendor) === "") return;
    noticed.add(copyOf(key));
    models.set(copyOf(key), { vendor: copyOf(vendor), modelVersion: copyOf(model) });
  };

  return (row: Row, vendor: string | null, model: string | null): void => {
    if (last !== null && last.vendor === vendor && last.model === model) return;
    noticeForeign(row, vendor ?? "");
    if (vendor !== null && model !== null) noticeModel(vendor, model);
    // One that was refused for lack of room is looked at again.
    last = row.error === null ? { vendor, model } : null;
  };
}

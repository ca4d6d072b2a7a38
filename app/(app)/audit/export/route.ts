import { trailBatches } from "@/lib/data/audit-trail";
import { readOrganisation } from "@/lib/data/organisation";
import type { TrailFilter } from "@/lib/domain/audit-trail";
import { dateIn } from "@/lib/domain/dates";
import { AppError } from "@/lib/errors";
import { csvStream } from "@/lib/http/csv-stream";
import { sessionRoute } from "@/lib/http/session-route";
import { textStream } from "@/lib/http/text-stream";
import { trailAddress, unreadableFilter } from "@/lib/view/audit/address";
import { jsonLine, TRAIL_CSV_HEADER, trailCsvRow } from "@/lib/view/audit/export";
import { type SearchParams, searchParamsOf } from "@/lib/view/cells";

/** A file that should hold a part must not hold the whole because of a slip in its address. Throws AppError FILTER_INVALID. */
function readableFilter(params: SearchParams): TrailFilter {
  const field = unreadableFilter(params);
  if (field === null) return trailAddress(params).filter;
  const form = field === "from" || field === "to" ? "a day such as 2027-07-05" : "one text of at most 300 characters";
  const message = `The filter “${field}” of this address cannot be read, so nothing was exported. Write ${form}, or leave it out.`;
  throw new AppError("FILTER_INVALID", { field, message, status: 400 });
}

/**
 * The trail that /audit shows under the same address, all of it, oldest first. `?format=jsonl` gives lines from which anyone can
 * check the chain (README, The audit trail), anything else CSV; `?bom=1` for Excel.
 */
export const GET = sessionRoute(["audit.read", "export.csv"], async (actor, request) => {
  const params = searchParamsOf(request.url);
  const { timeZone: zone } = await readOrganisation();
  const batches = trailBatches(actor, readableFilter(params));
  const name = `accord-audit-${dateIn(new Date(), zone)}`;
  if (params.format !== "jsonl") {
    const withMark = params.bom === "1";
    return csvStream({ name, withMark, header: TRAIL_CSV_HEADER, batches, row: trailCsvRow });
  }
  return textStream({
    head: "",
    batches,
    text: jsonLine,
    headers: {
      "Content-Type": "application/x-ndjson; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}.jsonl"`,
      "Cache-Control": "no-store",
    },
  });
});

import { trailBatches } from "@/lib/data/audit-trail";
import { readOrganisation } from "@/lib/data/organisation";
import { dateIn } from "@/lib/domain/dates";
import { csvStream } from "@/lib/http/csv-stream";
import { sessionRoute } from "@/lib/http/session-route";
import { textStream } from "@/lib/http/text-stream";
import { trailAddress } from "@/lib/view/audit/address";
import { jsonLine, TRAIL_CSV_HEADER, trailCsvRow } from "@/lib/view/audit/export";
import { searchParamsOf } from "@/lib/view/cells";

/**
 * The trail that /audit shows under the same address, all of it, oldest first. `?format=jsonl` gives lines from which anyone can
 * check the chain (README, The audit trail), anything else CSV; `?bom=1` for Excel.
 */
export const GET = sessionRoute(["audit.read", "export.csv"], async (actor, request) => {
  const params = searchParamsOf(request.url);
  const { timeZone: zone } = await readOrganisation();
  const batches = trailBatches(actor, trailAddress(params).filter);
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

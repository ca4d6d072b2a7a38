import { drillSpend } from "@/lib/data/drill-deals";
import { currentMonday } from "@/lib/data/monday";
import { AppError } from "@/lib/errors";
import { csvDownload } from "@/lib/http/download";
import { searchParamsOf } from "@/lib/view/cells";
import { csvText } from "@/lib/view/csv";
import { dealCellOf } from "@/lib/view/deals/address";
import { SPEND_CSV_HEADER, spendCsvRow } from "@/lib/view/deals/spend";

/** A spreadsheet holds no more. */
const MOST = 1_000_000;

/** The spend behind a cost cell, all rows: `/deals/export/spend?cell=cost&source=webinar`. */
export async function GET(request: Request): Promise<Response> {
  return csvDownload(request, "deals.read", async (actor) => {
    const params = searchParamsOf(request.url);
    const cell = dealCellOf(params, await currentMonday(new Date()));
    const list = cell?.kind === "cost" && (await drillSpend(actor, cell, { page: 1, size: MOST }));
    if (!cell || !list)
      throw new AppError("NOT_FOUND", { message: "No cost figure of the Monday page has this address." });
    return { name: `accord-spend-${cell.asOf}`, text: csvText(SPEND_CSV_HEADER, list.rows.map(spendCsvRow)) };
  });
}

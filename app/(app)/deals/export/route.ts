import { drillOpportunities } from "@/lib/data/drill-deals";
import { currentMonday } from "@/lib/data/monday";
import { AppError } from "@/lib/errors";
import { csvDownload } from "@/lib/http/download";
import { searchParamsOf } from "@/lib/view/cells";
import { csvText } from "@/lib/view/csv";
import { dealCellOf } from "@/lib/view/deals/address";
import { DEAL_CSV_HEADER, dealCsvRow } from "@/lib/view/deals/list";

/** A spreadsheet holds no more. */
const MOST = 1_000_000;

/** The opportunities behind a cell, all pages. */
export async function GET(request: Request): Promise<Response> {
  return csvDownload(request, "deals.read", async (actor) => {
    const params = searchParamsOf(request.url);
    const cell = dealCellOf(params, await currentMonday(new Date()));
    const list = cell && (await drillOpportunities(actor, cell, { page: 1, size: MOST }));
    if (!cell || !list) throw new AppError("NOT_FOUND", { message: "No figure of the Monday page has this address." });
    return {
      name: `accord-deals-${cell.kind}-${cell.asOf}`,
      text: csvText(DEAL_CSV_HEADER, list.rows.map(dealCsvRow)),
    };
  });
}

import { readMonday } from "@/lib/data/monday";
import { parseAsOf } from "@/lib/domain/as-of";
import { AppError } from "@/lib/errors";
import { csvDownload } from "@/lib/http/download";
import { isMetricTable, METRIC_TABLES, metricCsv } from "@/lib/view/monday/csv";

/** One table of a Monday as CSV: `/export/acceptance?as_of=2027-07-05`. */
export async function GET(request: Request, { params }: { params: Promise<{ table: string }> }): Promise<Response> {
  const { table } = await params;
  return csvDownload(request, table === "cost" ? "cost.read" : "metrics.read", async () => {
    if (!isMetricTable(table))
      throw new AppError("NOT_FOUND", { message: `There is no such table. There are ${METRIC_TABLES.join(", ")}.` });
    const asked = parseAsOf(new URL(request.url).searchParams.get("as_of") ?? "");
    if (!asked.ok) throw new AppError(asked.code, { field: "as_of", message: asked.message });
    const monday = await readMonday(asked.asOf, new Date());
    return { name: `accord-${table}-${asked.asOf}-${monday.document.time_zone}`, text: metricCsv(table, monday) };
  });
}

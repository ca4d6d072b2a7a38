import { readRestatement } from "@/lib/data/mondays";
import { parseAsOf } from "@/lib/domain/as-of";
import { AppError } from "@/lib/errors";
import { csvDownload } from "@/lib/http/download";
import { restatementCsv } from "@/lib/view/loop/restatement";

/** What is known otherwise by now about a frozen Monday, as CSV. */
export async function GET(request: Request, { params }: { params: Promise<{ asOf: string }> }): Promise<Response> {
  return csvDownload(request, "metrics.read", async (actor) => {
    const asked = parseAsOf((await params).asOf);
    if (!asked.ok) throw new AppError(asked.code, { field: "as_of", message: asked.message });
    const monday = await readRestatement(actor, asked.asOf);
    if (!monday)
      throw new AppError("NOT_FOUND", {
        message: `Monday ${asked.asOf} is not frozen. Open it from the list of Mondays.`,
      });
    return { name: `accord-restatement-${asked.asOf}-${monday.zone}`, text: restatementCsv(monday) };
  });
}

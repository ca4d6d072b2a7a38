import { readFeedback } from "@/lib/data/feedback";
import { parseAsOf } from "@/lib/domain/as-of";
import { AppError } from "@/lib/errors";
import { csvDownload } from "@/lib/http/download";
import { feedbackCsv } from "@/lib/view/loop/feedback";

/** The feedback that /loop/feedback shows under the same address, a line per campaign. `?bom=1` for Excel. */
export async function GET(request: Request): Promise<Response> {
  return csvDownload(request, "metrics.read", async (actor) => {
    const week = new URL(request.url).searchParams.get("as_of");
    const asked = week === null ? null : parseAsOf(week);
    if (asked && !asked.ok) throw new AppError(asked.code, { field: "as_of", message: asked.message });
    const { asOf, zone, lanes } = await readFeedback(actor, asked?.asOf ?? null, new Date());
    return { name: `accord-feedback-${asOf}-${zone}`, text: feedbackCsv(lanes) };
  });
}

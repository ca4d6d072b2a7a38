import { readClaims } from "@/lib/data/brief-report";
import { readBrief } from "@/lib/data/briefs";
import { AppError } from "@/lib/errors";
import { csvDownload } from "@/lib/http/download";
import { claimsCsv } from "@/lib/view/claims";

/** A spreadsheet holds no more. */
const MOST = 1_000_000;

/** The rows that a seller is asked to credit, as CSV. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return csvDownload(request, "agreement.read", async (actor) => {
    const brief = await readBrief(actor, (await params).id, new Date());
    if (!brief)
      throw new AppError("NOT_FOUND", { message: "There is no such brief. Open it from the list of briefs." });
    return {
      name: `accord-credits-${brief.vendor}-${brief.deliveryFrom}`,
      text: claimsCsv(await readClaims(actor, brief.id, MOST), brief),
    };
  });
}

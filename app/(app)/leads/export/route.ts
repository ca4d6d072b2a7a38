import type { Person } from "@/lib/auth/actor";
import { drillCycles } from "@/lib/data/drill";
import { readLabels } from "@/lib/data/labels";
import { leadBatches } from "@/lib/data/lead-pages";
import { currentMonday } from "@/lib/data/monday";
import { readOrganisation } from "@/lib/data/organisation";
import type { CycleCell } from "@/lib/domain/cells";
import { dateIn } from "@/lib/domain/dates";
import { type LeadRow, withKnownSource } from "@/lib/domain/lead-list";
import { AppError } from "@/lib/errors";
import { csvStream } from "@/lib/http/csv-stream";
import { sessionRoute } from "@/lib/http/session-route";
import { searchParamsOf } from "@/lib/view/cells";
import { parseLeadsAddress } from "@/lib/view/leads/address";
import { leadCsvHeader, leadCsvRow } from "@/lib/view/leads/list";

const BATCH = 1_000;

/** The leads that /leads shows under the same address, all pages. `?bom=1` for Excel. */
export const GET = sessionRoute(["leads.read", "export.csv"], async (actor, request) => {
  const now = new Date();
  const params = searchParamsOf(request.url);
  const [monday, { timeZone: zone }, { sources }] = await Promise.all([
    currentMonday(now),
    readOrganisation(),
    readLabels(),
  ]);
  const address = parseLeadsAddress(params, monday);
  if (!address) throw unknownCell();
  const what = address.kind === "cell" ? `${address.cell.kind}-${address.cell.asOf}` : dateIn(now, zone);
  return csvStream({
    name: `accord-leads-${what}-${zone}`,
    withMark: params.bom === "1",
    header: leadCsvHeader(zone),
    batches:
      address.kind === "cell"
        ? cellBatches(actor, address.cell)
        : leadBatches(actor, withKnownSource(address.filter, sources)),
    row: (lead) => leadCsvRow(lead, zone),
  });
});

const unknownCell = () =>
  new AppError("NOT_FOUND", { message: "No figure of the Monday page has this address. Open it from there again." });

async function* cellBatches(actor: Person, cell: CycleCell): AsyncGenerator<LeadRow[]> {
  for (let page = 1; ; page += 1) {
    const list = await drillCycles(actor, cell, { page, size: BATCH });
    if (!list) throw unknownCell();
    if (list.rows.length > 0) yield list.rows;
    if (list.rows.length < BATCH) return;
  }
}

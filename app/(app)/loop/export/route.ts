import { readLoopClocks } from "@/lib/data/loop";
import { csvDownload } from "@/lib/http/download";
import { searchParamsOf } from "@/lib/view/cells";
import { clocksCsv, filteredClocks, loopAddress } from "@/lib/view/loop/clock-page";
import { labelsOf } from "@/lib/view/monday/labels";

/** The clocks that /loop shows under the same address. */
export function GET(request: Request): Promise<Response> {
  return csvDownload(request, "metrics.read", async (person) => {
    const { clocks, ...loop } = await readLoopClocks(person, new Date());
    const shown = filteredClocks(clocks, loopAddress(searchParamsOf(request.url)), loop.owners);
    const text = clocksCsv(shown, { ...loop, labels: labelsOf(loop.sources, loop.segments) });
    return { name: `accord-clocks-${loop.today}`, text };
  });
}

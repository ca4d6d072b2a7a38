import { readFixes } from "@/lib/data/fixes";
import { readLoop } from "@/lib/data/loop";
import { csvDownload } from "@/lib/http/download";
import { fixesCsv } from "@/lib/view/loop/fixes";
import { labelsOf } from "@/lib/view/monday/labels";

/** All fixes, open and closed. */
export function GET(request: Request): Promise<Response> {
  return csvDownload(request, "metrics.read", async (person) => {
    const [fixes, loop] = await Promise.all([readFixes(person), readLoop(person, new Date())]);
    const text = fixesCsv(fixes, { ...loop, labels: labelsOf(loop.sources, loop.segments) });
    return { name: `accord-fixes-${loop.today}`, text };
  });
}

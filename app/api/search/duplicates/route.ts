import { searchDuplicates } from "@/lib/data/search";
import { sessionRoute } from "@/lib/http/session-route";
import { duplicateOption } from "@/lib/view/queue";

/** Open opportunities and leads for naming a duplicate: `?q=` the beginning of a company or an id. */
export const GET = sessionRoute(["leads.decide"], async (actor, request) => {
  const query = new URL(request.url).searchParams.get("q") ?? "";
  return Response.json({ hits: (await searchDuplicates(actor, query)).map(duplicateOption) });
});

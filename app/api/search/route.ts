import { searchPlaces } from "@/lib/data/search";
import { sessionRoute } from "@/lib/http/session-route";
import { placeHits } from "@/lib/view/places";

/** The command palette: `?q=` the beginning of a company, an id or a source. Everybody may ask; nobody finds more than they may read. */
export const GET = sessionRoute([], async (actor, request) => {
  const query = new URL(request.url).searchParams.get("q") ?? "";
  return Response.json({ hits: placeHits(await searchPlaces(actor, query)) });
});

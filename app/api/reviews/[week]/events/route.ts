import { may, personOfSession } from "@/lib/auth/actor";
import { readSession } from "@/lib/auth/session";
import { parseWeek } from "@/lib/domain/reviews";
import { AppError } from "@/lib/errors";
import { eventStream } from "@/lib/http/event-stream";
import { sessionRoute } from "@/lib/http/session-route";
import { followRoom, requirePlace, roomPulse } from "@/lib/services/reviews/stream";

/**
 * Server-sent events of a review room: `change` when its page should look again, `signed-out` when the session is over. A review
 * that is over has none: 204, after which a browser does not ask again.
 */
export const GET = sessionRoute(["metrics.read"], async (actor, request) => {
  const week = new URL(request.url).pathname.split("/").at(-2) ?? "";
  const [asOf, session] = [parseWeek(week), await readSession()];
  if (asOf === null || !session) {
    throw new AppError("NOT_FOUND", { message: "There is no such week. A week is written 2026-W47." });
  }
  const { state } = await roomPulse(asOf, new Date());
  if (state !== "open") return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
  requirePlace(actor.id);
  const who = async () => {
    const person = await personOfSession(BigInt(session.uid), session.sv);
    return person && may(person, "metrics.read") ? person : null;
  };
  return eventStream(request, ({ send, ping, end }) =>
    followRoom({
      asOf,
      readerId: actor.id,
      who,
      changed: () => send("change"),
      ping,
      signedOut: () => send("signed-out"),
      end,
    }),
  );
});

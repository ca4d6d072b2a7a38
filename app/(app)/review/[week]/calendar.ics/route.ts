import { appAddress } from "@/lib/data/delivery-settings";
import { readOrganisation } from "@/lib/data/organisation";
import { readCalendarFacts, readRoom } from "@/lib/data/reviews";
import { parseWeek, reviewStart, weekCode } from "@/lib/domain/reviews";
import { AppError } from "@/lib/errors";
import { sessionRoute } from "@/lib/http/session-route";
import { reviewCalendar } from "@/lib/view/review/calendar";

/** The calendar file of a review that is open: 10:00 organisation time on its day, the five, the address of the room. One that was moved or lists other people replaces it. */
export const GET = sessionRoute(["metrics.read"], async (actor, request) => {
  const { pathname } = new URL(request.url);
  const asOf = parseWeek(pathname.split("/").at(-2) ?? "");
  const [room, { timeZone, name }] = await Promise.all([
    asOf === null ? null : readRoom(actor, asOf),
    readOrganisation(),
  ]);
  if (asOf === null || !room?.review) {
    throw new AppError("NOT_FOUND", {
      message: "There is no review of that week yet: it is opened with its five people first.",
    });
  }
  const { heldOn, openedAt, seats } = room.review;
  const { organizer, changes } = await readCalendarFacts(actor, asOf);
  const week = weekCode(asOf);
  const text = reviewCalendar({
    asOf,
    start: reviewStart(heldOn, timeZone),
    openedAt,
    changes,
    organizer,
    url: `${appAddress()}/review/${week}`,
    people: seats,
    organisation: name,
  });
  return new Response(text, {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": `attachment; filename="accord-review-${week}.ics"`,
    },
  });
});

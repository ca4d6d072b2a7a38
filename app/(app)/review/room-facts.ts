import { notFound } from "next/navigation";
import type { Person } from "@/lib/auth/actor";
import { readLabels } from "@/lib/data/labels";
import { readOrganisation } from "@/lib/data/organisation";
import { readRoom } from "@/lib/data/reviews";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { parseWeek, reviewState } from "@/lib/domain/reviews";
import { latestMonday } from "@/lib/domain/weeks";
import { labelsOf } from "@/lib/view/monday/labels";

/** The Monday of the week in the address; what names no week, or one that has not begun, is no page. */
export async function weekOf(params: Promise<{ week: string }>, now: Date): Promise<IsoDate> {
  const [{ week }, { timeZone }] = await Promise.all([params, readOrganisation()]);
  const asOf = parseWeek(week);
  return asOf === null || asOf > latestMonday(dateIn(now, timeZone)) ? notFound() : asOf;
}

/** What the room, its packet and its calendar file have in common. */
export async function roomFacts(actor: Person, asOf: IsoDate, now: Date) {
  const [room, { sources, segments }, organisation] = await Promise.all([
    readRoom(actor, asOf),
    readLabels(),
    readOrganisation(),
  ]);
  const today = dateIn(now, organisation.timeZone);
  const state = reviewState({ asOf, isClosed: room.review?.closedAt != null }, today);
  return { ...room, labels: labelsOf(sources, segments), segments, organisation, today, state };
}

export type RoomFacts = Awaited<ReturnType<typeof roomFacts>>;

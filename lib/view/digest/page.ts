import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { type DeliveryRow, maySendAgain, nextTryAt } from "@/lib/domain/deliveries";
import { isPastDigest } from "@/lib/domain/digest";
import { missedKey } from "@/lib/domain/reminders";
import { REVIEW_SEATS, type ReviewSeat, roleLabel } from "@/lib/domain/roles";
import { dateWithYear } from "@/lib/view/dates";
import { shortMomentWords } from "@/lib/view/moments";

/** One message of the log in words. */
export interface DeliveryLine {
  id: string;
  /** "Digest of 5 Jul 2027". */
  what: string;
  to: string;
  tries: number;
  state: string;
  /** Somebody should look at it. */
  isOpen: boolean;
  /** What the other side said last. */
  error: string;
  mayAgain: boolean;
}

interface Clock {
  now: Date;
  zone: string;
}

function whatWords(key: string): string {
  const [kind, of = ""] = key.split(":");
  if (kind === "digest") return `Digest of ${dateWithYear(of)}`;
  return kind === "missed" ? `Missed follow-ups of ${dateWithYear(of)}` : "Follow-up reminder";
}

/** The digest of another week and the missed follow-ups of another day are not tried again by themselves. */
function isPast({ key }: DeliveryRow, { now, zone }: Clock): boolean {
  return isPastDigest(key, now, zone) || (key.startsWith("missed:") && key !== missedKey(dateIn(now, zone)));
}

function stateWords(row: DeliveryRow, clock: Clock): { state: string; isOpen: boolean } {
  const { state, sentAt } = row;
  if (state === "sent") return { state: `sent ${sentAt ? shortMomentWords(sentAt, clock.zone) : ""}`, isOpen: false };
  if (state !== "refused" && !maySendAgain(row, clock.now)) return { state: "being sent", isOpen: false };
  if (state === "handed_over") return { state: "may not have arrived", isOpen: true };
  const was = state === "claimed" ? "interrupted" : "not sent";
  if (!row.isRecipient) return { state: `${was}, not for this person any more`, isOpen: false };
  const next = isPast(row, clock) ? null : nextTryAt(row);
  if (next === null) return { state: `${was}, not tried again`, isOpen: true };
  const when = next <= clock.now ? "with the next run" : `from ${shortMomentWords(next, clock.zone)}`;
  return { state: `${was}, tried again ${when}`, isOpen: true };
}

/** The log of messages as its table shows it. */
export function deliveryLines(rows: readonly DeliveryRow[], clock: Clock): DeliveryLine[] {
  return rows.map((row) => ({
    id: String(row.id),
    what: whatWords(row.key),
    to: row.channel === "slack" ? "Slack" : (row.name ?? "—"),
    tries: row.attempts,
    ...stateWords(row, clock),
    error: row.error ?? "",
    mayAgain: row.isRecipient && maySendAgain(row, clock.now) && !isPastDigest(row.key, clock.now, clock.zone),
  }));
}

/** One seat of the review, or one person of it where several have the role. */
export interface ReaderLine {
  key: string;
  seat: string;
  name: string;
  gets: string;
}

/** Who gets the digest: every seat, also an empty one. */
export function readerLines(
  readers: readonly { id: bigint; name: string; role: ReviewSeat; wants: boolean }[],
  cmoTitle: string,
): ReaderLine[] {
  return REVIEW_SEATS.flatMap((role) => {
    const seat = roleLabel(role, cmoTitle);
    const people = readers.filter((reader) => reader.role === role);
    if (people.length === 0) return [{ key: role, seat, name: "nobody", gets: "—" }];
    return people.map(({ id, name, wants }) => ({
      key: String(id),
      seat,
      name,
      gets: wants ? "every Monday" : "switched off",
    }));
  });
}

/** "Nothing is sent yet", or by which ways it goes. */
export function waysWords({ mailFrom, hasSlack }: { mailFrom: string | null; hasSlack: boolean }): string {
  const ways = [mailFrom && "by e-mail to the five seats", hasSlack && "to Slack"].filter(Boolean);
  if (ways.length === 0) return "It is sent to nobody yet: neither e-mail nor Slack is set up.";
  return `It goes out ${ways.join(" and ")} on Monday, once that Monday is frozen at 06:00.`;
}

/** Whether an address opens on the machine alone on which the app runs: then no link of a message works anywhere else. */
export function isLoopback(address: string): boolean {
  return /^(.+\.)?localhost$|^127\.|^0\.0\.0\.0$|^\[::1?\]$/.test(new URL(address).hostname);
}

export const digestTitle = (asOf: IsoDate | undefined): string =>
  asOf === undefined ? "The Monday digest" : `The digest of Monday ${dateWithYear(asOf)}`;

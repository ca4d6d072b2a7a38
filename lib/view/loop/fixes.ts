import type { OwnerDirectory, OwningPerson } from "@/lib/domain/clock-owners";
import { reasonUnit } from "@/lib/domain/cures";
import { diffDays, type IsoDate } from "@/lib/domain/dates";
import { closedInUnder30, type FixSpan, shareByOwner } from "@/lib/domain/fixes";
import { percentText } from "@/lib/domain/rates";
import { REASON_TEXTS, REASONS, type Reason } from "@/lib/domain/reasons";
import { cellHref } from "@/lib/view/cells";
import { type CsvValue, csvText } from "@/lib/view/csv";
import { dateWithYear, dayCount, shortDate } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";
import { type ClockContext, type OwnerWords, ownerWords } from "./clocks";

export interface FixInput {
  readonly id: bigint;
  readonly reason: Reason;
  readonly source: string | null;
  readonly owner: OwningPerson;
  /** In whose share it counts. */
  readonly countsFor: OwningPerson;
  readonly action: string | null;
  readonly openedOn: IsoDate;
  readonly dueOn: IsoDate;
  readonly snapshotAsOf: IsoDate | null;
  readonly closed: { readonly on: IsoDate; readonly by: string; readonly evidence: string } | null;
  readonly seen: bigint;
}

type Mondays = ClockContext["mondays"];
type Monday = Mondays[number];

/** A reason's share of all rejections of a Monday: "9 of 40, 23 %". */
function shareWords(reason: Reason, monday: Monday | undefined): string {
  if (!monday) return "—";
  const { reasons, rejected } = monday.rejection;
  const count = reasons.find(({ code }) => code === reason)?.count ?? 0;
  return rejected === 0 ? "—" : `${percentText(count, rejected, 0)}, ${count} of ${rejected}`;
}

const countOn = (reason: Reason, { rejection }: Monday) =>
  rejection.reasons.find(({ code }) => code === reason)?.count ?? 0;

const asksFix = (reason: Reason, monday: Monday | undefined): boolean =>
  monday?.snapshot.breached.has(reasonUnit(reason)) ?? false;

const personWords = ({ name, active }: OwningPerson): OwnerWords => ({
  words: name,
  flag: active ? null : "account closed",
});

const scopeOf = ({ source }: FixInput, labels: Labels) => (source === null ? "all sources" : labels.source(source));

export interface OpenFixRow {
  readonly id: string;
  readonly seen: string;
  readonly title: string;
  readonly reason: string;
  readonly owner: OwnerWords;
  readonly ownerId: string;
  readonly action: string | null;
  readonly opened: { readonly words: string; readonly href: string | null };
  readonly due: string;
  readonly left: string;
  readonly isLate: boolean;
  /** The latest Monday asks for a fix of its reason: when it is closed the next one opens. */
  readonly isAsked: boolean;
  readonly shares: { readonly atOpening: string; readonly now: string };
}

/** An open fix: whose, what, until when, and what the reason's share of rejections was and is. */
export function openFixRow(fix: FixInput, { mondays, labels, today }: ClockContext): OpenFixRow {
  const left = diffDays(today, fix.dueOn);
  const then = mondays.findLast(({ snapshot }) => snapshot.asOf <= (fix.snapshotAsOf ?? fix.openedOn));
  const label = REASON_TEXTS[fix.reason].label;
  return {
    id: String(fix.id),
    seen: String(fix.seen),
    title: `${label}, ${scopeOf(fix, labels)}`,
    reason: label,
    owner: personWords(fix.owner),
    ownerId: String(fix.owner.id),
    action: fix.action,
    opened: {
      words: fix.snapshotAsOf ? `by the Monday of ${dateWithYear(fix.snapshotAsOf)}` : dateWithYear(fix.openedOn),
      href: fix.snapshotAsOf && mondayHref(fix.snapshotAsOf),
    },
    due: dateWithYear(fix.dueOn),
    left: left === 0 ? "due today" : left > 0 ? `${dayCount(left)} left` : `${dayCount(-left)} late`,
    isLate: left < 0,
    isAsked: asksFix(fix.reason, mondays.at(-1)),
    shares: { atOpening: shareWords(fix.reason, then), now: shareWords(fix.reason, mondays.at(-1)) },
  };
}

export interface ClosedFixRow {
  readonly key: string;
  readonly title: string;
  readonly owner: OwnerWords;
  readonly action: string;
  readonly evidence: string;
  readonly closed: string;
  readonly by: string;
  readonly days: number;
  readonly isInTime: boolean;
}

export function closedFixRow(fix: FixInput, labels: Labels): ClosedFixRow | null {
  if (!fix.closed) return null;
  return {
    key: String(fix.id),
    title: `${REASON_TEXTS[fix.reason].label}, ${scopeOf(fix, labels)}`,
    owner: personWords(fix.owner),
    action: fix.action ?? "",
    evidence: fix.closed.evidence,
    closed: dateWithYear(fix.closed.on),
    by: fix.closed.by,
    days: diffDays(fix.openedOn, fix.closed.on),
    isInTime: closedInUnder30(fix.openedOn, fix.closed.on),
  };
}

const spanOf = ({ countsFor, openedOn, closed }: FixInput): FixSpan => ({
  ownerId: countsFor.id,
  opened: openedOn,
  closed: closed?.on ?? null,
});

/** "2 of 3, 67 %" by who answers for them, in the order of names. */
export function ownerShares(fixes: readonly FixInput[], today: IsoDate) {
  const owners = new Map(fixes.map(({ countsFor }) => [countsFor.id, personWords(countsFor)]));
  return shareByOwner(fixes.map(spanOf), today)
    .map(({ ownerId, inTime, judged }) => ({
      key: String(ownerId),
      owner: owners.get(ownerId) ?? { words: "", flag: null },
      share: percentText(inTime, judged, 0),
      counts: `${inTime} of ${judged}`,
    }))
    .sort((a, b) => a.owner.words.localeCompare(b.owner.words, "en"));
}

export interface ReasonRow {
  readonly reason: Reason;
  readonly label: string;
  readonly description: string;
  readonly owner: OwnerWords;
  readonly share: string;
  readonly href: string | null;
  readonly fix: string;
  /** The latest Monday asks for a fix, and there is none, or none of somebody whose account is active. */
  readonly missing: "owner" | "fix" | "hand_over" | null;
}

function openWords(count: number, isNeeded: boolean): string {
  if (count === 0) return isNeeded ? "no open fix" : "none needed";
  return count === 1 ? "1 open fix" : `${count} open fixes`;
}

/** The five reasons with their people, by their count on the latest Monday, and whether each has the fix that it must have. */
export function reasonRows(
  fixes: readonly FixInput[],
  { mondays, owners }: { mondays: Mondays; owners: OwnerDirectory },
): ReasonRow[] {
  const last = mondays.at(-1);
  const rows = REASONS.map((reason): ReasonRow => {
    const owner = ownerWords(reasonUnit(reason), owners);
    const isNeeded = asksFix(reason, last);
    const own = fixes.filter((fix) => fix.reason === reason && !fix.closed);
    const isMissing = isNeeded && !own.some((fix) => fix.owner.active);
    const asOf = last?.snapshot.asOf;
    return {
      reason,
      ...REASON_TEXTS[reason],
      owner,
      share: shareWords(reason, last),
      href: asOf ? cellHref({ kind: "rejection", asOf, state: "rejected", reason }) : null,
      fix: openWords(own.length, isNeeded),
      missing: isMissing ? (own.length > 0 ? "hand_over" : owner.flag ? "owner" : "fix") : null,
    };
  });
  return last ? rows.sort((a, b) => countOn(b.reason, last) - countOn(a.reason, last)) : rows;
}

/** What is open and late, in a sentence. */
export function fixesTitle(fixes: readonly FixInput[], today: IsoDate): string {
  const open = fixes.filter(({ closed }) => !closed);
  const late = open.filter(({ dueOn }) => dueOn < today).length;
  if (open.length === 0) return "No fix is open.";
  const all = open.length === 1 ? "1 fix is open" : `${open.length} fixes are open`;
  return late === 0 ? `${all}, none is late.` : `${all}, ${late} ${late === 1 ? "is" : "are"} late.`;
}

export const FIXES_NOTE =
  "The reason that leads a week always has an open fix; when the rejection cap is breached, the first three have. Each has one person, an action in words and 30 days.";

/** "of the Monday of 5 Jul"; null before the first snapshot. */
export const latestWords = (mondays: Mondays): string | null => {
  const last = mondays.at(-1);
  return last ? `shares of the Monday of ${shortDate(last.snapshot.asOf)}` : null;
};

/** All fixes with the exact values of their rows. */
export function fixesCsv(fixes: readonly FixInput[], context: ClockContext): string {
  const header = [
    "reason",
    "source",
    "owner",
    "counts_for",
    "action",
    "opened_on",
    "due_on",
    "closed_on",
    "closed_by",
    "evidence",
    "days",
    "in_under_30",
    "share_when_opened",
    "share_now",
  ];
  const rows = fixes.map((fix): CsvValue[] => {
    const { reason, source, owner, countsFor, action, openedOn, dueOn, closed } = fix;
    const { shares } = openFixRow(fix, context);
    const end = closed
      ? [
          closed.on,
          closed.by,
          closed.evidence,
          diffDays(openedOn, closed.on),
          closedInUnder30(openedOn, closed.on) ? "yes" : "no",
        ]
      : [null, null, null, null, null];
    return [reason, source, owner.name, countsFor.name, action, openedOn, dueOn, ...end, shares.atOpening, shares.now];
  });
  return csvText(header, rows);
}

import type { Person } from "@/lib/auth/actor";
import { feedbackHash, readFeedback as feedbackPage } from "@/lib/data/feedback";
import { readWatch } from "@/lib/data/watches";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { type PeriodKind, periodOf } from "@/lib/domain/periods";
import { acknowledgeFeedback } from "@/lib/services/feedback";
import { addComment } from "@/lib/services/period-comments";
import { answerPulse } from "@/lib/services/pulse";
import { giveThanks } from "@/lib/services/thanks";
import { chooseWatch } from "@/lib/services/watches";
import type { LoopPeople } from "./loop-people";
import type { LoopWeek } from "./loop-week";
import { loopWeek } from "./loop-week";
import { ORGANISATION } from "./organisation";
import type { Scene } from "./scene";

const { fiscalYearStartMonth } = ORGANISATION;

interface Remark {
  readonly by: keyof LoopPeople["seats"];
  readonly figure: string;
  readonly text: string;
}

/** What was said of the months that ended in the twelve weeks, in turn; each cites the last Monday of its month. */
const OF_MONTHS: readonly (readonly Remark[])[] = [
  [
    {
      by: "cro",
      figure: "acceptance_source:webinar",
      text: "This is where we lose the most hours. The agenda of the webinars changes before anything else does.",
    },
    {
      by: "head_demand_gen",
      figure: "cost:paid_search",
      text: "Over the line because of two general keywords. Both are reported on every week from now on.",
    },
  ],
  [
    {
      by: "cmo",
      figure: "reason:bad_data",
      text: "One short form brings most of it. It was a trial, and nobody looked at what it let through: that was ours.",
    },
    {
      by: "vp_revops",
      figure: "sla",
      text: "First touches hold although a seat is empty. What is late is the decision, not the call.",
    },
  ],
  [
    {
      by: "cro",
      figure: "acceptance_source:content_syndication",
      text: "Down every month. If the briefs do not turn it by the next review, the source is at stake and not one cell.",
    },
  ],
];

const OF_QUARTER: Remark = {
  by: "cmo",
  figure: "cost_total",
  text: "The whole mix is under the line. What is not has its clock, and the review decides about it.",
};

/** Of partner reviews, by the number of weeks before `asOf`. */
const OF_PARTNERS: Readonly<Record<number, string>> = {
  10: "Referrals are taken up nearly always. Most of those that were not were customers of ours already: partners get the list.",
  6: "Above the floor of the lane. Two new partners start with the same page of definitions.",
  2: "Holds above its floor. Fees are paid on accepted referrals alone from the next month on.",
};

const comment = (
  person: Person,
  kind: PeriodKind,
  asOf: IsoDate,
  { figure, text }: Pick<Remark, "figure" | "text">,
  now: Date,
) => addComment(person, { kind, period: periodOf(kind, asOf, fiscalYearStartMonth).key, asOf, figure, text }, now);

/** On Wednesday of the week in which a month or a quarter has ended they look back; the partner manager every fourth week. */
export async function comments(people: LoopPeople, week: LoopWeek, firstMonday: IsoDate): Promise<void> {
  const { asOf, weeksAgo, at } = week;
  const last = addDays(asOf, -7);
  const now = at(addDays(asOf, 2), 930);
  const about = OF_PARTNERS[weeksAgo];
  if (about)
    await comment(
      people.partnerManager,
      "partner",
      asOf,
      { figure: "acceptance_source:partner_referral", text: about },
      now,
    );
  if (last < firstMonday) return;
  const isOver = (kind: PeriodKind): boolean =>
    periodOf(kind, last, fiscalYearStartMonth).key !== periodOf(kind, asOf, fiscalYearStartMonth).key;
  if (isOver("monthly")) {
    const remarks = OF_MONTHS[weeksAgo >= 9 ? 0 : weeksAgo >= 5 ? 1 : 2] ?? [];
    for (const remark of remarks) await comment(people.seats[remark.by], "monthly", last, remark, now);
  }
  if (isOver("quarterly")) await comment(people.seats[OF_QUARTER.by], "quarterly", last, OF_QUARTER, now);
}

/** The conflict between the two sides, month by month: it has gone down since there is one page. */
const PULSE = [
  { cro: "7", cmo: "8" },
  { cro: "5", cmo: "6" },
  { cro: "3", cmo: "3" },
] as const;

/** The answers of the three months before the one of `asOf`. */
export async function answerPulses(people: LoopPeople, scene: Scene): Promise<void> {
  const { at } = loopWeek(scene, 0);
  let month = `${scene.asOf.slice(0, 7)}-01`;
  for (const answers of [...PULSE].reverse()) {
    month = `${addDays(month, -1).slice(0, 7)}-01`;
    for (const side of ["cmo", "cro"] as const) {
      await answerPulse(
        people.seats[side],
        { score: answers[side] },
        at(addDays(month, side === "cmo" ? 23 : 24), 1000),
      );
    }
  }
}

/** The head of demand-gen reads the feedback on Monday morning. */
export async function readFeedback(people: LoopPeople, { asOf, weeksAgo, at }: LoopWeek): Promise<void> {
  const [reader, now] = [people.seats.head_demand_gen, at(asOf, 500 + (weeksAgo % 5) * 9)];
  const { lanes } = await feedbackPage(reader, asOf, now);
  await acknowledgeFeedback(reader, { asOf, sha256: feedbackHash(lanes) }, now);
}

const WATCHED = { reason: "bad_data", from: 8, thankedFrom: 2 } as const;
const NEXT_WATCHED = { reason: "wrong_persona", from: 1 } as const;
const THANKS =
  "Camille took the short form down, Priya had every entry checked, and both told us before we asked. My people call companies that exist. Thank you.";

/** The number that everybody watches: chosen with its baseline, thanked for once it has fallen, then the next one. */
export async function watchNumber({ seats }: LoopPeople, week: LoopWeek): Promise<void> {
  const { asOf, weeksAgo, at } = week;
  if (weeksAgo === WATCHED.from) {
    await chooseWatch(seats.cro, { reason: WATCHED.reason }, at(addDays(asOf, 2), 615));
    return;
  }
  if (weeksAgo > WATCHED.thankedFrom) return;
  const now = at(addDays(asOf, 2), 640);
  const { watch, isFallen, now: latest } = await readWatch(seats.cro, now);
  if (watch?.reason === WATCHED.reason && isFallen && latest) {
    await giveThanks(seats.cro, { watch: watch.id, text: THANKS, asOf: latest.asOf }, now);
  } else if (!watch && weeksAgo === NEXT_WATCHED.from) {
    await chooseWatch(seats.cmo, { reason: NEXT_WATCHED.reason }, now);
  }
}

import { addDays, dateIn, diffDays, type IsoDate } from "@/lib/domain/dates";
import type { Reason } from "@/lib/domain/reasons";
import { closeFix, writeFixAction } from "@/lib/services/fix-work";
import type { PrismaClient } from "@/prisma/generated/client";
import type { LoopPeople } from "./loop-people";
import type { LoopWeek } from "./loop-week";

type Work = readonly [action: string, evidence: string];

/** What is done about a reason, and what showed that it works; each time something else. */
const WORK: Readonly<Record<Reason, readonly Work[]>> = {
  out_of_icp: [
    [
      "Syndication orders name the industry codes and countries of the agreement; what is outside is not paid.",
      "Of the next two deliveries three leads were outside, and none of them was paid.",
    ],
    [
      "The paid search campaigns exclude the countries and sectors that the agreement leaves out.",
      "The excluded sectors have brought no lead since the change went live.",
    ],
    [
      "The lists of the account ads are cut to the companies that the definition describes.",
      "Of the last forty companies that were shown an ad, all are inside the firmographic floor.",
    ],
    [
      "The trial form asks for the number of employees; whoever is below the floor gets the starter guide instead.",
      "No company below the floor was handed over from the trial form for three weeks.",
    ],
  ],
  wrong_persona: [
    [
      "The webinar invitation goes to directors and above in revenue roles; the old list is retired.",
      "The share of titles that match rose in both webinars since.",
    ],
    [
      "Report downloads ask for the job title, and interns and assistants are not handed over.",
      "No intern or assistant was handed over for three weeks.",
    ],
    [
      "BDRs name the right contact when they reject; marketing invites that person to the next webinar.",
      "Eleven of the named contacts registered for the last webinar.",
    ],
    [
      "The account ads are shown to the titles of the definition alone; students and job seekers are left out.",
      "The clicks of the last fortnight came from the titles of the definition.",
    ],
  ],
  no_intent: [
    [
      "A report download alone is no behaviour signal any more: it needs a pricing visit or a demo request too.",
      "Leads with a download alone are not handed over; the queue shows it in their traces.",
    ],
    [
      "Paid search sends the two most general keywords to the reading page instead of the form.",
      "Both keywords have brought no hand-over since, and the others hold their volume.",
    ],
    [
      "Webinar guests get the price list before they are handed over, and whoever opens it comes first.",
      "Those who opened the price list were accepted twice as often as the others.",
    ],
    [
      "Intent topics are cut to the five that won deals named; a surge in any other does not hand a lead over.",
      "Leads of the five topics are accepted more often than those of the old list.",
    ],
  ],
  bad_data: [
    [
      "Addresses and telephones are checked against the directory before a lead is handed over.",
      "The bounce rate of the first mails went from one in nine to one in thirty.",
    ],
    ["Sellers get bad data back as credit claims every Friday.", "Two sellers have accepted all claims of the month."],
    [
      "Records without a company name go back to the campaign before anybody sees them.",
      "The queue has held no lead without a company for three weeks.",
    ],
  ],
  already_in_pipeline: [
    [
      "Open opportunities are matched by account before a lead is routed.",
      "Duplicates are found before the hand-over and stay with the account's owner.",
    ],
    [
      "Account executives enter the colleagues of a deal in the CRM within a day.",
      "The last twenty deals had their contacts within a day.",
    ],
  ],
};

/** What shows that the work on a reason at one source, which a review decided, has borne fruit. */
const AT_ONE_SOURCE = "The next two Mondays showed fewer of them from this source than the two before.";

/** Days that a fix is worked on. The first one of "no intent" took longer than its thirty. */
const DAYS_AT_WORK = 21;
const SLOW = { reason: "no_intent", days: 37 } as const;

interface OpenFix {
  id: bigint;
  reason: Reason;
  action: string | null;
  openedOn: Date;
}

/** The owners write what they do about a reason; on Thursday they close what has worked. */
export async function workOnFixes(prisma: PrismaClient, people: LoopPeople, week: LoopWeek): Promise<void> {
  const { asOf, at } = week;
  const thursday = addDays(asOf, 3);
  const open = await prisma.fix.findMany({ where: { closedOn: null }, orderBy: { id: "asc" } });
  for (const [index, fix] of open.entries()) {
    const owner = people.ownerOf(fix.reason);
    const before = await prisma.fix.count({ where: { reason: fix.reason, sourceCode: null, id: { lt: fix.id } } });
    const works = WORK[fix.reason];
    const [action, shown] = works[before % works.length] ?? ["", ""];
    const evidence = fix.sourceCode === null ? shown : AT_ONE_SOURCE;
    if (fix.action === null) await writeFixAction(owner, { id: fix.id, seen: await headOf(prisma), action });
    if (!isDone(fix, before, thursday)) continue;
    await closeFix(owner, { id: fix.id, seen: await headOf(prisma), evidence }, at(thursday, 860 + 11 * index));
  }
}

function isDone({ reason, openedOn }: OpenFix, before: number, on: IsoDate): boolean {
  const days = reason === SLOW.reason && before === 0 ? SLOW.days : DAYS_AT_WORK;
  return diffDays(dateIn(openedOn, "UTC"), on) >= days;
}

/** They look at the page as it stands. */
async function headOf(prisma: PrismaClient): Promise<bigint> {
  const { seq } = await prisma.auditHead.findUniqueOrThrow({ where: { id: 1 } });
  return seq;
}

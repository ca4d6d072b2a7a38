import { addDays, dateIn } from "@/lib/domain/dates";
import { OUTBOUND_BDR, UNATTRIBUTED } from "@/lib/domain/source-rows";
import type { Contact, Directory } from "./contacts";
import { amountIn, type Deal, openDeal } from "./deals";
import { type Random, randomFor } from "./random";
import { type Scene, WEEKS, workdayMoment } from "./scene";
import { endingBeforePipeline, endingInPipeline } from "./stages";

type Draft = Omit<Deal, "id">;

/** Deals of a year that no lead of ours began. */
const OUTBOUND_DEALS = 40;
const WALK_INS = 9;
const RENEWALS = 12;
const COLLEAGUES = 20;

/** A day of the year at which a deal can still be seen to move. */
function someMoment(scene: Scene, random: Random): Date {
  return workdayMoment(addDays(scene.firstMonday, random.int(14, 7 * WEEKS - 6)), scene, random);
}

/** A deal of a company that none of our leads works for. */
function coldDeal(directory: Directory, scene: Scene, random: Random): (part: Partial<Draft>) => Draft {
  return (part) => {
    const segment = random.weighted({ SMB: 25, MM: 40, ENT: 35 });
    const ending = random.chance(0.6) ? endingInPipeline(random) : endingBeforePipeline(random);
    const base = { leadId: null, account: directory.fitting(segment).name, segment, type: "new_business" } as const;
    const opening = { ...base, team: "sales", owner: UNATTRIBUTED, createdAt: someMoment(scene, random) } as const;
    return openDeal({ ...opening, ...part, inEuros: false, ending, amount: amountIn(segment, random) }, scene, random);
  };
}

/** Accepted contacts who are the only lead of their company and have no deal: their cycle owns what the company buys. */
function soleLeads(contacts: readonly Contact[], withDeals: ReadonlySet<string | null>): Contact[] {
  const counts = new Map<string, number>();
  for (const { company } of contacts) counts.set(company.name, (counts.get(company.name) ?? 0) + 1);
  return contacts.filter(
    ({ leadId, company, cycle, source }) =>
      counts.get(company.name) === 1 &&
      cycle?.outcome === "accepted" &&
      source !== "trade_show" &&
      !withDeals.has(leadId),
  );
}

/** A deal with somebody else at a lead's company: the account's cycle owns it. */
function colleagueDeal(contact: Contact, scene: Scene, random: Random): Draft | null {
  const { company, segment, source: owner, cycle } = contact;
  const acceptedOn = dateIn(cycle?.decidedAt ?? scene.now, scene.calendar.zone);
  const createdAt = workdayMoment(addDays(acceptedOn, random.int(12, 50)), scene, random);
  if (createdAt >= scene.now) return null;
  const base = { leadId: null, account: company.name, segment, type: "new_business", team: "marketing" } as const;
  const plan = { inEuros: false, ending: endingInPipeline(random), amount: amountIn(segment, random) };
  return openDeal({ ...base, owner, createdAt, ...plan }, scene, random);
}

/**
 * Deals without a lead: hunted by the BDRs, walked in, renewed and expanded, or with a colleague of one of `contacts`, all of
 * whom are given; `led` are the deals that these have themselves.
 */
export function otherDeals(
  contacts: readonly Contact[],
  led: readonly Draft[],
  directory: Directory,
  scene: Scene,
): Draft[] {
  const random = randomFor("other deals");
  const cold = coldDeal(directory, scene, random);
  const times = (count: number, part: () => Partial<Draft>): Draft[] =>
    Array.from({ length: count }, () => cold(part()));
  const withDeals = new Set(led.map((deal) => deal.leadId));
  const sole = random.shuffled(soleLeads(contacts, withDeals)).slice(0, COLLEAGUES);
  return [
    ...times(OUTBOUND_DEALS, () => ({ owner: OUTBOUND_BDR })),
    ...times(WALK_INS, () => ({ team: "marketing" })),
    ...times(RENEWALS, () => ({ type: random.pick(["renewal", "expansion"] as const) })),
    ...sole.flatMap((contact) => colleagueDeal(contact, scene, random) ?? []),
  ];
}

import { addDays, type IsoDate } from "@/lib/domain/dates";
import type { Reason } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import { type Company, fittingCompany, misfitCompany } from "./companies";
import type { Cycle } from "./cycles";
import { deadEmailOf, emailOf, type Person, personOf } from "./people";
import type { Source } from "./plan";
import { type Random, randomFor } from "./random";
import { momentOn, type Scene } from "./scene";
import { CHANNELS } from "./sources";

/** A lead of the sample company: a person at a company, and the cycle if there was a hand-over. */
export interface Contact {
  readonly leadId: string;
  readonly source: Source;
  readonly segment: Segment;
  readonly campaign: string;
  readonly company: Company;
  readonly person: Person;
  readonly email: string | null;
  readonly createdAt: Date;
  readonly score: number | null;
  readonly flaw: Reason | null;
  readonly cycle: Cycle | null;
}

const DAY_MS = 86_400_000;
const SHARED = 0.42;
const POOL = 140;
/** Contacts without a hand-over, of the last two months. */
const RAW_LEADS = 340;
const RAW_DAYS = 60;

/** Hands out companies: no name twice, and now and then one that is known already. */
export interface Directory {
  /** A new one, that nobody else will work for unless it is asked for by name. */
  fitting(segment: Segment): Company;
  misfit(segment: Segment): Company;
  /** One of the latest that this has handed out for the segment, or a new one. */
  known(segment: Segment): Company;
}

export function openDirectory(): Directory {
  const random = randomFor("companies");
  const pools = new Map<Segment, Company[]>();
  let count = 0;
  const fitting = (segment: Segment): Company => fittingCompany(count++, segment, random);
  return {
    fitting,
    misfit: (segment) => misfitCompany(count++, segment, random),
    known: (segment) => {
      const pool = pools.get(segment) ?? [];
      if (pool.length > POOL / 4 && random.chance(SHARED)) return random.pick(pool);
      const company = fitting(segment);
      pools.set(segment, [...pool.slice(1 - POOL), company]);
      return company;
    },
  };
}

const SHARES: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map(
  Object.entries(CHANNELS).map(([source, { campaigns }]) => [
    source,
    Object.fromEntries(campaigns.map(({ name, share }) => [name, share])),
  ]),
);

/** One of the campaigns of a source, as often as its share says. */
export function campaignOf(source: Source, random: Random): string {
  return random.weighted(SHARES.get(source) ?? {});
}

function describe(flaw: Reason | null, company: Company, random: Random): { person: Person; email: string | null } {
  const person = personOf(flaw !== "wrong_persona", random);
  const email = flaw === "bad_data" ? deadEmailOf(person, random) : emailOf(person, company.domain);
  return { person, email };
}

/** When the contact came into the CRM: days before the hand-over, or months for one that has gone cold. */
function creationOf(cycle: Cycle, random: Random): Date {
  const isCold = cycle.flaw === "no_intent" && random.chance(0.6);
  const days = isCold ? random.int(94, 140) : CHANNELS[cycle.source].lagDays * random.next() ** 1.8;
  return new Date(cycle.handedOverAt.getTime() - Math.round((days * DAY_MS) / 60_000) * 60_000 - 5 * 60_000);
}

function scoreOf(cycle: Cycle, random: Random): number | null {
  if (cycle.lane === "partner") return null;
  return cycle.flaw === "no_intent" ? random.int(71, 79) : random.int(72, 97);
}

function companyOf(cycle: Cycle, directory: Directory): Company {
  if (cycle.flaw === "out_of_icp") return directory.misfit(cycle.segment);
  return cycle.outcome === "open" ? directory.fitting(cycle.segment) : directory.known(cycle.segment);
}

/** The lead behind a cycle. `company` is given for one that duplicates a deal. */
export function contactOf(cycle: Cycle, directory: Directory, random: Random, company?: Company): Contact {
  const { leadId, source, segment, flaw } = cycle;
  const employer = company ?? companyOf(cycle, directory);
  const createdAt = creationOf(cycle, random);
  const score = scoreOf(cycle, random);
  const campaign = campaignOf(source, random);
  return {
    leadId,
    source,
    segment,
    campaign,
    company: employer,
    ...describe(flaw, employer, random),
    createdAt,
    score,
    flaw,
    cycle,
  };
}

const RAW_SOURCES = { paid_search: 30, content_syndication: 26, webinar: 24, intent: 16, trade_show: 4 } as const;
const RAW_FLAWS = { none: 35, out_of_icp: 20, wrong_persona: 20, no_intent: 20, bad_data: 5 } as const;

/** Contacts that were not handed over: some could be, most fail a field or the score. */
export function rawContacts(directory: Directory, scene: Scene): Contact[] {
  const random = randomFor("raw contacts");
  return Array.from({ length: RAW_LEADS }, (_, index) => {
    const drawn = random.weighted(RAW_FLAWS);
    const flaw = drawn === "none" ? null : drawn;
    const segment: Segment = random.weighted({ SMB: 40, MM: 32, ENT: 20, Unknown: 8 });
    const company = flaw === "out_of_icp" ? directory.misfit(segment) : directory.fitting(segment);
    const source = random.weighted(RAW_SOURCES);
    const on: IsoDate = addDays(scene.today, -random.int(1, RAW_DAYS));
    return {
      leadId: `LD-9${String(index + 1).padStart(4, "0")}`,
      source,
      segment,
      campaign: campaignOf(source, random),
      company,
      ...describe(flaw, company, random),
      createdAt: momentOn(on, random.int(7 * 60, 21 * 60), scene, random),
      score: random.chance(0.1) ? null : random.int(22, flaw === null ? 94 : 76),
      flaw,
      cycle: null,
    };
  });
}

import { boundedMemo } from "@/lib/domain/memo";
import { SEGMENTS, type Segment } from "@/lib/domain/segments";
import type { Company } from "./companies";
import type { Contact, Directory } from "./contacts";
import { contactOf } from "./contacts";
import type { Cycle } from "./cycles";
import type { Deal } from "./deals";
import { randomFor } from "./random";

/** From how many deals, or failing those leads, the original is drawn. */
const NEWEST = 12;
const EARLIEST = 40;

/** What a lead duplicates: the id of an open opportunity or of a lead, and the company. */
interface Original {
  readonly id: string;
  readonly company: Company;
}

/** The latest of `newestFirst` that were open when a cycle was handed over, and still are for one that is open itself. */
function openDeals(cycle: Cycle, newestFirst: readonly Deal[]): Deal[] {
  const found: Deal[] = [];
  for (const deal of newestFirst) {
    if (found.length === NEWEST) break;
    const wasClosed = deal.closedAt !== null && (cycle.outcome === "open" || deal.closedAt <= cycle.handedOverAt);
    if (deal.createdAt < cycle.handedOverAt && !wasClosed) found.push(deal);
  }
  return found;
}

/** Leads of cycles that duplicate something, with what it is, by lead. */
export interface Duplicates {
  readonly contacts: readonly Contact[];
  readonly originals: ReadonlyMap<string, string>;
}

/**
 * The leads that came in twice: of a company with an open deal, or, early in the year, of the company of an earlier lead.
 * `deals` are in the order of their creation, `contacts` in that of their hand-over.
 */
export function duplicatesOf(
  cycles: readonly Cycle[],
  contacts: readonly Contact[],
  deals: readonly Deal[],
  directory: Directory,
): Duplicates {
  const random = randomFor("duplicates");
  const companies = new Map(contacts.map(({ company }) => [company.name, company]));
  const firstOf = boundedMemo(SEGMENTS.length, (segment: Segment) =>
    contacts.filter((contact) => contact.segment === segment && contact.flaw === null).slice(0, EARLIEST),
  );
  const dealsOf = boundedMemo(SEGMENTS.length, (segment: Segment) =>
    deals.filter((deal) => deal.segment === segment && companies.has(deal.account)).reverse(),
  );
  const originalOf = (cycle: Cycle): Original => {
    const recent = openDeals(cycle, dealsOf(cycle.segment));
    const deal = recent.length > 0 ? random.pick(recent) : undefined;
    const company = deal && companies.get(deal.account);
    if (deal && company) return { id: deal.id, company };
    const lead = random.pick(firstOf(cycle.segment));
    return { id: lead.leadId, company: lead.company };
  };
  const originals = new Map<string, string>();
  const twins = cycles.map((cycle) => {
    const original = originalOf(cycle);
    originals.set(cycle.leadId, original.id);
    return contactOf(cycle, directory, random, original.company);
  });
  return { contacts: twins, originals };
}

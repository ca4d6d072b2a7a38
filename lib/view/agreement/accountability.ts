import { BDR_HOMES, type BdrHome, isBlurred } from "@/lib/domain/accountability";
import { joinWords } from "@/lib/domain/phrases";
import { type Role, roleLabel } from "@/lib/domain/roles";

interface Measure {
  readonly name: string;
  readonly against: string;
}

interface Half {
  readonly role: "cmo" | "cro";
  readonly owns: "Supply" | "Conversion";
  readonly meaning: string;
  /** Who answers for a breach (product.md, People). */
  readonly breachRole: "head_demand_gen" | "head_sdr";
  readonly measures: readonly Measure[];
}

/** The two halves, with the measures as the Monday page names their owners. */
const HALVES: readonly Half[] = [
  {
    role: "cmo",
    owns: "Supply",
    meaning: "leads that fit, at a price that pays",
    breachRole: "head_demand_gen",
    measures: [
      { name: "Acceptance by source and segment", against: "its floor; 30 days to cure a breach" },
      { name: "Rejected, of all handed over", against: "the cap; the top three reasons" },
      { name: "MQL → pipeline by segment", against: "its floor" },
      { name: "Cost per pipeline dollar by source", against: "the line" },
      { name: "Volume", against: "the feed rate" },
    ],
  },
  {
    role: "cro",
    owns: "Conversion",
    meaning: "every lead touched and decided in time",
    breachRole: "head_sdr",
    measures: [
      { name: "First touch", against: "the follow-up SLA" },
      { name: "Accept or reject", against: "the decision SLA" },
      { name: "Unworked leads", against: "sales SLA breaches of acceptance" },
      { name: "SAL → SQL → pipeline", against: "the deals behind each source" },
    ],
  },
];

export interface HalfView {
  key: string;
  owns: string;
  meaning: string;
  title: string;
  /** Null where nobody has the role. */
  names: string | null;
  breach: string;
  measures: readonly Measure[];
}

type People = Readonly<Partial<Record<Role, readonly string[]>>>;

const namesOf = (people: People, role: Role): string | null => joinWords(people[role] ?? [], "and") || null;

/** Who owns supply and who owns conversion, by name. */
export function accountabilityHalves(people: People, cmoTitle: string): HalfView[] {
  return HALVES.map(({ role, owns, meaning, breachRole, measures }) => ({
    key: role,
    owns,
    meaning,
    title: roleLabel(role, cmoTitle),
    names: namesOf(people, role),
    breach: `Breaches: ${namesOf(people, breachRole) ?? "nobody yet"}, ${roleLabel(breachRole)}`,
    measures,
  }));
}

/** Where the BDR team sits, in a sentence. */
export function bdrTeamWords(home: BdrHome, bdrs: number, people: People, cmoTitle: string): string {
  const team = bdrs === 1 ? "The one active BDR reports" : `The ${bdrs} active BDRs report`;
  const name = namesOf(people, home);
  const title = roleLabel(home, cmoTitle);
  return `${team} to ${name ? `${name}, ${title}` : `the ${title}`}.`;
}

export function bdrHomeOptions(cmoTitle: string) {
  return BDR_HOMES.map((home) => ({ value: home, label: roleLabel(home, cmoTitle) }));
}

/** Said on the agreement's page too; null when all is well. The figure is of the source document, with its source. */
export function bdrWarning(home: BdrHome): { title: string; text: string; caption: string } | null {
  if (!isBlurred(home)) return null;
  return {
    title: "The BDR team sits under marketing.",
    text: "Those who judge the leads then belong to the side that supplies them, and nobody answers for pipeline alone.",
    caption: "67 % of companies with over $50M ARR have BDRs report to the CRO (Forrester 2027).",
  };
}

import type { Person } from "@/lib/auth/actor";
import { readBrief } from "@/lib/data/briefs";
import type { BriefText } from "@/lib/domain/briefs";
import { addDays, dateIn } from "@/lib/domain/dates";
import { signBrief } from "@/lib/services/brief-signing";
import { writeBrief } from "@/lib/services/briefs";
import type { JsonRecord } from "@/lib/services/parse/records";

export const VENDOR = "Paperlane Media";

/** The server keeps the clock of a brief, so that tests of briefs live today. */
export const today = (now = new Date()): string => dateIn(now, "America/New_York");

/** A brief as its form would send it: delivered from a month ago on, for most of a year. */
export function briefText(changes: Partial<BriefText> = {}): BriefText {
  return {
    vendor: VENDOR,
    volume: "1,000",
    price: "42.5",
    currency: "usd",
    deliveryFrom: addDays(today(), -30),
    deliveryTo: addDays(today(), 300),
    creditTerms: "Rows that fail the brief, bad data and duplicates are credited in full.",
    ...changes,
  };
}

/** Signs what stands, as the screen of the signer has it. */
export async function signAs(person: Person, id: bigint, now = new Date()): Promise<void> {
  const brief = await readBrief(person, String(id), now);
  await signBrief(person, { id, seen: brief?.seen ?? 0n, hash: brief?.hash ?? "" }, now);
}

/** A brief that both sides have signed. */
export async function signedBrief(
  people: Readonly<Record<"cro" | "cmo" | "vp_revops", Person>>,
  changes: Partial<BriefText> = {},
): Promise<bigint> {
  const id = await writeBrief(people.vp_revops, briefText(changes), new Date());
  await signAs(people.cmo, id);
  await signAs(people.cro, id);
  return id;
}

/** A lead that meets the example definition as far as a seller can. */
export const boughtLead = (external_id: string, changes: JsonRecord = {}): JsonRecord => ({
  external_id,
  email: `${external_id}@buyer.example`,
  company: `Buyer ${external_id}`,
  title: "VP Sales",
  country: "US",
  naics: "511210",
  employees: 300,
  annual_revenue: "20000000",
  technologies: "Salesforce",
  source: "content_syndication",
  created_at: addDays(today(), -3),
  score: "80",
  score_vendor: "6sense",
  bought_from: VENDOR,
  ...changes,
});

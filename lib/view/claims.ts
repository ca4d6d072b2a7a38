import { claimWords } from "@/lib/domain/brief-check";
import type { BriefTerms } from "@/lib/domain/briefs";
import type { IsoDate } from "@/lib/domain/dates";
import { formatMoney, parseMoney } from "@/lib/domain/money";
import { groupDigits } from "@/lib/domain/phrases";
import { priceText } from "@/lib/view/buying";
import { type CsvValue, csvText } from "@/lib/view/csv";
import { dateWithYear } from "@/lib/view/dates";
import { exactMoney } from "@/lib/view/monday/labels";

/** A row that the seller is asked to credit, as lib/data reads it. */
export interface ClaimInput {
  readonly leadId: string;
  readonly externalId: string;
  readonly name: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly receivedOn: IsoDate;
  readonly failed: readonly string[];
  readonly rejection: string | null;
}

export function claimRow(claim: ClaimInput, terms: BriefTerms) {
  return {
    leadId: claim.leadId,
    lead: claim.name ?? claim.externalId,
    company: claim.company ?? "—",
    receivedOn: dateWithYear(claim.receivedOn),
    why: claimWords(claim.failed, claim.rejection) ?? "",
    price: priceText(terms),
  };
}

/**
 * "61 rows, 3,782.00 USD at the price of the brief". Nobody owes more than was ordered, so that no more than that is priced:
 * which of the rows came in beyond the order is for buyer and seller to say, and the list holds all.
 */
export function claimTotal(claims: number, { price: amount, currency, volume }: BriefTerms): string {
  const priced = Math.min(claims, volume);
  const sum = `${exactMoney(formatMoney((parseMoney(amount) ?? 0n) * BigInt(priced)))} ${currency} at the price of the brief`;
  const rows = claims === 1 ? "1 row" : `${groupDigits(claims)} rows`;
  return priced < claims ? `${rows}, ${groupDigits(priced)} of them priced: ${sum}` : `${rows}, ${sum}`;
}

const CLAIM_HEADER = [
  "external_id",
  "name",
  "company",
  "email",
  "received_on",
  "failed",
  "rejection",
  "reason",
  "price",
  "currency",
];

/** The list for the vendor, with codes for machines and words for people. */
export function claimsCsv(claims: readonly ClaimInput[], terms: BriefTerms): string {
  const rows = claims.map((claim): CsvValue[] => [
    claim.externalId,
    claim.name,
    claim.company,
    claim.email,
    claim.receivedOn,
    claim.failed.join(";"),
    claim.rejection,
    claimWords(claim.failed, claim.rejection),
    terms.price,
    terms.currency,
  ]);
  return csvText(CLAIM_HEADER, rows);
}

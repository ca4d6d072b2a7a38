import { accountKey } from "./accounts";
import { sorted } from "./agreement-document";
import { canonicalJson } from "./canonical";
import { diffDays, type IsoDate, parseIsoDate } from "./dates";
import { type Definition, describe } from "./definition";
import { formatMoney, parseMoney } from "./money";
import type { RequiredField } from "./required-data";
import { ungrouped } from "./terms";

/** Who signs a brief, one of each side (product.md C12). */
export const BRIEF_SIGNERS = ["cro", "cmo"] as const;
export type BriefSigner = (typeof BRIEF_SIGNERS)[number];

export function isBriefSigner(role: string): role is BriefSigner {
  return (BRIEF_SIGNERS as readonly string[]).includes(role);
}

/** What is ordered, as it is stored; money as decimal text. */
export interface BriefTerms {
  readonly vendor: string;
  readonly volume: number;
  readonly price: string;
  readonly currency: string;
  readonly deliveryFrom: IsoDate;
  /** The last day on which rows may come in. */
  readonly deliveryTo: IsoDate;
  readonly creditTerms: string;
}

/** The same as people type it. */
export type BriefText = Readonly<Record<keyof BriefTerms, string>>;

/** What every row is checked against: that of the agreement which judged when the brief was written. */
export interface BriefCriteria {
  readonly agreementVersion: number;
  readonly definition: Definition;
  readonly requiredData: readonly RequiredField[];
}

/** The key by which a vendor is known: as accounts are compared (metrics.md §1). */
export const vendorKey = (name: string): string => accountKey(name);

export interface TermsError {
  readonly field: keyof BriefTerms;
  readonly code: string;
  readonly message: string;
}

const MAX_VENDOR = 300;
const MAX_VOLUME = 10_000_000;
/** In cents; the column holds a little more. */
const MAX_PRICE = 100_000_000n;
const MAX_DAYS = 731;
const CREDIT_LENGTH = { min: 10, max: 2_000 };
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

const isDay = (text: string): boolean => parseIsoDate(text) !== null;
const spaced = (text: string): string => text.normalize("NFC").trim().replace(/\s+/gu, " ");

/** Cents of an amount as people type it; null for anything else. */
export function moneyOf(text: string): bigint | null {
  return /^\d{1,12}(\.\d{1,2})?$/.test(text) ? parseMoney(text) : null;
}

type Check = (terms: BriefTerms, today: IsoDate) => Omit<TermsError, "field"> | null;

const CHECKS: Readonly<Record<keyof BriefTerms, Check>> = {
  vendor: ({ vendor }) =>
    vendorKey(vendor) === "" || vendor.length > MAX_VENDOR
      ? {
          code: "VENDOR_MISSING",
          message: `Name the vendor as your files do in bought_from, in up to ${MAX_VENDOR} characters.`,
        }
      : null,
  volume: ({ volume }) =>
    volume >= 1 && volume <= MAX_VOLUME
      ? null
      : { code: "VOLUME_RANGE", message: "Enter how many leads are ordered: a whole number from 1 on, such as 1,500." },
  price: ({ price }) => {
    const cents = moneyOf(price);
    return cents !== null && cents <= MAX_PRICE
      ? null
      : {
          code: "PRICE_RANGE",
          message: "Enter the price of one lead with at most two decimals after a point, such as 42.50.",
        };
  },
  currency: ({ currency }) =>
    isCurrency(currency)
      ? null
      : { code: "CURRENCY_UNKNOWN", message: `"${currency}" is no currency. Give an ISO code such as USD or EUR.` },
  deliveryFrom: ({ deliveryFrom }) =>
    isDay(deliveryFrom) ? null : { code: "DATE_INVALID", message: "Enter the first day of the delivery." },
  deliveryTo: ({ deliveryFrom, deliveryTo }, today) => {
    if (!isDay(deliveryTo)) return { code: "DATE_INVALID", message: "Enter the last day of the delivery." };
    if (deliveryTo < today)
      return { code: "DELIVERY_OVER", message: "This day is over. Enter a last day from today on." };
    if (!isDay(deliveryFrom)) return null;
    const days = diffDays(deliveryFrom, deliveryTo);
    return days >= 0 && days <= MAX_DAYS
      ? null
      : { code: "DELIVERY_RANGE", message: "The last day comes after the first, at most two years later." };
  },
  creditTerms: ({ creditTerms: { length } }) =>
    length >= CREDIT_LENGTH.min && length <= CREDIT_LENGTH.max
      ? null
      : {
          code: "CREDIT_TERMS_MISSING",
          message: `Say which rows are credited, in ${CREDIT_LENGTH.min} to ${CREDIT_LENGTH.max} characters.`,
        },
};

/** Checked terms of a brief, or everything that is wrong with them, each with its cure. */
export function readBriefTerms(
  text: BriefText,
  today: IsoDate,
): { ok: true; terms: BriefTerms } | { ok: false; errors: readonly TermsError[] } {
  const volume = ungrouped(text.volume.trim());
  const price = ungrouped(text.price.trim());
  const cents = moneyOf(price);
  const terms: BriefTerms = {
    vendor: spaced(text.vendor),
    volume: /^\d{1,9}$/.test(volume) ? Number(volume) : Number.NaN,
    price: cents === null ? price : formatMoney(cents),
    currency: text.currency.trim().toUpperCase(),
    deliveryFrom: text.deliveryFrom.trim(),
    deliveryTo: text.deliveryTo.trim(),
    creditTerms: text.creditTerms.normalize("NFC").trim(),
  };
  const errors = (Object.keys(CHECKS) as (keyof BriefTerms)[]).flatMap((field) => {
    const error = CHECKS[field](terms, today);
    return error ? [{ field, ...error }] : [];
  });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, terms };
}

/**
 * The canonical text that both sides sign: the terms, the score line, the eight fields as they are evaluated and in words, and
 * the required data. Equal briefs give equal bytes; a later agreement changes none of them.
 */
export function canonicalBrief(
  terms: BriefTerms,
  { agreementVersion, definition, requiredData }: BriefCriteria,
): string {
  const body = {
    vendor: terms.vendor,
    volume: terms.volume,
    price: terms.price,
    currency: terms.currency,
    delivery_from: terms.deliveryFrom,
    delivery_to: terms.deliveryTo,
    credit_terms: terms.creditTerms,
    agreement_version: agreementVersion,
    definition: { ...definition, score_above: String(definition.score_above) },
    fields: describe(definition).map(({ key, label, words }) => ({ key, label, words })),
    required_data: requiredData,
  };
  return canonicalJson(sorted(body) as object);
}

interface StoredBrief {
  readonly agreement_version: number;
  readonly definition: Omit<Definition, "score_above"> & { readonly score_above: string };
  readonly fields: readonly { readonly key: string; readonly label: string; readonly words: string }[];
  readonly required_data: readonly RequiredField[];
}

/** The criteria out of a text of `canonicalBrief`: a row is judged by the bytes that were signed. */
export function criteriaOf(document: string): BriefCriteria & Pick<StoredBrief, "fields"> {
  const stored = JSON.parse(document) as StoredBrief;
  return {
    agreementVersion: stored.agreement_version,
    definition: { ...stored.definition, score_above: Number(stored.definition.score_above) },
    requiredData: stored.required_data,
    fields: stored.fields,
  };
}

export type BriefState = "draft" | "waiting" | "upcoming" | "delivering" | "over" | "ended";

export interface BriefFacts {
  readonly deliveryFrom: IsoDate;
  readonly deliveryTo: IsoDate;
  /** Roles that have signed what stands. */
  readonly signedBy: readonly BriefSigner[];
  readonly isEnded: boolean;
}

/** Where a brief stands on a day. Rows of its vendor come in while it is `delivering`, and at no other time. */
export function briefState({ deliveryFrom, deliveryTo, signedBy, isEnded }: BriefFacts, today: IsoDate): BriefState {
  if (isEnded) return "ended";
  if (deliveryTo < today) return "over";
  if (signedBy.length < BRIEF_SIGNERS.length) return signedBy.length === 0 ? "draft" : "waiting";
  return deliveryFrom > today ? "upcoming" : "delivering";
}

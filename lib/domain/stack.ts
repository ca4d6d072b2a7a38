import { isCurrency, moneyOf, vendorKey } from "./briefs";
import { dateIn, diffDays, type IsoDate, parseIsoDate } from "./dates";
import { formatMoney } from "./money";
import { typedNumber } from "./typed-number";

/** The four layers of the stack in the order of the source document (its §5). */
export const LAYERS = ["scoring", "attribution", "crm", "warehouse"] as const;
export type Layer = (typeof LAYERS)[number];

export const LAYER_TEXTS: Readonly<Record<Layer, { readonly label: string; readonly what: string }>> = {
  scoring: { label: "Scoring", what: "One tool: every score comes from it, and nobody edits one." },
  attribution: { label: "Attribution", what: "One tool, locked while an agreement is in force." },
  crm: { label: "CRM", what: "Where leads, verdicts and opportunities live." },
  warehouse: { label: "Warehouse", what: "The tables that both sides read." },
};

/** Layers in which one tool at a time may be in use. */
export function isSingle(layer: Layer): boolean {
  return layer === "scoring" || layer === "attribution";
}

export function isLayer(text: string): text is Layer {
  return (LAYERS as readonly string[]).includes(text);
}

export interface ToolTerms {
  readonly name: string;
  readonly vendor: string;
  /** Decimal text. */
  readonly yearlyCost: string;
  readonly currency: string;
  readonly renewsOn: IsoDate;
}

export interface StackError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

const MAX_NAME = 120;
const MAX_COST = 100_000_000_000n;
const spaced = (text: string): string => text.normalize("NFC").trim().replace(/\s+/gu, " ");
const isName = (text: string): boolean => vendorKey(text) !== "" && text.length <= MAX_NAME;

/** Checked terms of a tool, or everything that is wrong with them. */
export function readToolTerms(
  text: Readonly<Record<keyof ToolTerms, string>>,
): { ok: true; terms: ToolTerms } | { ok: false; errors: readonly StackError[] } {
  const [name, vendor] = [spaced(text.name), spaced(text.vendor)];
  const cents = moneyOf(typedNumber(text.yearlyCost));
  const [currency, renewsOn] = [text.currency.trim().toUpperCase(), parseIsoDate(text.renewsOn.trim())];
  const errors: StackError[] = [];
  const check = (good: boolean, field: keyof ToolTerms, code: string, message: string) => {
    if (!good) errors.push({ field, code, message });
  };
  check(isName(name), "name", "NAME_MISSING", `Name the tool in up to ${MAX_NAME} characters.`);
  check(isName(vendor), "vendor", "VENDOR_MISSING", `Name its vendor in up to ${MAX_NAME} characters.`);
  check(
    cents !== null && cents <= MAX_COST,
    "yearlyCost",
    "COST_RANGE",
    "Enter what a year costs, with at most two decimals, such as 54000.00 or 54,000.00; a comma groups thousands only.",
  );
  check(
    isCurrency(currency),
    "currency",
    "CURRENCY_UNKNOWN",
    `"${currency}" is no currency. Give an ISO code such as USD or EUR.`,
  );
  check(renewsOn !== null, "renewsOn", "DATE_INVALID", "Enter the day on which the contract renews.");
  if (errors.length > 0 || cents === null || renewsOn === null) return { ok: false, errors };
  return { ok: true, terms: { name, vendor, yearlyCost: formatMoney(cents), currency, renewsOn } };
}

const SOON_DAYS = 60;

/** The renewal in words once it is near or over; null while it is further away than 60 days. */
export function renewalWords(renewsOn: IsoDate, today: IsoDate): string | null {
  const days = diffDays(today, renewsOn);
  if (days > SOON_DAYS) return null;
  if (days < 0) return `the renewal date passed ${-days === 1 ? "yesterday" : `${-days} days ago`}`;
  if (days === 0) return "renews today";
  return days === 1 ? "renews tomorrow" : `renews in ${days} days`;
}

/** How a version of a scoring model became known. */
export interface ModelRecord {
  /** The tool that it is a model of, or the vendor that scores named while no tool had that name. */
  readonly tool: string;
  readonly modelVersion: string;
  /** The day of the retrain where RevOps entered it; null: seen first in scores that came in. */
  readonly retrainedOn: IsoDate | null;
  readonly recordedAt: Date;
  /** The freeze that it fell into when it was recorded; kept for good. */
  readonly frozen: { readonly agreementVersion: number; readonly until: IsoDate } | null;
}

export interface RetrainFlag {
  readonly tool: string;
  readonly modelVersion: string;
  readonly on: IsoDate;
  readonly how: "entered" | "seen";
  readonly agreementVersion: number;
  readonly frozenUntil: IsoDate;
}

/**
 * Retrains inside freezes, one line for each version of a tool in each freeze, earliest day first (product.md C13). Nothing that
 * is entered later takes a flag away.
 * @param records in the order in which they became known
 */
export function retrainFlagsOf(records: readonly ModelRecord[], zone: string): RetrainFlag[] {
  const flags = new Map<string, RetrainFlag>();
  for (const { tool, modelVersion, retrainedOn, recordedAt, frozen } of records) {
    if (!frozen) continue;
    const on = retrainedOn ?? dateIn(recordedAt, zone);
    const { agreementVersion, until: frozenUntil } = frozen;
    // A correction has the freeze of the version that it corrects.
    const key = JSON.stringify([tool, modelVersion, frozenUntil]);
    const known = flags.get(key);
    const how = retrainedOn ? "entered" : "seen";
    if (!known || on < known.on) flags.set(key, { tool, modelVersion, on, how, agreementVersion, frozenUntil });
  }
  return [...flags.values()].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** The keys by which imports may name a tool as the vendor of a score: its own name or its vendor's. */
export function scorerKeys({ name, vendor }: Pick<ToolTerms, "name" | "vendor">): ReadonlySet<string> {
  return new Set([vendorKey(name), vendorKey(vendor)]);
}

import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { prismaTx } from "./sql";

/** What may be set about the organisation; left out means unchanged. */
export interface OrganisationChange {
  name?: string;
  /** IANA name. Every date in the product is a calendar date in it. */
  timeZone?: string;
  /** ISO 4217, three capitals. */
  currency?: string;
  /** 1..12 */
  fiscalYearStartMonth?: number;
}

const refuse = (code: string, field: string, message: string) => new AppError(code, { field, message });

function checkName(name: string): string {
  const text = name.normalize("NFC").trim();
  if (text.length >= 1 && text.length <= 100) return text;
  throw refuse("NAME_REQUIRED", "name", "Enter the organisation's name, up to 100 characters.");
}

function checkZone(timeZone: string): string {
  const known = Intl.supportedValuesOf("timeZone").includes(timeZone) || timeZone === "UTC";
  if (known) return timeZone;
  throw refuse(
    "ZONE_UNKNOWN",
    "time-zone",
    `"${timeZone}" is no time zone. Give an IANA name such as America/New_York or Europe/Berlin.`,
  );
}

function checkCurrency(currency: string): string {
  const code = currency.trim().toUpperCase();
  if (Intl.supportedValuesOf("currency").includes(code)) return code;
  throw refuse("CURRENCY_UNKNOWN", "currency", `"${currency}" is no currency. Give an ISO code such as USD or EUR.`);
}

function checkMonth(month: number): number {
  if (Number.isInteger(month) && month >= 1 && month <= 12) return month;
  throw refuse(
    "FISCAL_MONTH_RANGE",
    "fiscal-start",
    "Give the first month of the fiscal year as a number from 1 to 12.",
  );
}

function checked(change: OrganisationChange): OrganisationChange {
  const { name, timeZone, currency, fiscalYearStartMonth } = change;
  return {
    ...(name !== undefined && { name: checkName(name) }),
    ...(timeZone !== undefined && { timeZone: checkZone(timeZone) }),
    ...(currency !== undefined && { currency: checkCurrency(currency) }),
    ...(fiscalYearStartMonth !== undefined && { fiscalYearStartMonth: checkMonth(fiscalYearStartMonth) }),
  };
}

/** Whether facts were written by the present zone and currency: their dates and amounts would keep the old ones. */
async function hasFacts(tx: Prisma.TransactionClient): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ any: boolean }[]>`
    SELECT EXISTS (SELECT FROM cycles) OR EXISTS (SELECT FROM opportunities) OR EXISTS (SELECT FROM touches)
      OR EXISTS (SELECT FROM spend) AS any`;
  return row?.any ?? false;
}

const STATE = { name: true, timeZone: true, currency: true, fiscalYearStartMonth: true } as const;

/**
 * Sets the organisation. Zone and currency only before there are facts. Throws AppError FORBIDDEN, LOCKED_BY_DATA,
 * NOT_FOUND, or what is wrong with a value.
 */
export async function setOrganisation(actor: Actor, change: OrganisationChange): Promise<void> {
  await authorize(actor, "settings.edit", "organisation");
  const data = checked(change);
  await db().$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ id: number }[]>`SELECT id FROM organisation WHERE id = 1 FOR UPDATE`;
    if (!row) throw new AppError("NOT_FOUND", { message: "The settings are missing: run npm run migrate first." });
    const before = await tx.organisation.findUniqueOrThrow({ where: { id: 1 }, select: STATE });
    const after = { ...before, ...data };
    const field =
      after.timeZone !== before.timeZone ? "time-zone" : after.currency !== before.currency ? "currency" : null;
    if (field && (await hasFacts(tx))) throw locked(field);
    await tx.organisation.update({ where: { id: 1 }, data, select: { id: true } });
    await audit(prismaTx(tx), { actor, action: "organisation.set", object: "organisation", before, after });
  });
}

function locked(field: "time-zone" | "currency"): AppError {
  const reason =
    field === "currency"
      ? "Amounts were converted into the present currency when they came in."
      : "Days and weeks were counted in the present time zone when records came in.";
  return new AppError("LOCKED_BY_DATA", {
    field,
    message: `${reason} It can only be changed on an empty database: import the records into a new one.`,
  });
}

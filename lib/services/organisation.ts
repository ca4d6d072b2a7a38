import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { fetchStanding } from "@/lib/data/agreement-versions";
import { lastSeen } from "@/lib/data/changes";
import { HAS_FACTS, ORGANISATION_OBJECT } from "@/lib/data/organisation";
import { dateIn } from "@/lib/domain/dates";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { heldUntilError } from "./agreement/frozen";
import { editSettings } from "./settings";
import { onlyRow, type Tx } from "./sql";

/** What may be set about the organisation; left out means unchanged. */
export interface OrganisationChange {
  name?: string;
  /** IANA name. Every date in the product is a calendar date in it. */
  timeZone?: string;
  /** ISO 4217, three capitals. */
  currency?: string;
  /** 1..12 */
  fiscalYearStartMonth?: number;
  /** Leads that one active BDR can work in a week; 0 means not set. */
  sdrWeeklyCapacity?: number;
  /** What people call the CMO. */
  cmoTitle?: string;
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

const MAX_CAPACITY = 10_000;

function checkCapacity(capacity: number): number {
  if (Number.isInteger(capacity) && capacity >= 0 && capacity <= MAX_CAPACITY) return capacity;
  throw refuse(
    "CAPACITY_RANGE",
    "capacity",
    "Enter how many leads one BDR can work in a week as a whole number, or 0 while you do not know it.",
  );
}

function checkTitle(title: string): string {
  const text = title.normalize("NFC").trim();
  if (text.length >= 1 && text.length <= 60) return text;
  throw refuse("NAME_REQUIRED", "cmo-title", "Enter the CMO's title, up to 60 characters, such as VP Marketing.");
}

function checked(change: OrganisationChange): OrganisationChange {
  const { name, timeZone, currency, fiscalYearStartMonth, sdrWeeklyCapacity, cmoTitle } = change;
  return {
    ...(name !== undefined && { name: checkName(name) }),
    ...(timeZone !== undefined && { timeZone: checkZone(timeZone) }),
    ...(currency !== undefined && { currency: checkCurrency(currency) }),
    ...(fiscalYearStartMonth !== undefined && { fiscalYearStartMonth: checkMonth(fiscalYearStartMonth) }),
    ...(sdrWeeklyCapacity !== undefined && { sdrWeeklyCapacity: checkCapacity(sdrWeeklyCapacity) }),
    ...(cmoTitle !== undefined && { cmoTitle: checkTitle(cmoTitle) }),
  };
}

interface State {
  name: string;
  timeZone: string;
  currency: string;
  fiscalYearStartMonth: number;
  sdrWeeklyCapacity: number;
  cmoTitle: string;
}

async function lockState(tx: Tx): Promise<State> {
  const [state] = await tx.rows<State>(Prisma.sql`
    SELECT name, time_zone AS "timeZone", currency::text, fiscal_year_start_month::int AS "fiscalYearStartMonth",
      sdr_weekly_capacity AS "sdrWeeklyCapacity", cmo_title AS "cmoTitle" FROM organisation WHERE id = 1 FOR UPDATE`);
  if (state) return state;
  throw new AppError("NOT_FOUND", { message: "The settings are missing: run npm run migrate first." });
}

/** The part of a state that a change speaks of. */
function named(state: State, change: OrganisationChange): object {
  return Object.fromEntries(Object.entries(state).filter(([key]) => Object.hasOwn(change, key)));
}

async function store(tx: Tx, state: State): Promise<void> {
  await tx.rows(Prisma.sql`
    UPDATE organisation SET name = ${state.name}, time_zone = ${state.timeZone}, currency = ${state.currency},
      fiscal_year_start_month = ${state.fiscalYearStartMonth}, sdr_weekly_capacity = ${state.sdrWeeklyCapacity},
      cmo_title = ${state.cmoTitle} WHERE id = 1`);
}

/**
 * Until when an agreement is frozen is counted with zone and fiscal year, and its amounts are in the currency: they hold as long
 * (product.md C4); and a version that is proposed or signed is of them too. Throws AppError FROZEN_UNTIL, CONFLICT.
 */
async function requireUnfrozen(tx: Tx, before: State, after: State, now: Date): Promise<void> {
  const held = [
    { is: after.timeZone !== before.timeZone, field: "time-zone", what: "The time zone" },
    { is: after.currency !== before.currency, field: "currency", what: "The currency" },
    {
      is: after.fiscalYearStartMonth !== before.fiscalYearStartMonth,
      field: "fiscal-start",
      what: "The start of the fiscal year",
    },
  ].find(({ is }) => is);
  if (!held) return;
  const { judging, open } = await fetchStanding(tx.rows);
  if (open && open.status !== "draft") {
    const message = `${held.what} is part of version ${open.version}, which is ${open.status}. Have it sent back first.`;
    throw new AppError("CONFLICT", { field: held.field, message });
  }
  const { frozenUntil } = judging;
  if (frozenUntil === null || frozenUntil <= dateIn(now, before.timeZone)) return;
  const message = `${held.what} is held by the agreement in force, which is frozen until ${frozenUntil}. Change it on that day or later.`;
  throw heldUntilError(frozenUntil, held.field, message);
}

const HAS_QUARTERLY_COMMENTS = Prisma.sql`SELECT EXISTS (SELECT FROM review_comments WHERE kind = 'quarterly') AS any`;

/** Comments stand under the quarter that they were written in, for good. Throws AppError LOCKED_BY_DATA. */
async function requireSameQuarters(tx: Tx, before: State, after: State): Promise<void> {
  if (after.fiscalYearStartMonth === before.fiscalYearStartMonth) return;
  if (!(await onlyRow<{ any: boolean }>(tx, HAS_QUARTERLY_COMMENTS)).any) return;
  throw new AppError("LOCKED_BY_DATA", {
    field: "fiscal-start",
    message:
      "Comments were written under quarters of the present fiscal year, and would stand under none of another. Keep its first month, or begin on an empty database.",
  });
}

/**
 * Sets the organisation. Zone and currency only before there are facts; these and the fiscal year not while an agreement is frozen,
 * nor the fiscal year once a quarterly review is commented.
 * @param seen last audit entry that the editor saw; left out by the command line, which shows nothing before
 * @throws AppError FROZEN_UNTIL, LOCKED_BY_DATA, what is wrong with a value, and as `editSettings`
 */
export async function setOrganisation(
  actor: Actor,
  change: OrganisationChange,
  now: Date,
  seen?: bigint,
): Promise<void> {
  const edit = { object: ORGANISATION_OBJECT, seen: seen ?? (await lastSeen(ORGANISATION_OBJECT)) };
  await editSettings(actor, "settings.edit", edit, async (tx) => {
    const data = checked(change);
    const before = await lockState(tx);
    const after = { ...before, ...data };
    await requireUnfrozen(tx, before, after, now);
    await requireSameQuarters(tx, before, after);
    const field =
      after.timeZone !== before.timeZone ? "time-zone" : after.currency !== before.currency ? "currency" : null;
    if (field && (await onlyRow<{ any: boolean }>(tx, HAS_FACTS)).any) throw locked(field);
    await store(tx, after);
    return { action: "organisation.set", before: named(before, data), after: named(after, data) };
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

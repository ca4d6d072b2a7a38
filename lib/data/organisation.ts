import "server-only";
import { cache } from "react";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { lastSeen } from "./changes";

export const ORGANISATION_OBJECT = "organisation";

/** What pages say about the organisation. */
export interface OrganisationFacts {
  name: string;
  /** IANA; every date and time on every page is in it. */
  timeZone: string;
  currency: string;
  cmoTitle: string;
  isDemo: boolean;
}

/** The organisation, once per request. Throws AppError NOT_FOUND on a database without settings. */
export const readOrganisation = cache(async (): Promise<OrganisationFacts> => {
  const organisation = await db().organisation.findUnique({
    where: { id: 1 },
    select: { name: true, timeZone: true, currency: true, cmoTitle: true, isDemo: true },
  });
  if (organisation) return organisation;
  throw new AppError("NOT_FOUND", { message: "This database has no settings yet: run npm run migrate." });
});

/** The calendar date in the organisation's zone and the month (1 to 12) in which its fiscal year begins. */
export async function readFiscal(now: Date): Promise<{ now: Date; today: IsoDate; startMonth: number }> {
  const { timeZone, fiscalYearStartMonth } = await db().organisation.findUniqueOrThrow({
    where: { id: 1 },
    select: { timeZone: true, fiscalYearStartMonth: true },
  });
  return { now, today: dateIn(now, timeZone), startMonth: fiscalYearStartMonth };
}

/** One row `any`: whether facts were written by the present zone and currency, and would keep the old ones. */
export const HAS_FACTS = Prisma.sql`
  SELECT EXISTS (SELECT FROM cycles) OR EXISTS (SELECT FROM opportunities) OR EXISTS (SELECT FROM touches)
    OR EXISTS (SELECT FROM spend) AS any`;

/** All that may be set about the organisation. */
export interface OrganisationPage {
  name: string;
  timeZone: string;
  currency: string;
  fiscalYearStartMonth: number;
  sdrWeeklyCapacity: number;
  cmoTitle: string;
  /** Zone and currency can no longer be changed. */
  isLocked: boolean;
  activeBdrs: number;
  seen: bigint;
}

/** Throws AppError FORBIDDEN. */
export async function readOrganisationSettings(actor: Actor): Promise<OrganisationPage> {
  await authorize(actor, "settings.edit", ORGANISATION_OBJECT);
  const [organisation, [facts], activeBdrs, seen] = await Promise.all([
    db().organisation.findUniqueOrThrow({
      where: { id: 1 },
      select: {
        name: true,
        timeZone: true,
        currency: true,
        fiscalYearStartMonth: true,
        sdrWeeklyCapacity: true,
        cmoTitle: true,
      },
    }),
    db().$queryRaw<{ any: boolean }[]>(HAS_FACTS),
    db().user.count({ where: { role: "bdr", active: true } }),
    lastSeen(ORGANISATION_OBJECT),
  ]);
  return { ...organisation, isLocked: facts?.any ?? false, activeBdrs, seen };
}

import "server-only";
import { cache } from "react";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";

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

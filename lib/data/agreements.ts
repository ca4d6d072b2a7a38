import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Definition } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { Prisma } from "@/prisma/generated/client";
import { lastSeen } from "./changes";
import { leadFacts } from "./evaluations";
import type { Reader } from "./reader";
import { settingsMissing } from "./settings-missing";

/** A version as the definition's screens show it. */
export interface AgreementFacts {
  version: number;
  definition: Definition;
  /** Since when this version stands. */
  since: Date;
  /** Last entry of the audit log about its definition. */
  seen: bigint;
}

export const definitionObject = (version: number): string => `agreement:${version}`;

export type CurrentAgreement = Omit<AgreementFacts, "seen">;

const JUDGING = Prisma.sql`
  SELECT version, definition, coalesce(in_force_at, created_at) AS since FROM agreements WHERE status IN ('provisional', 'in_force')`;
/** The one that is being written, else the one that judges. */
const EDITED = Prisma.sql`
  SELECT version, definition, created_at AS since FROM agreements WHERE status <> 'superseded'
  ORDER BY (status IN ('draft', 'proposed', 'signed')) DESC LIMIT 1`;

/** The version that judges today. Throws AppError SETTINGS_MISSING. */
export async function currentAgreement(reader: Reader): Promise<CurrentAgreement> {
  return requireRow(await reader.$queryRaw<CurrentAgreement[]>(JUDGING));
}

/** The version that an edit would show: the one that is being written, else the one that judges. Throws AppError SETTINGS_MISSING. */
export async function editedAgreement(reader: Reader): Promise<CurrentAgreement> {
  return requireRow(await reader.$queryRaw<CurrentAgreement[]>(EDITED));
}

function requireRow([row]: CurrentAgreement[]): CurrentAgreement {
  if (row) return row;
  throw settingsMissing();
}

/** The version that judges, or the one that is edited, as its page shows it. Throws AppError FORBIDDEN, SETTINGS_MISSING. */
export async function readAgreement(actor: Actor, which: "judging" | "edited" = "judging"): Promise<AgreementFacts> {
  await authorize(actor, "agreement.read", "agreement");
  const agreement = await (which === "judging" ? currentAgreement : editedAgreement)(db());
  return { ...agreement, seen: await lastSeen(definitionObject(agreement.version)) };
}

/** Which leads the definition is tried on. */
export const SAMPLES = ["arrived", "handed_over"] as const;
export type SampleKind = (typeof SAMPLES)[number];

export const SAMPLE_SIZE = 25;

/** One lead of the sample with what is known of it. */
export interface SampleLead {
  id: string;
  name: string | null;
  facts: LeadFacts;
}

export interface Sample {
  leads: SampleLead[];
  /** The day on which they are judged: today in the organisation's zone. */
  on: IsoDate;
}

interface SampleRow {
  id: string;
  name: string | null;
}

/** Among the rows that came in last, so that a million leads cost no more than these. */
const ARRIVALS = 5_000;

/** Latest first. The partner lane is not scored and is left out. */
function sampleRows(reader: Reader, kind: SampleKind): Promise<SampleRow[]> {
  if (kind === "arrived") {
    return reader.$queryRaw<SampleRow[]>`
      SELECT id::text, nullif(concat_ws(' ', first_name, last_name), '') AS name
      FROM (SELECT * FROM leads ORDER BY id DESC LIMIT ${ARRIVALS}) AS latest
      WHERE lane = 'standard' ORDER BY created_at DESC, id DESC LIMIT ${SAMPLE_SIZE}`;
  }
  return reader.$queryRaw<SampleRow[]>`
    SELECT l.id::text, nullif(concat_ws(' ', l.first_name, l.last_name), '') AS name
    FROM cycles c JOIN leads l ON l.id = c.lead_id
    WHERE c.lane = 'standard' ORDER BY c.handed_over_on DESC, c.id DESC LIMIT ${SAMPLE_SIZE}`;
}

/** Leads to try the definition on, with their facts. Throws AppError FORBIDDEN. */
export async function readSample(actor: Actor, kind: SampleKind, zone: string, now: Date): Promise<Sample> {
  await authorize(actor, "leads.read", "leads");
  const on = dateIn(now, zone);
  const rows = await sampleRows(db(), kind);
  const facts = await leadFacts(
    db(),
    rows.map(({ id }) => id),
    on,
  );
  const leads = rows.flatMap((row) => {
    const known = facts.get(row.id);
    return known ? [{ ...row, facts: known }] : [];
  });
  return { leads, on };
}

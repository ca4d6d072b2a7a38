import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type {
  AgreedOrganisation,
  AgreedTime,
  AgreementDocument,
  TranslationLine,
} from "@/lib/domain/agreement-document";
import type { AgreementStatus, SignerRole } from "@/lib/domain/agreement-status";
import type { IsoDate } from "@/lib/domain/dates";
import type { Definition } from "@/lib/domain/definition";
import type { MetricsSettings } from "@/lib/domain/metrics-facts";
import type { RequiredField } from "@/lib/domain/required-data";
import type { Segment, SegmentBounds } from "@/lib/domain/segments";
import { DEFAULT_POLICY, type SpendPolicies } from "@/lib/domain/spend-policy";
import type { Terms } from "@/lib/domain/terms";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { termsSql } from "./floors";
import { fetchMetricsSettings } from "./metrics-settings";
import type { Reader } from "./reader";
import { settingsMissing } from "./settings-missing";

/** The translation table as it stands, as JSON in the order of its keys: what a new draft takes over. */
export const LIVE_TRANSLATION = Prisma.sql`
  (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.key COLLATE "C"), '[]') FROM stage_names s)`;
export const LIVE_SEGMENTS = Prisma.sql`
  (SELECT coalesce(jsonb_agg(jsonb_build_object('code', g.code, 'min_employees', g.min_employees, 'max_employees', g.max_employees)
    ORDER BY g.position), '[]') FROM segments g)`;
export const LIVE_TIME = Prisma.sql`
  (SELECT jsonb_build_object('days', to_jsonb(working_days), 'start_minute', work_start_minute, 'end_minute', work_end_minute)
    FROM organisation WHERE id = 1)`;

/** Spend policies of `agreements` with the default of every configured source that has none of its own. */
export const LIVE_POLICIES = Prisma.sql`
  ((SELECT coalesce(jsonb_object_agg(code, ${DEFAULT_POLICY}::text), '{}') FROM sources WHERE NOT is_unmapped) || spend_policy)`;

export const LIVE_ORGANISATION = Prisma.sql`
  (SELECT jsonb_build_object('currency', currency, 'time_zone', time_zone, 'fiscal_year_start_month', fiscal_year_start_month)
    FROM organisation WHERE id = 1)`;

/** A segment as the tables of an agreement hold it. */
export interface SegmentRow {
  code: Segment;
  min_employees: number | null;
  max_employees: number | null;
}

export const boundsOf = ({ code, min_employees, max_employees }: SegmentRow): SegmentBounds => ({
  code,
  minEmployees: min_employees,
  maxEmployees: max_employees,
});

interface ContentRow {
  version: number;
  corrects: number | null;
  effectiveFrom: IsoDate | null;
  definition: Definition;
  requiredData: RequiredField[];
  spendPolicy: SpendPolicies;
  translation: TranslationLine[];
  segments: SegmentRow[];
  workingTime: AgreedTime;
  organisation: AgreedOrganisation;
}

/** One row of `ContentRow`; where a provisional version holds no tables of its own, the live ones stand for them. */
function contentSql(version: number): Prisma.Sql {
  return Prisma.sql`
    SELECT version, corrects, effective_from::text AS "effectiveFrom", definition, required_data AS "requiredData",
      CASE WHEN translation IS NULL THEN ${LIVE_POLICIES} ELSE spend_policy END AS "spendPolicy", coalesce(translation, ${LIVE_TRANSLATION}) AS translation,
      coalesce(segments, ${LIVE_SEGMENTS}) AS segments, coalesce(working_time, ${LIVE_TIME}) AS "workingTime",
      coalesce(organisation, ${LIVE_ORGANISATION}) AS organisation
    FROM agreements WHERE version = ${version}`;
}

/** How statements run: Prisma for pages, the transaction of a service. */
export type Rows = <T>(sql: Prisma.Sql) => Promise<T[]>;

export const rowsOf =
  (reader: Reader): Rows =>
  (sql) =>
    reader.$queryRaw(sql);

/** The whole document of a version (no gate). Throws AppError NOT_FOUND. */
export async function fetchDocument(rows: Rows, version: number): Promise<AgreementDocument> {
  const [content] = await rows<ContentRow>(contentSql(version));
  const [terms] = await rows<Terms>(termsSql(version));
  if (!content || !terms) throw noVersion();
  return { ...content, segments: content.segments.map(boundsOf), terms };
}

export function noVersion(): AppError {
  return new AppError("NOT_FOUND", { message: "There is no such version of the agreement. Go back to the list." });
}

export interface Signature {
  userId: string;
  role: SignerRole;
  name: string;
  at: Date;
}

/** A version without its content. */
export interface VersionFacts {
  version: number;
  status: AgreementStatus;
  corrects: number | null;
  createdAt: Date;
  effectiveFrom: IsoDate | null;
  proposedAt: Date | null;
  signedAt: Date | null;
  frozenUntil: IsoDate | null;
  /** The third signature under the first version of its chain of corrections: from then slips of the pen have their hours. */
  typoFrom: Date | null;
  inForceAt: Date | null;
  supersededAt: Date | null;
  /** Hexadecimal SHA-256 of the document, from the proposal on. */
  hash: string | null;
  /** Those that stand, in the order in which they were given. */
  signatures: Signature[];
}

const FACTS = Prisma.sql`
  SELECT a.version, a.status::text, a.corrects, a.created_at AS "createdAt", a.effective_from::text AS "effectiveFrom",
    a.proposed_at AS "proposedAt", a.signed_at AS "signedAt", a.frozen_until::text AS "frozenUntil",
    CASE WHEN a.signed_at IS NOT NULL THEN agreement_typo_from(a.version) END AS "typoFrom",
    a.in_force_at AS "inForceAt", a.superseded_at AS "supersededAt", encode(a.content_hash, 'hex') AS hash,
    (SELECT coalesce(json_agg(json_build_object('userId', s.user_id::text, 'role', s.role, 'name', u.name, 'at', s.signed_at) ORDER BY s.signed_at), '[]')
      FROM agreement_signatures s JOIN users u ON u.id = s.user_id
      WHERE s.agreement_version = a.version AND s.voided_at IS NULL) AS signatures
  FROM agreements a`;

type FactsRow = Omit<VersionFacts, "signatures"> & { signatures: (Omit<Signature, "at"> & { at: string })[] };

const factsOf = ({ signatures, ...row }: FactsRow): VersionFacts => ({
  ...row,
  signatures: signatures.map((signature) => ({ ...signature, at: new Date(signature.at) })),
});

/** Latest first (no gate). */
export async function fetchVersions(rows: Rows): Promise<VersionFacts[]> {
  return (await rows<FactsRow>(Prisma.sql`${FACTS} ORDER BY a.version DESC`)).map(factsOf);
}

/** The one that judges and the one that is being written, null where there is none (no gate). */
export async function fetchStanding(rows: Rows): Promise<{ judging: VersionFacts; open: VersionFacts | null }> {
  const found = await rows<FactsRow>(Prisma.sql`${FACTS} WHERE a.status <> 'superseded'`);
  const versions = found.map(factsOf);
  const isJudging = ({ status }: VersionFacts) => status === "provisional" || status === "in_force";
  const judging = versions.find(isJudging);
  if (!judging) throw settingsMissing();
  return { judging, open: versions.find((one) => !isJudging(one)) ?? null };
}

/** All versions, latest first. Throws AppError FORBIDDEN. */
export async function readVersions(actor: Actor): Promise<VersionFacts[]> {
  await authorize(actor, "agreement.read", "agreements");
  return fetchVersions(rowsOf(db()));
}

/** What stands now. Throws AppError FORBIDDEN, SETTINGS_MISSING. */
export async function readStanding(actor: Actor): Promise<{ judging: VersionFacts; open: VersionFacts | null }> {
  await authorize(actor, "agreement.read", "agreements");
  return fetchStanding(rowsOf(db()));
}

export interface VersionPage extends VersionFacts {
  document: AgreementDocument;
}

/** A version with all that it says. Throws AppError FORBIDDEN, NOT_FOUND. */
export async function readVersion(actor: Actor, version: number): Promise<VersionPage> {
  await authorize(actor, "agreement.read", `agreement:${version}`);
  const rows = rowsOf(db());
  const [row] = await rows<FactsRow>(Prisma.sql`${FACTS} WHERE a.version = ${version}`);
  if (!row) throw noVersion();
  return { ...factsOf(row), document: await fetchDocument(rows, version) };
}

/** What the words of a version name: sources and segments in their order, and the currency (no gate). */
export async function fetchNaming(): Promise<Pick<MetricsSettings, "sources" | "segments" | "currency">> {
  const { sources, segments, currency } = await fetchMetricsSettings(db());
  return { sources, segments, currency };
}

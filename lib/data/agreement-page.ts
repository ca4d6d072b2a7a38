import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { AgreedTime, AgreementDocument, TranslationLine } from "@/lib/domain/agreement-document";
import type { AgreementStatus, SignerRole } from "@/lib/domain/agreement-status";
import type { IsoDate } from "@/lib/domain/dates";
import type { Definition } from "@/lib/domain/definition";
import type { PageLabels } from "@/lib/domain/one-page/labels";
import type { RequiredField } from "@/lib/domain/required-data";
import type { Segment } from "@/lib/domain/segments";
import type { SpendPolicies } from "@/lib/domain/spend-policy";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { fetchTerms } from "./floors";
import type { Reader } from "./reader";

/** How statements run: Prisma for pages, the transaction of a service. */
export type Rows = <T>(sql: Prisma.Sql) => Promise<T[]>;

/** Names on the page that are no part of what is signed (no gate). */
const LABELS = Prisma.sql`
  SELECT name AS organisation, currency::text, cmo_title AS "cmoTitle",
    (SELECT coalesce(json_agg(json_build_object('code', s.code, 'label', s.label, 'isActive', s.is_active)
      ORDER BY s.position, s.code COLLATE "C"), '[]') FROM sources s WHERE NOT s.is_unmapped) AS sources,
    (SELECT coalesce(json_agg(json_build_object('code', g.code, 'label', g.label) ORDER BY g.position), '[]') FROM segments g) AS segments
  FROM organisation WHERE id = 1`;

/** What the page says besides its document, for measuring inside a transaction too. No gate. Throws AppError SETTINGS_MISSING. */
export async function fetchPageLabels(rows: Rows): Promise<PageLabels> {
  const [labels] = await rows<PageLabels>(LABELS);
  if (labels) return labels;
  const message = "This database has no settings yet. Run npm run migrate, which creates the defaults.";
  throw new AppError("SETTINGS_MISSING", { message, status: 503 });
}

/** Throws AppError FORBIDDEN, SETTINGS_MISSING. */
export async function readPageLabels(actor: Actor): Promise<PageLabels> {
  await authorize(actor, "agreement.read", "agreement");
  return fetchPageLabels((sql) => db().$queryRaw(sql));
}

// TODO swap for lib/data/agreement-versions.ts of main -----------------------------------------------------------------
interface ContentRow {
  version: number;
  corrects: number | null;
  effectiveFrom: IsoDate | null;
  definition: Definition;
  requiredData: RequiredField[];
  spendPolicy: SpendPolicies;
  translation: TranslationLine[];
  segments: { code: Segment; min_employees: number | null; max_employees: number | null }[];
  workingTime: AgreedTime;
  status: AgreementStatus;
  signedAt: Date | null;
  frozenUntil: IsoDate | null;
  inForceAt: Date | null;
  supersededAt: Date | null;
  hash: string | null;
  signatures: { role: SignerRole; name: string; at: string }[];
}

export async function readVersion(actor: Actor, version: number) {
  await authorize(actor, "agreement.read", `agreement:${version}`);
  const reader: Reader = db();
  const [row] = await reader.$queryRaw<ContentRow[]>`
    SELECT a.version, a.corrects, a.effective_from::text AS "effectiveFrom", a.definition, a.required_data AS "requiredData",
      a.spend_policy AS "spendPolicy",
      coalesce(a.translation, (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.key COLLATE "C"), '[]') FROM stage_names s)) AS translation,
      coalesce(a.segments, (SELECT coalesce(jsonb_agg(jsonb_build_object('code', g.code, 'min_employees', g.min_employees, 'max_employees', g.max_employees)
    ORDER BY g.position), '[]') FROM segments g)) AS segments,
      coalesce(a.working_time, (SELECT jsonb_build_object('days', to_jsonb(working_days), 'start_minute', work_start_minute, 'end_minute', work_end_minute)
    FROM organisation WHERE id = 1)) AS "workingTime",
      a.status::text, a.signed_at AS "signedAt", a.frozen_until::text AS "frozenUntil",
      a.in_force_at AS "inForceAt", a.superseded_at AS "supersededAt", encode(a.content_hash, 'hex') AS hash,
    (SELECT coalesce(json_agg(json_build_object('role', s.role, 'name', u.name, 'at', s.signed_at) ORDER BY s.signed_at), '[]')
      FROM agreement_signatures s JOIN users u ON u.id = s.user_id
      WHERE s.agreement_version = a.version AND s.voided_at IS NULL) AS signatures
    FROM agreements a WHERE version = ${version}`;
  if (!row)
    throw new AppError("NOT_FOUND", { message: "There is no such version of the agreement. Go back to the list." });
  const document: AgreementDocument = {
    ...row,
    terms: await fetchTerms(reader, version),
    segments: row.segments.map((s) => ({ code: s.code, minEmployees: s.min_employees, maxEmployees: s.max_employees })),
  };
  return { ...row, signatures: row.signatures.map((s) => ({ ...s, at: new Date(s.at) })), document };
}

import { vendorKey } from "@/lib/domain/briefs";
import type { IsoDate } from "@/lib/domain/dates";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import type { RowError } from "./staging";
import type { Run } from "./write";

/** A brief that both sides signed, in its delivery window on the day of the import. */
export interface OpenBrief {
  readonly id: bigint;
  readonly document: string;
}

/** What beside the record decides about a lead that comes in (product.md C12, C13). Read once per run. */
export interface LeadRules {
  readonly today: IsoDate;
  /** By the vendor's key. */
  readonly briefs: ReadonlyMap<string, OpenBrief>;
  /** The tool that all scores come from, with the keys by which files may name it; null while none is registered. */
  readonly scoring: { readonly name: string; readonly keys: ReadonlySet<string> } | null;
  /** Filled by the parser: vendors, "" for none, that named a score and are not that tool. */
  readonly foreignScorers: Set<string>;
  /** Filled by the parser: versions of models that scores named and that were not recorded in this run yet. */
  readonly models: Map<string, { readonly vendor: string; readonly modelVersion: string }>;
}

/** A row that delivers a lead: it is new, or its vendor is. */
export interface Delivery {
  readonly line: number;
  readonly vendor: string;
  readonly brief: OpenBrief | undefined;
  /** Number of the lead's latest cycle before the row is written; 0 for none. */
  readonly cyclesBefore: number;
}

interface NamedVendor extends Omit<Delivery, "brief"> {
  /** The vendor that the lead names until now. */
  readonly held: string | null;
  /** Brief of the lead's last delivery, and whose it is. */
  readonly lastBrief: bigint | null;
  readonly lastKey: string | null;
}

/**
 * Vendors are compared by their key. Another spelling delivers nothing, nor does a lead that named no vendor in between and was
 * last delivered by this one, unless another of its briefs delivers by now.
 */
function isDelivery({ held, lastBrief, lastKey }: NamedVendor, key: string, brief: OpenBrief | undefined): boolean {
  if (held !== null) return vendorKey(held) !== key;
  return lastKey !== key || (brief !== undefined && brief.id !== lastBrief);
}

/** The rows of a batch that deliver leads, each with the brief that lets it in. Only asked where a row names a vendor. */
export async function deliveriesOf(tx: Tx, from: Prisma.Sql, rules: LeadRules): Promise<Delivery[]> {
  const rows = await tx.rows<NamedVendor>(Prisma.sql`
    SELECT i.line, i.bought_from AS vendor, l.bought_from AS held, last.brief_id AS "lastBrief", last.vendor_key AS "lastKey",
      coalesce((SELECT max(number) FROM cycles WHERE lead_id = l.id), 0)::int AS "cyclesBefore"
    FROM (${from}) AS i
    LEFT JOIN LATERAL (
      SELECT id, bought_from FROM leads WHERE source_system = i.source_system AND external_id = i.external_id OFFSET 0
    ) AS l ON true
    LEFT JOIN LATERAL (
      SELECT d.brief_id, b.vendor_key FROM (SELECT batch_id FROM brief_rows WHERE lead_id = l.id ORDER BY batch_id DESC LIMIT 1) AS r
      JOIN brief_batches d ON d.id = r.batch_id JOIN buying_briefs b ON b.id = d.brief_id
    ) AS last ON l.bought_from IS NULL
    WHERE i.bought_from IS NOT NULL AND l.bought_from IS DISTINCT FROM i.bought_from ORDER BY i.line`);
  const keys = new Map<string, string>();
  return rows.flatMap((row) => {
    const { line, vendor, cyclesBefore } = row;
    const key = keys.get(vendor) ?? vendorKey(vendor);
    keys.set(vendor, key);
    const brief = rules.briefs.get(key);
    return isDelivery(row, key, brief) ? [{ line, vendor, brief, cyclesBefore }] : [];
  });
}

/** Refusals of rows that nobody signed for. A row that only repeats the vendor of a lead that is there is none of them. */
export function unsignedErrors(deliveries: readonly Delivery[], today: IsoDate): RowError[] {
  return deliveries
    .filter(({ brief }) => brief === undefined)
    .map(({ line, vendor }) => ({
      line,
      field: "bought_from",
      code: "BRIEF_UNSIGNED",
      message: `bought_from: no buying brief with ${JSON.stringify(vendor)} is signed by both sides and in its delivery window on ${today}. Have CRO and CMO sign it under Agreement, Buying, then import the row again.`,
    }));
}

/**
 * Refuses scores that are not of the registered tool, where they are new or changed: the third-party score can be edited by
 * nobody. Asked only when the parser saw such a vendor.
 */
export async function foreignScoreErrors(
  tx: Tx,
  from: Prisma.Sql,
  run: Run,
  { scoring, foreignScorers }: LeadRules,
): Promise<RowError[]> {
  if (!scoring || foreignScorers.size === 0 || !run.fields.has("score")) return [];
  const columns = ["score", "score_vendor", "score_model_version"].filter((name) => run.fields.has(name));
  const of = (alias: string) => columns.map((name) => `${alias}.${name}`).join(", ");
  const rows = await tx.rows<{ line: number; vendor: string | null }>(Prisma.sql`
    SELECT i.line, i.score_vendor AS vendor FROM (${from}) AS i LEFT JOIN LATERAL (
      SELECT * FROM leads WHERE source_system = i.source_system AND external_id = i.external_id OFFSET 0
    ) AS l ON true
    WHERE i.score IS NOT NULL AND coalesce(i.score_vendor, '') = ANY (${[...foreignScorers]}::text[])
      AND (l.id IS NULL OR (${Prisma.raw(of("l"))}) IS DISTINCT FROM (${Prisma.raw(of("i"))})) ORDER BY i.line`);
  return rows.map(({ line, vendor }) => ({
    line,
    field: "score_vendor",
    code: "SCORE_READ_ONLY",
    message: `score_vendor: scores come from ${scoring.name} alone, ${vendor === null ? "and this one names no vendor" : `not from ${JSON.stringify(vendor)}`}. Leave the score blank, or send that of ${scoring.name} with its name.`,
  }));
}

/** Writes down the versions of models that scores of this batch were the first to name. */
export async function recordModels(tx: Tx, from: Prisma.Sql, { models }: LeadRules): Promise<void> {
  if (models.size === 0) return;
  const keys = [...models.keys()];
  const wanted = [...models.values()].map(({ vendor, modelVersion }, at) => ({
    at,
    vendor,
    vendor_key: vendorKey(vendor),
    model_version: modelVersion,
  }));
  const found = await tx.rows<{ at: number }>(Prisma.sql`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w(at int, vendor text, vendor_key text, model_version text)
    ),
    landed AS (
      SELECT DISTINCT w.* FROM wanted w JOIN (${from}) AS i ON i.score_vendor = w.vendor AND i.score_model_version = w.model_version
      WHERE i.score IS NOT NULL
    ),
    written AS (
      INSERT INTO score_models (vendor, vendor_key, model_version, evidence)
      SELECT DISTINCT ON (vendor_key, model_version) vendor, vendor_key, model_version, 'import' FROM landed
      ORDER BY vendor_key, model_version, vendor
      ON CONFLICT (vendor_key, model_version) WHERE evidence = 'import' DO NOTHING
    )
    SELECT at FROM landed`);
  for (const { at } of found) models.delete(keys[at] ?? "");
}

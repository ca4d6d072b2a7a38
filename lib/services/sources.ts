import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { SOURCES_OBJECT } from "@/lib/data/sources";
import { OUTBOUND_BDR, OUTSIDE_WINDOW, PARTNER_REFERRAL, UNATTRIBUTED } from "@/lib/domain/source-rows";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { normaliseCode } from "./parse/sources";
import { editSettings } from "./settings";
import type { Tx } from "./sql";

interface Source {
  code: string;
  label: string;
  active: boolean;
}

/** Sources that rules of the product name: the partner lane, and the fallback of sales' own prospecting. */
const NEEDED: ReadonlyMap<string, string> = new Map([
  [PARTNER_REFERRAL, "every record of the partner lane belongs to it"],
  [OUTBOUND_BDR, "deals of sales' own prospecting are credited to it"],
]);
const RESERVED = new Set([UNATTRIBUTED, OUTSIDE_WINDOW].map(normaliseCode));

const refuse = (code: string, field: string, message: string) => new AppError(code, { field, message });

/** The name as it is stored. Throws AppError NAME_REQUIRED, SOURCE_NAME. */
function sourceLabel(text: string): string {
  const label = text.normalize("NFC").trim().replace(/\s+/gu, " ");
  if (label === "" || [...label].length > 60 || /[\p{Cc}\p{Cf}]/u.test(label)) {
    throw refuse("NAME_REQUIRED", "label", "Enter the name of the source, up to 60 characters, such as Field events.");
  }
  if (RESERVED.has(normaliseCode(label)) || /^unmapped\b/i.test(label)) {
    throw refuse("SOURCE_NAME", "label", `"${label}" is the name of a row in the tables. Choose another name.`);
  }
  return label;
}

/** "Field events" → "field_events": how files and the API name the source from now on. Throws AppError SOURCE_NAME. */
function sourceCode(label: string): string {
  const code = normaliseCode(label)
    .replace(/[^\p{L}\p{N}_]+/gu, "")
    .replace(/_{2,}/g, "_")
    .replace(/^_|_$/g, "");
  if (code !== "") return code;
  throw refuse("SOURCE_NAME", "label", "Use letters or digits in the name: files name the source by them.");
}

/** Locked until the end of the transaction. Throws AppError SOURCE_UNKNOWN. */
async function lockSource(tx: Tx, code: string, field: string): Promise<Source> {
  const [source] = await tx.rows<Source>(Prisma.sql`
    SELECT code, label, is_active AS active FROM sources WHERE code = ${code} AND NOT is_unmapped FOR UPDATE`);
  if (source) return source;
  throw refuse("SOURCE_UNKNOWN", field, "Choose one of the configured sources.");
}

async function requireFreeLabel(tx: Tx, label: string, own: string | null): Promise<void> {
  const [taken] = await tx.rows<{ label: string }>(Prisma.sql`
    SELECT label FROM sources WHERE NOT is_unmapped AND lower(label) = lower(${label}) AND code IS DISTINCT FROM ${own}`);
  if (taken) throw refuse("SOURCE_EXISTS", "label", `There is a source called ${taken.label}. Choose another name.`);
}

/** Adds a source at the end of the order, without a floor. Throws AppError NAME_REQUIRED, SOURCE_NAME, SOURCE_EXISTS, as `editSettings`. */
export async function addSource(actor: Actor, edit: { label: string; seen: bigint }): Promise<void> {
  await editSettings(actor, "settings.edit", { object: SOURCES_OBJECT, seen: edit.seen }, async (tx) => {
    const label = sourceLabel(edit.label);
    const code = sourceCode(label);
    await requireFreeLabel(tx, label, null);
    const added = await tx.rows(Prisma.sql`
      INSERT INTO sources (code, label, position)
      SELECT ${code}, ${label}, coalesce(max(position) + 1, 0) FROM sources WHERE NOT is_unmapped
      ON CONFLICT (code) DO NOTHING RETURNING code`);
    if (added.length === 0)
      throw refuse("SOURCE_EXISTS", "label", `Files name a source ${code} already. Choose another name.`);
    return { action: "source.add", before: null, after: { code, label } };
  });
}

/** Changes the name that people read; files keep the code. Throws AppError NAME_REQUIRED, SOURCE_EXISTS, SOURCE_UNKNOWN, as `editSettings`. */
export async function renameSource(actor: Actor, edit: { code: string; label: string; seen: bigint }): Promise<void> {
  await editSettings(actor, "settings.edit", { object: SOURCES_OBJECT, seen: edit.seen }, async (tx) => {
    const label = sourceLabel(edit.label);
    const { code, ...source } = await lockSource(tx, edit.code, "code");
    await requireFreeLabel(tx, label, code);
    await tx.rows(Prisma.sql`UPDATE sources SET label = ${label} WHERE code = ${code}`);
    return { action: "source.rename", before: { code, label: source.label }, after: { code, label } };
  });
}

/** Moves a source one place up or down in every table. At the end of the list nothing happens: UNCHANGED. */
export async function moveSource(
  actor: Actor,
  edit: { code: string; direction: "up" | "down"; seen: bigint },
): Promise<void> {
  await editSettings(actor, "settings.edit", { object: SOURCES_OBJECT, seen: edit.seen }, async (tx) => {
    const { code } = await lockSource(tx, edit.code, "code");
    const rows = await tx.rows<{ code: string; label: string }>(Prisma.sql`
      SELECT code, label FROM sources WHERE NOT is_unmapped ORDER BY position, code COLLATE "C" FOR UPDATE`);
    const labels = new Map(rows.map((row) => [row.code, row.label]));
    const before = rows.map((row) => row.code);
    const from = before.indexOf(code);
    const to = Math.min(before.length - 1, Math.max(0, from + (edit.direction === "up" ? -1 : 1)));
    const after = before.toSpliced(from, 1).toSpliced(to, 0, code);
    await tx.rows(Prisma.sql`
      UPDATE sources s SET position = o.place - 1
      FROM unnest(${after}::text[]) WITH ORDINALITY AS o(code, place) WHERE s.code = o.code`);
    const named = (codes: string[]): object => ({ order: codes.map((each) => labels.get(each) ?? each) });
    return { action: "source.move", before: named(before), after: named(after) };
  });
}

/**
 * Takes a source out of use or back into it. Its row stays wherever it has figures, and files may still name it.
 * @throws AppError SOURCE_UNKNOWN, SOURCE_NEEDED, as `editSettings`
 */
export async function setSourceActive(
  actor: Actor,
  edit: { code: string; active: boolean; seen: bigint },
): Promise<void> {
  await editSettings(actor, "settings.edit", { object: SOURCES_OBJECT, seen: edit.seen }, async (tx) => {
    const { code, label, active } = await lockSource(tx, edit.code, "code");
    const need = NEEDED.get(code);
    if (!edit.active && need) throw refuse("SOURCE_NEEDED", "code", `${label} stays in use: ${need}.`);
    await tx.rows(Prisma.sql`UPDATE sources SET is_active = ${edit.active} WHERE code = ${code}`);
    return {
      action: edit.active ? "source.activate" : "source.deactivate",
      before: { code, label, active },
      after: { code, label, active: edit.active },
    };
  });
}

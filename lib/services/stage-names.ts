import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { STAGES_OBJECT } from "@/lib/data/stage-names";
import {
  NAMED_STAGES,
  parseStageName,
  STAGE_LABELS,
  type StageName,
  type StageNameText,
} from "@/lib/domain/stage-names";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { stageKey } from "./parse/stages";
import { editSettings, fieldsRefused } from "./settings";
import type { Tx } from "./sql";

/** A checked line. Throws AppError with every error in its details. */
function requireLine(text: StageNameText): StageName {
  const result = parseStageName(text);
  if (result.ok) return result.line;
  throw fieldsRefused(result.errors);
}

interface Stored extends Omit<StageName, "stage"> {
  key: string;
  stage: string;
}

async function lockLine(tx: Tx, key: string): Promise<Stored | undefined> {
  const [line] = await tx.rows<Stored>(Prisma.sql`
    SELECT key, name, stage::text, ordinal::int, is_won AS "isWon", crm_value AS "crmValue" FROM stage_names WHERE key = ${key} FOR UPDATE`);
  return line;
}

/** The state as people read it. */
function stateOf({ name, stage, ordinal, isWon, crmValue }: Omit<Stored, "key">): object {
  const known = NAMED_STAGES.find((one) => one === stage);
  return { name, stage: known ? STAGE_LABELS[known] : stage, ordinal, won: isWon, crm_value: crmValue };
}

async function store(tx: Tx, key: string, line: StageName): Promise<void> {
  await tx.rows(Prisma.sql`
    INSERT INTO stage_names (key, name, stage, ordinal, is_won, crm_value)
    VALUES (${key}, ${line.name}, ${line.stage}::stage, ${line.ordinal}, ${line.isWon}, ${line.crmValue})
    ON CONFLICT (key) DO UPDATE SET name = EXCLUDED.name, stage = EXCLUDED.stage, ordinal = EXCLUDED.ordinal,
      is_won = EXCLUDED.is_won, crm_value = EXCLUDED.crm_value`);
  const covered = [key, ...(line.crmValue === null ? [] : [stageKey(line.crmValue)])];
  await tx.rows(Prisma.sql`DELETE FROM unmapped_stages WHERE key = ANY(${covered})`);
}

/**
 * A CRM value leads to one line, whatever its case and spaces: none of it may be name or value of another line, and the name
 * of this one not the value of another. Throws AppError NAME_ALREADY_MAPPED.
 */
async function requireFree(tx: Tx, { name, crmValue }: StageName, own: string | null): Promise<void> {
  const lines = await tx.rows<Stored>(Prisma.sql`
    SELECT key, name, stage::text, ordinal::int, is_won AS "isWon", crm_value AS "crmValue" FROM stage_names ORDER BY key COLLATE "C"`);
  const value = crmValue === null ? null : stageKey(crmValue);
  for (const other of lines) {
    if (other.key === own) continue;
    const otherValue = other.crmValue === null ? null : stageKey(other.crmValue);
    if (other.key === stageKey(name)) throw alreadyMapped(other);
    if (otherValue === stageKey(name)) throw valueTaken("name", name, other);
    if (value !== null && (value === other.key || value === otherValue))
      throw valueTaken("crm_value", crmValue ?? "", other);
  }
}

function valueTaken(field: "name" | "crm_value", text: string, other: Stored): AppError {
  const message = `"${text}" leads to "${other.name}" already. Change that line first, or enter another ${field === "name" ? "name" : "CRM value"}.`;
  return new AppError("NAME_ALREADY_MAPPED", { field, message });
}

/**
 * Adds a name to the translation table; names that were listed as unmapped and are covered now leave that list. Records that were refused for it
 * must be imported again.
 * @throws AppError NAME_ALREADY_MAPPED (names the stage), what is wrong with a field, and as `editSettings`
 */
export async function mapStageName(actor: Actor, edit: { line: StageNameText; seen: bigint }): Promise<void> {
  await editSettings(actor, "settings.edit", { object: STAGES_OBJECT, seen: edit.seen }, async (tx) => {
    const line = requireLine(edit.line);
    const key = stageKey(line.name);
    await requireFree(tx, line, null);
    await store(tx, key, line);
    return { action: "stage.map", before: null, after: stateOf(line) };
  });
}

function alreadyMapped({ name, stage }: Stored): AppError {
  const known = NAMED_STAGES.find((one) => one === stage);
  return new AppError("NAME_ALREADY_MAPPED", {
    field: "name",
    message: `"${name}" is mapped to ${known ? STAGE_LABELS[known] : stage} already. Change that line instead.`,
  });
}

/**
 * Changes a line. History that was imported before keeps the place that it was read with: pipeline is never restated.
 * @param edit.key of the line as it stands; the name may be spelt otherwise, or be another one
 * @throws AppError NOT_FOUND, NAME_ALREADY_MAPPED, what is wrong with a field, and as `editSettings`
 */
export async function changeStageName(
  actor: Actor,
  edit: { key: string; line: StageNameText; seen: bigint },
): Promise<void> {
  await editSettings(actor, "settings.edit", { object: STAGES_OBJECT, seen: edit.seen }, async (tx) => {
    const before = await lockLine(tx, edit.key);
    if (!before) throw gone();
    const line = requireLine(edit.line);
    const key = stageKey(line.name);
    await requireFree(tx, line, edit.key);
    if (key !== edit.key) await tx.rows(Prisma.sql`DELETE FROM stage_names WHERE key = ${edit.key}`);
    await store(tx, key, line);
    return { action: "stage.change", before: stateOf(before), after: stateOf(line) };
  });
}

/** Removes a line: records with that name are refused from now on. Throws AppError NOT_FOUND, as `editSettings`. */
export async function removeStageName(actor: Actor, edit: { key: string; seen: bigint }): Promise<void> {
  await editSettings(actor, "settings.edit", { object: STAGES_OBJECT, seen: edit.seen }, async (tx) => {
    const before = await lockLine(tx, edit.key);
    if (!before) throw gone();
    await tx.rows(Prisma.sql`DELETE FROM stage_names WHERE key = ${edit.key}`);
    return { action: "stage.remove", before: stateOf(before), after: null };
  });
}

function gone(): AppError {
  return new AppError("NOT_FOUND", { message: "This line is no longer in the table. Reload the page." });
}

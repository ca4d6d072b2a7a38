import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { AgreedTables } from "@/lib/data/agreed-tables";
import { STAGES_OBJECT } from "@/lib/data/stage-names";
import type { TranslationLine } from "@/lib/domain/agreement-document";
import { NAMED_STAGES, parseStageName, STAGE_LABELS, type StageNameText } from "@/lib/domain/stage-names";
import { editedLines, keysOf } from "@/lib/domain/translation";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { isLive } from "./agreement/drafts";
import { editTable, intoDraft } from "./agreement/tables";
import { stageKey } from "./parse/stages";
import { fieldsRefused, type Written } from "./settings";
import type { Tx } from "./sql";

/** A checked line. Throws AppError with every error in its details. */
function requireLine(text: StageNameText): TranslationLine {
  const result = parseStageName(text);
  if (!result.ok) throw fieldsRefused(result.errors);
  const { name, stage, ordinal, isWon, crmValue } = result.line;
  return { key: stageKey(name), name, stage, ordinal, is_won: isWon, crm_value: crmValue };
}

function stageLabel(stage: string): string {
  const known = NAMED_STAGES.find((one) => one === stage);
  return known ? STAGE_LABELS[known] : stage;
}

/** The state as people read it. */
function stateOf({ name, stage, ordinal, is_won: won, crm_value }: TranslationLine): object {
  return { name, stage: stageLabel(stage), ordinal, won, crm_value };
}

/** Where a change of the table is stored. */
interface Place {
  live: boolean;
  draft: boolean;
}

/** A line taken out, one put in, or both. */
interface Change {
  remove: string | null;
  add: TranslationLine | null;
}

const KEEP_LIVE: Place = { live: true, draft: false };

/**
 * A name that is not in use yet, and nothing that is, is added at once: it changes nothing that was agreed, and its records
 * would be refused until the next version. What is proposed or signed stays as it is.
 */
function placeOfNew(tables: AgreedTables, line: TranslationLine): Place {
  if (isLive(tables)) return KEEP_LIVE;
  if (clash(tables.translation.live, line, null)) return { live: false, draft: true };
  return { live: true, draft: tables.open?.status === "draft" };
}

/** A line that an agreement lists waits for the next one; one that was added since is corrected at once. */
function placeOfLine(tables: AgreedTables, key: string): Place {
  if (isLive(tables)) return KEEP_LIVE;
  const { live, agreed, open } = tables.translation;
  const isAdded = keysOf(live).has(key) && !keysOf(agreed).has(key);
  return { live: isAdded, draft: !isAdded || keysOf(open ?? []).has(key) };
}

async function storeLive(tx: Tx, { remove, add }: Change): Promise<void> {
  if (remove !== null) await tx.rows(Prisma.sql`DELETE FROM stage_names WHERE key = ${remove}`);
  if (add === null) return;
  await tx.rows(Prisma.sql`
    INSERT INTO stage_names (key, name, stage, ordinal, is_won, crm_value)
    VALUES (${add.key}, ${add.name}, ${add.stage}::stage, ${add.ordinal}, ${add.is_won}, ${add.crm_value})
    ON CONFLICT (key) DO UPDATE SET name = EXCLUDED.name, stage = EXCLUDED.stage, ordinal = EXCLUDED.ordinal,
      is_won = EXCLUDED.is_won, crm_value = EXCLUDED.crm_value`);
  const covered = [add.key, ...(add.crm_value === null ? [] : [stageKey(add.crm_value)])];
  await tx.rows(Prisma.sql`DELETE FROM unmapped_stages WHERE key = ANY(${covered})`);
}

const byKey = (a: TranslationLine, b: TranslationLine): number =>
  Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

/** Applies a change where it belongs. What the audit log says was edited, where that is a draft. */
async function store(
  tx: Tx,
  actor: Actor,
  { tables, place, change }: { tables: AgreedTables; place: Place; change: Change },
): Promise<Pick<Written, "object" | "agreementVersion">> {
  if (place.live) await storeLive(tx, change);
  if (!place.draft) return {};
  const { remove, add } = change;
  const kept = editedLines(tables.translation).filter(({ key }) => key !== remove && key !== add?.key);
  const lines = [...kept, ...(add ? [add] : [])].sort(byKey);
  const edited = await intoDraft(tx, actor, STAGES_OBJECT, ["translation", lines]);
  return place.live ? {} : edited;
}

/**
 * A CRM value leads to one line, whatever its case and spaces: none of it may be name or value of another line, and the name
 * of this one not the value of another. AppError NAME_ALREADY_MAPPED, null where nothing is in the way.
 */
function clash(lines: readonly TranslationLine[], line: TranslationLine, own: string | null): AppError | null {
  const value = line.crm_value === null ? null : stageKey(line.crm_value);
  for (const other of lines) {
    if (other.key === own) continue;
    const otherValue = other.crm_value === null ? null : stageKey(other.crm_value);
    if (other.key === line.key) return alreadyMapped(other);
    if (otherValue === line.key) return valueTaken("name", line.name, other);
    if (value !== null && (value === other.key || value === otherValue))
      return valueTaken("crm_value", line.crm_value ?? "", other);
  }
  return null;
}

function requireFree(lines: readonly TranslationLine[], line: TranslationLine, own: string | null): void {
  const error = clash(lines, line, own);
  if (error) throw error;
}

function valueTaken(field: "name" | "crm_value", text: string, other: TranslationLine): AppError {
  const message = `"${text}" leads to "${other.name}" already. Change that line first, or enter another ${field === "name" ? "name" : "CRM value"}.`;
  return new AppError("NAME_ALREADY_MAPPED", { field, message });
}

function alreadyMapped({ name, stage }: TranslationLine): AppError {
  return new AppError("NAME_ALREADY_MAPPED", {
    field: "name",
    message: `"${name}" is mapped to ${stageLabel(stage)} already. Change that line instead.`,
  });
}

/**
 * A place that a record gives itself is won where a name in use says so: a name that is added at once would move lines that
 * are agreed, or that three are about to sign (product.md A11, C4). AppError STAGE_WON.
 */
function requireAgreedPlace(
  { judging, open, translation }: AgreedTables,
  { ordinal, is_won: won }: TranslationLine,
): void {
  if (ordinal === null) return;
  const inForce = judging.status === "in_force" ? translation.agreed : [];
  const waiting = open && open.status !== "draft" ? (translation.open ?? []) : [];
  const other = [...inForce, ...waiting].find((line) => line.ordinal === ordinal && line.is_won !== won);
  if (!other) return;
  const [is, cure] = won ? ["not won", "Leave the box empty"] : ["won", "Tick the box"];
  const message = `Place ${ordinal} is agreed as ${is} ("${other.name}"). ${cure}, or give this name another place.`;
  throw new AppError("STAGE_WON", { field: "won", message });
}

function requireKnown({ translation, open }: AgreedTables, key: string): TranslationLine {
  const line = editedLines(translation).find((one) => one.key === key);
  if (line) return line;
  const inUse = translation.live.find((one) => one.key === key);
  if (!inUse || !open)
    throw new AppError("NOT_FOUND", { message: "This line is no longer in the table. Reload the page." });
  const cure =
    open.status === "signed"
      ? "One of the three who signed can send it back; then the name can be kept in it and changed."
      : "Keep the name in it first, then change it.";
  const message = `"${inUse.name}" is in use today, but version ${open.version}, which is being written, does not list it. ${cure}`;
  throw new AppError("CONFLICT", { message });
}

/**
 * Adds a name to the translation table; names that were listed as unmapped and are covered now leave that list. Records that were refused for it
 * must be imported again. While an agreement is in force or one is being written, a name that is in use goes into the draft (product.md C4).
 * @throws AppError NAME_ALREADY_MAPPED (names the stage), STAGE_WON where its place is agreed otherwise, ALREADY_SIGNED, what is wrong with a field, and as `editSettings`
 */
export async function mapStageName(actor: Actor, edit: { line: StageNameText; seen: bigint }): Promise<void> {
  await editTable(actor, { object: STAGES_OBJECT, seen: edit.seen }, async (tx, tables) => {
    const line = requireLine(edit.line);
    requireFree(editedLines(tables.translation), line, null);
    const change = { remove: null, add: line };
    const place = placeOfNew(tables, line);
    if (place.live) requireAgreedPlace(tables, line);
    const stored = await store(tx, actor, { tables, place, change });
    return { action: "stage.map", before: null, after: stateOf(line), ...stored };
  });
}

/**
 * Changes a line. History that was imported before keeps the place that it was read with: pipeline is never restated.
 * A line that is agreed changes in the draft of the next version (product.md C4).
 * @param edit.key of the line as it stands; the name may be spelt otherwise, or be another one
 * @throws AppError NOT_FOUND, CONFLICT where the version that is being written lacks it, NAME_ALREADY_MAPPED, STAGE_WON where
 * its place is agreed otherwise, ALREADY_SIGNED, what is wrong with a field, and as `editSettings`
 */
export async function changeStageName(
  actor: Actor,
  edit: { key: string; line: StageNameText; seen: bigint },
): Promise<void> {
  await editTable(actor, { object: STAGES_OBJECT, seen: edit.seen }, async (tx, tables) => {
    const before = requireKnown(tables, edit.key);
    const line = requireLine(edit.line);
    const place = placeOfLine(tables, edit.key);
    requireFree(editedLines(tables.translation), line, edit.key);
    if (place.live) {
      requireFree(tables.translation.live, line, edit.key);
      requireAgreedPlace(tables, line);
    }
    const stored = await store(tx, actor, { tables, place, change: { remove: edit.key, add: line } });
    return { action: "stage.change", before: stateOf(before), after: stateOf(line), ...stored };
  });
}

/**
 * Removes a line: records with that name are refused from now on, or from the next version on where it is agreed (product.md C4).
 * @throws AppError NOT_FOUND, CONFLICT where the version that is being written lacks it, ALREADY_SIGNED, as `editSettings`
 */
export async function removeStageName(actor: Actor, edit: { key: string; seen: bigint }): Promise<void> {
  await editTable(actor, { object: STAGES_OBJECT, seen: edit.seen }, async (tx, tables) => {
    const before = requireKnown(tables, edit.key);
    const place = placeOfLine(tables, edit.key);
    const stored = await store(tx, actor, { tables, place, change: { remove: edit.key, add: null } });
    return { action: "stage.remove", before: stateOf(before), after: null, ...stored };
  });
}

import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { STACK_OBJECT } from "@/lib/data/stack";
import { vendorKey } from "@/lib/domain/briefs";
import { type IsoDate, parseIsoDate } from "@/lib/domain/dates";
import {
  isLayer,
  isSingle,
  LAYER_TEXTS,
  type Layer,
  readToolTerms,
  scorerKeys,
  type ToolTerms,
} from "@/lib/domain/stack";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { fiscalToday } from "./agreement/fiscal-today";
import { frozenUntilError } from "./agreement/frozen";
import { editSettings, fieldsRefused } from "./settings";
import type { Tx } from "./sql";

/** A tool as the form gives it. */
export type ToolText = Readonly<Record<keyof ToolTerms, string>>;

function requireTool(text: ToolText): ToolTerms {
  const result = readToolTerms(text);
  if (result.ok) return result.terms;
  throw fieldsRefused(result.errors);
}

/** The person who answers for a tool, locked against being closed meanwhile. Throws AppError OWNER_NOT_PERSON. */
async function requireOwner(
  tx: Tx,
  id: bigint | null,
  message = "Choose an active person. A CFO or CEO account owns nothing here.",
): Promise<{ id: bigint; name: string }> {
  const [owner] =
    id === null
      ? []
      : await tx.rows<{ id: bigint; name: string }>(
          Prisma.sql`SELECT id, name FROM users WHERE id = ${id} AND active AND NOT never_owns(role) FOR SHARE`,
        );
  if (owner) return owner;
  throw new AppError("OWNER_NOT_PERSON", { field: "owner", message });
}

const noted = (layer: Layer, terms: ToolTerms, owner: string) => ({
  layer,
  name: terms.name,
  vendor: terms.vendor,
  yearly_cost: `${terms.yearlyCost} ${terms.currency}`,
  renews_on: terms.renewsOn,
  owner,
});

interface StoredTool extends ToolTerms {
  layer: Layer;
  active: boolean;
  owner: string;
  ownerId: bigint;
}

async function lockTool(tx: Tx, id: bigint): Promise<StoredTool> {
  const [tool] = await tx.rows<StoredTool>(Prisma.sql`
    SELECT t.layer::text, t.name, t.vendor, t.yearly_cost::text AS "yearlyCost", t.currency, t.renews_on::text AS "renewsOn", t.active,
      u.name AS owner, u.id AS "ownerId"
    FROM stack_tools t JOIN users u ON u.id = t.owner_id WHERE t.id = ${id} FOR UPDATE OF t`);
  if (tool) return tool;
  throw new AppError("NOT_FOUND", { message: "There is no such tool any more. Reload the page." });
}

/** Refuses a second tool where the layer has one place. */
async function requirePlace(tx: Tx, layer: Layer): Promise<void> {
  if (!isSingle(layer)) return;
  const [other] = await tx.rows<{ name: string }>(
    Prisma.sql`SELECT name FROM stack_tools WHERE layer = ${layer}::stack_layer AND active`,
  );
  if (!other) return;
  const message = `${other.name} is the ${layer} tool, and there is one. Take it out of use first.`;
  throw new AppError("LAYER_TAKEN", { field: "layer", status: 409, message });
}

/** While an agreement is in force its attribution tool stays what it is; by the server's clock (metrics.md §6). */
async function requireUnlocked(tx: Tx, layer: Layer): Promise<void> {
  if (layer !== "attribution") return;
  const [freeze] = await tx.rows<{ until: IsoDate }>(Prisma.sql`
    SELECT frozen_until::text AS until FROM agreements WHERE status = 'in_force' AND frozen_until > agreement_today()`);
  if (freeze)
    throw frozenUntilError(freeze.until, "The attribution tool is locked with the agreement in force, which is");
}

/**
 * Adds a tool to the registry (product.md C13). Scoring and attribution have one place each.
 * @throws AppError FORBIDDEN, CONFLICT, LAYER_UNKNOWN, LAYER_TAKEN, OWNER_NOT_PERSON, or what is wrong with a field
 */
export async function addTool(
  actor: Actor,
  edit: { layer: string; ownerId: bigint | null; text: ToolText; seen: bigint },
): Promise<void> {
  await editSettings(actor, "settings.edit", { object: STACK_OBJECT, seen: edit.seen }, async (tx) => {
    const { layer } = edit;
    if (!isLayer(layer)) {
      const labels = Object.values(LAYER_TEXTS).map(({ label }) => label);
      throw new AppError("LAYER_UNKNOWN", { field: "layer", message: `Choose a layer: ${labels.join(", ")}.` });
    }
    const terms = requireTool(edit.text);
    await requirePlace(tx, layer);
    const owner = await requireOwner(tx, edit.ownerId);
    await tx.rows(Prisma.sql`
      INSERT INTO stack_tools (layer, name, vendor, yearly_cost, currency, renews_on, owner_id, known_as)
      VALUES (${layer}::stack_layer, ${terms.name}, ${terms.vendor}, ${terms.yearlyCost}::numeric, ${terms.currency}, ${terms.renewsOn}::date, ${owner.id},
        ${[...scorerKeys(terms)]}::text[])`);
    return { action: "stack.add", before: null, after: noted(layer, terms, owner.name) };
  });
}

/**
 * Changes a tool. Name and vendor of the attribution tool are locked while an agreement is in force; what it costs, when it
 * renews and who answers for it may change.
 * @throws AppError FORBIDDEN, CONFLICT, UNCHANGED, NOT_FOUND, FROZEN_UNTIL, OWNER_NOT_PERSON, or what is wrong with a field
 */
export async function changeTool(
  actor: Actor,
  edit: { id: bigint; ownerId: bigint | null; text: ToolText; seen: bigint },
): Promise<void> {
  await editSettings(actor, "settings.edit", { object: STACK_OBJECT, seen: edit.seen }, async (tx) => {
    const terms = requireTool(edit.text);
    const stored = await lockTool(tx, edit.id);
    const isOther = terms.name !== stored.name || terms.vendor !== stored.vendor;
    if (stored.active && isOther) await requireUnlocked(tx, stored.layer);
    const owner = await requireOwner(tx, edit.ownerId);
    await tx.rows(Prisma.sql`
      UPDATE stack_tools SET name = ${terms.name}, vendor = ${terms.vendor}, yearly_cost = ${terms.yearlyCost}::numeric,
        currency = ${terms.currency}, renews_on = ${terms.renewsOn}::date, owner_id = ${owner.id}, known_as = ${[...scorerKeys(terms)]}::text[]
      WHERE id = ${edit.id}`);
    const before = noted(stored.layer, stored, stored.owner);
    return { action: "stack.change", before, after: noted(stored.layer, terms, owner.name) };
  });
}

/**
 * Takes a tool out of use, or into it again.
 * @throws AppError FORBIDDEN, CONFLICT, UNCHANGED, NOT_FOUND, FROZEN_UNTIL, LAYER_TAKEN, OWNER_NOT_PERSON
 */
export async function setToolActive(actor: Actor, edit: { id: bigint; active: boolean; seen: bigint }): Promise<void> {
  await editSettings(actor, "settings.edit", { object: STACK_OBJECT, seen: edit.seen }, async (tx) => {
    const { layer, name, active, ...tool } = await lockTool(tx, edit.id);
    if (active !== edit.active) {
      if (edit.active) {
        await requirePlace(tx, layer);
        await requireOwner(
          tx,
          tool.ownerId,
          `Name another owner of ${name} first: ${tool.owner} may not own it any more.`,
        );
      } else await requireUnlocked(tx, layer);
      await tx.rows(Prisma.sql`UPDATE stack_tools SET active = ${edit.active} WHERE id = ${edit.id}`);
    }
    const action = edit.active ? "stack.activate" : "stack.retire";
    return { action, before: { layer, name, in_use: active }, after: { layer, name, in_use: edit.active } };
  });
}

const MAX_VERSION = 120;

function requireModel(input: { modelVersion: string; retrainedOn: string }, today: IsoDate) {
  const modelVersion = input.modelVersion.normalize("NFC").trim();
  const retrainedOn = parseIsoDate(input.retrainedOn.trim());
  const errors = [
    ...(modelVersion === "" || modelVersion.length > MAX_VERSION
      ? [
          {
            field: "modelVersion",
            code: "MODEL_MISSING",
            message: `Name the model as the vendor does, in up to ${MAX_VERSION} characters.`,
          },
        ]
      : []),
    ...(retrainedOn === null || retrainedOn > today
      ? [{ field: "retrainedOn", code: "DATE_INVALID", message: "Enter the day of the retrain, today at the latest." }]
      : []),
  ];
  if (errors.length > 0 || retrainedOn === null) throw fieldsRefused(errors);
  return { modelVersion, retrainedOn };
}

/**
 * Enters a retrain of the scoring tool's model. It is kept for good, and flagged where it falls inside the freeze.
 * @throws AppError FORBIDDEN, CONFLICT, UNCHANGED when it is known, SCORING_MISSING, or what is wrong with a field
 */
export async function enterRetrain(
  actor: Actor,
  edit: { modelVersion: string; retrainedOn: string; seen: bigint },
  now: Date,
): Promise<void> {
  await editSettings(actor, "settings.edit", { object: STACK_OBJECT, seen: edit.seen }, async (tx) => {
    const { today } = await fiscalToday(tx, now);
    const { modelVersion, retrainedOn } = requireModel(edit, today);
    const [tool] = await tx.rows<{ vendor: string }>(
      Prisma.sql`SELECT vendor FROM stack_tools WHERE layer = 'scoring' AND active FOR SHARE`,
    );
    if (!tool) throw new AppError("SCORING_MISSING", { message: "Register the scoring tool first, then its models." });
    const written = await tx.rows<{ id: bigint }>(Prisma.sql`
      INSERT INTO score_models (vendor, vendor_key, model_version, retrained_on, evidence)
      SELECT ${tool.vendor}, ${vendorKey(tool.vendor)}, ${modelVersion}, ${retrainedOn}::date, 'entered'
      WHERE NOT EXISTS (SELECT FROM score_models WHERE vendor_key = ${vendorKey(tool.vendor)} AND model_version = ${modelVersion}
        AND retrained_on = ${retrainedOn}::date)
      RETURNING id`);
    const after = { model: modelVersion, retrained_on: retrainedOn };
    return { action: "stack.retrain", before: written.length > 0 ? null : after, after };
  });
}

import "server-only";
import { createHash } from "node:crypto";
import { type Actor, authorize, loggingRefusals, type Person } from "@/lib/auth/actor";
import {
  fetchDocument,
  fetchStanding,
  LIVE_ORGANISATION,
  noVersion,
  type VersionFacts,
} from "@/lib/data/agreement-versions";
import { definitionObject } from "@/lib/data/agreements";
import { canonicalAgreement } from "@/lib/domain/agreement-document";
import { isSignerRole } from "@/lib/domain/agreement-status";
import { type IsoDate, parseIsoDate } from "@/lib/domain/dates";
import { effectiveFromError, firstEffectiveFrom, isTypoWindow } from "@/lib/domain/fiscal";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { changeReason, settingsTransaction } from "@/lib/services/settings";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { backToDraft } from "./drafts";
import { fiscalToday } from "./fiscal-today";
import { notASigner } from "./frozen";
import { requireOnePage } from "./one-page";

interface Dates {
  corrects: number | null;
  effectiveFrom: IsoDate | null;
}

/**
 * When the draft would come into force: a correction and the first agreement with the third signature; any other on a
 * fiscal-year start on or after the boundary of the one in force.
 */
async function datesOf(tx: Tx, draft: VersionFacts, asked: string, now: Date): Promise<Dates> {
  const { judging } = await fetchStanding(tx.rows);
  const { typoFrom, frozenUntil: until } = judging;
  if (typoFrom === null || until === null) return { corrects: null, effectiveFrom: null };
  const isCorrection = draft.corrects === judging.version && isTypoWindow(typoFrom, now);
  if (isCorrection) return { corrects: judging.version, effectiveFrom: null };
  const { today, startMonth } = await fiscalToday(tx, now);
  const first = firstEffectiveFrom(until, today, startMonth);
  if (asked.trim() === "") return { corrects: null, effectiveFrom: first };
  const date = parseIsoDate(asked.trim());
  const code = date === null ? "NOT_FISCAL_BOUNDARY" : effectiveFromError(date, { until, today, startMonth });
  if (date !== null && code === null) return { corrects: null, effectiveFrom: date };
  const message =
    code === "FROZEN_UNTIL"
      ? `Version ${judging.version} is frozen until ${until}. Choose ${first} or a later start of a fiscal year.`
      : `A version comes into force at the start of a fiscal year that is not over. Choose ${first} or a later one.`;
  throw new AppError(code ?? "NOT_FISCAL_BOUNDARY", { field: "effective_from", message });
}

async function requireDraft(tx: Tx, version: number): Promise<VersionFacts> {
  const { open } = await fetchStanding(tx.rows);
  if (open?.version !== version) throw noVersion();
  if (open.status === "draft") return open;
  throw new AppError("CONFLICT", { message: `Version ${version} is ${open.status} already. Reload the page.` });
}

/**
 * Puts a draft before the three who sign: from now on it is one canonical text with one hash (product.md C3).
 * @param edit `effectiveFrom` "YYYY-MM-DD", or blank for the first day that is possible; not looked at for the first agreement and for corrections
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT, FROZEN_UNTIL, NOT_FISCAL_BOUNDARY, OVER_ONE_PAGE
 */
export async function propose(
  actor: Person,
  edit: { version: number; effectiveFrom: string },
  now: Date,
): Promise<void> {
  const { version } = edit;
  await authorize(actor, "agreement.edit", definitionObject(version));
  await settingsTransaction(async (tx) => {
    // Nobody changes what the document is counted in before it is proposed.
    await tx.rows(Prisma.sql`SELECT 1 FROM organisation WHERE id = 1 FOR SHARE`);
    const { corrects, effectiveFrom } = await datesOf(tx, await requireDraft(tx, version), edit.effectiveFrom, now);
    await tx.rows(Prisma.sql`
      UPDATE agreements SET corrects = ${corrects}::int, effective_from = ${effectiveFrom}::date, organisation = ${LIVE_ORGANISATION}
      WHERE version = ${version}`);
    await requireOnePage(tx, version);
    const text = canonicalAgreement(await fetchDocument(tx.rows, version));
    const hash = createHash("sha256").update(text).digest("hex");
    await tx.rows(Prisma.sql`
      UPDATE agreements SET status = 'proposed', document = ${text}, content_hash = decode(${hash}, 'hex'), proposed_at = ${now},
        proposed_by_id = ${actor.id}, updated_at = now()
      WHERE version = ${version} AND status = 'draft'`);
    const after = { status: "proposed", hash, effective_from: effectiveFrom };
    const object = definitionObject(version);
    const before = { status: "draft" };
    await audit(tx, { actor, action: "agreement.propose", object, before, after, agreementVersion: version });
  });
}

/**
 * "Send back for socialization": one of the three returns what is proposed, or signed and not yet in force, with a reason.
 * All signatures are void (product.md C3).
 * @throws AppError NOT_A_SIGNER, NOT_FOUND, CHANGE_REASON_REQUIRED
 */
export async function sendBack(actor: Person, edit: { version: number; reason: string }): Promise<void> {
  const object = definitionObject(edit.version);
  await loggingRefusals(actor, "agreement.sign", object, async () => {
    if (!isSignerRole(actor.role)) throw notASigner();
    const reason = changeReason(edit.reason);
    await settingsTransaction((tx) => sendBackLocked(tx, actor, edit.version, reason));
  });
}

async function sendBackLocked(tx: Tx, actor: Actor, version: number, reason: string): Promise<void> {
  const { open } = await fetchStanding(tx.rows);
  if (open?.version !== version || open.status === "draft") throw noVersion();
  await backToDraft(tx, version);
  await audit(tx, {
    actor,
    action: "agreement.send_back",
    object: definitionObject(version),
    before: { status: open.status, signatures: open.signatures.length },
    after: { status: "draft", signatures: 0, reason },
    agreementVersion: version,
  });
}

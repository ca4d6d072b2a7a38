import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import {
  fetchStanding,
  LIVE_ORGANISATION,
  LIVE_POLICIES,
  LIVE_SEGMENTS,
  LIVE_TIME,
  LIVE_TRANSLATION,
  type VersionFacts,
} from "@/lib/data/agreement-versions";
import { definitionObject } from "@/lib/data/agreements";
import { isTypoWindow } from "@/lib/domain/fiscal";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { settingsTransaction } from "@/lib/services/settings";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { frozenUntilError, signedError } from "./frozen";
import { onOnePage } from "./one-page";
import { voidSignatures } from "./signatures";

/** Where an edit of what is agreed goes. */
export interface Target {
  version: number;
  /** The provisional version: nobody has signed yet, and the edit counts at once. */
  isLive: boolean;
}

/** Provisional terms keep no tables of their own until a draft begins: from then on they say what stood when it did. */
async function keepTables(tx: Tx, { version }: VersionFacts): Promise<void> {
  await tx.rows(Prisma.sql`
    UPDATE agreements SET translation = ${LIVE_TRANSLATION}, segments = ${LIVE_SEGMENTS}, working_time = ${LIVE_TIME},
      organisation = ${LIVE_ORGANISATION}, spend_policy = ${LIVE_POLICIES}
    WHERE version = ${version} AND status = 'provisional' AND translation IS NULL`);
}

/** An edit counts at once: nobody has begun to write the first agreement. */
export const isLive = ({ judging, open }: { judging: VersionFacts; open: VersionFacts | null }): boolean =>
  open === null && judging.status === "provisional";

/** A copy of the version that judges, with the tables as they stand. */
async function copyOf(tx: Tx, judging: VersionFacts, corrects: number | null): Promise<number> {
  const { version } = await onlyRow<{ version: number }>(
    tx,
    Prisma.sql`
      INSERT INTO agreements (version, status, corrects, definition, rejection_cap, pipeline_floor, cost_line, acv_min, acv_max,
        minimum_n, weight_first, weight_created, weight_won, lookback_days, decision_days, follow_up_hours, required_data,
        spend_policy, translation, segments, working_time)
      SELECT (SELECT max(version) + 1 FROM agreements), 'draft', ${corrects}::int, definition, rejection_cap, pipeline_floor, cost_line,
        acv_min, acv_max, minimum_n, weight_first, weight_created, weight_won, lookback_days, decision_days, follow_up_hours,
        required_data, ${LIVE_POLICIES},
        ${LIVE_TRANSLATION}, ${LIVE_SEGMENTS}, ${LIVE_TIME}
      FROM agreements WHERE version = ${judging.version} RETURNING version`,
  );
  await tx.rows(Prisma.sql`
    INSERT INTO floors (agreement_version, source_code, segment_code, percent)
    SELECT ${version}, source_code, segment_code, percent FROM floors WHERE agreement_version = ${judging.version}`);
  return version;
}

async function newDraft(tx: Tx, actor: Actor, judging: VersionFacts, corrects: number | null): Promise<number> {
  await keepTables(tx, judging);
  const version = await copyOf(tx, judging, corrects);
  const after = { version, based_on: judging.version, ...(corrects !== null && { corrects }) };
  await audit(tx, {
    actor,
    action: "agreement.draft",
    object: definitionObject(version),
    after,
    agreementVersion: version,
  });
  return version;
}

/**
 * The version that is being written, made as a copy of the one that judges if there is none. One that is proposed is opened
 * again, which voids its signatures: any edit does (metrics.md §6). The transaction holds the settings lock.
 * @throws AppError ALREADY_SIGNED when three have signed it
 */
export async function openDraft(tx: Tx, actor: Actor): Promise<number> {
  const { judging, open } = await fetchStanding(tx.rows);
  if (!open) return newDraft(tx, actor, judging, null);
  if (open.status === "signed") throw signedError(open.version);
  if (open.status === "proposed") await reopen(tx, actor, open);
  return open.version;
}

/** A proposal becomes a draft again because somebody edits it. */
async function reopen(tx: Tx, actor: Actor, { version, signatures }: VersionFacts): Promise<void> {
  await backToDraft(tx, version);
  const before = { status: "proposed", signatures: signatures.length };
  await audit(tx, {
    actor,
    action: "agreement.reopen",
    object: definitionObject(version),
    before,
    after: { status: "draft", signatures: 0 },
    agreementVersion: version,
  });
}

/** Voids what was signed and lets the version be edited. */
export async function backToDraft(tx: Tx, version: number): Promise<void> {
  await voidSignatures(tx, version);
  await tx.rows(Prisma.sql`
    UPDATE agreements SET status = 'draft', document = NULL, content_hash = NULL, proposed_at = NULL, proposed_by_id = NULL,
      signed_at = NULL, frozen_until = NULL, updated_at = now()
    WHERE version = ${version} AND status IN ('proposed', 'signed')`);
}

/**
 * Where an edit goes that was made on the screen of version `shown`: into the provisional version while nobody has begun to
 * write the first agreement; else into the version that is being written, made now if need be.
 * @throws AppError NOT_FOUND when another version is edited by now, ALREADY_SIGNED
 */
export async function editTarget(tx: Tx, actor: Actor, shown: number): Promise<Target> {
  const standing = await fetchStanding(tx.rows);
  const { judging, open } = standing;
  if ((open ?? judging).version !== shown) {
    throw new AppError("NOT_FOUND", {
      message: "Another version is edited by now. Reload the page and edit that one.",
    });
  }
  if (isLive(standing)) return { version: judging.version, isLive: true };
  return { version: await openDraft(tx, actor), isLive: false };
}

/** Writes the content of a target; a draft stays on one page (product.md C2). Throws AppError OVER_ONE_PAGE. */
export async function writeInto(tx: Tx, { version, isLive }: Target, write: () => Promise<unknown>): Promise<void> {
  if (isLive) await write();
  else await onOnePage(tx, version, write);
}

/** Opens the draft of the next version, or finds it. Throws AppError FORBIDDEN, ALREADY_SIGNED. */
export async function startDraft(actor: Actor): Promise<number> {
  await authorize(actor, "agreement.edit", "agreements");
  return settingsTransaction((tx) => openDraft(tx, actor));
}

/**
 * Opens a draft that mends a slip of the pen: within 24 hours of the third signature (of the first version, where one mends
 * another) it takes the place of the version in
 * force, with three new signatures and the same boundary (metrics.md §6).
 * @throws AppError FORBIDDEN, FROZEN_UNTIL when the hours are over, CONFLICT when another version is being written
 */
export async function startCorrection(actor: Actor, now: Date): Promise<number> {
  await authorize(actor, "agreement.edit", "agreements");
  return settingsTransaction(async (tx) => {
    const { judging, open } = await fetchStanding(tx.rows);
    if (open) {
      const message = `Version ${open.version} is being written already. Finish that one first.`;
      throw new AppError("CONFLICT", { message });
    }
    const { typoFrom, frozenUntil } = judging;
    if (typoFrom === null || frozenUntil === null) {
      throw new AppError("NOT_FOUND", { message: "Nobody has signed yet: edit the provisional terms instead." });
    }
    if (!isTypoWindow(typoFrom, now))
      throw frozenUntilError(frozenUntil, "The 24 hours for a slip of the pen are over; the agreement is");
    return newDraft(tx, actor, judging, judging.version);
  });
}

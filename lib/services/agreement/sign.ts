import "server-only";
import { type Confirmed, loggingRefusals, type Person, type Proof } from "@/lib/auth/actor";
import { fetchStanding, noVersion, type VersionFacts } from "@/lib/data/agreement-versions";
import { definitionObject } from "@/lib/data/agreements";
import { isSignerRole, SIGNER_ROLES, type SignerRole } from "@/lib/domain/agreement-status";
import { addDays } from "@/lib/domain/dates";
import { isTypoWindow, SIGNING_GRACE_DAYS } from "@/lib/domain/fiscal";
import { roleLabel } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { lock, settingsTransaction } from "@/lib/services/settings";
import type { Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { fiscalToday } from "./fiscal-today";
import { frozenUntilError, notASigner } from "./frozen";
import { putInForce } from "./in-force";
import { addSignature } from "./signatures";

type Signer = Person & { role: SignerRole };

const isSigner = (person: Person): person is Signer => isSignerRole(person.role);

export interface Signed {
  /** After this signature: still proposed, signed and waiting for its day, or in force. */
  status: "proposed" | "signed" | "in_force";
}

/**
 * One of the three signatures over the content hash that the signer saw (product.md C3). The third one freezes: the version
 * comes into force at once where it is the first or mends a slip of the pen, else on its fiscal-year start.
 * @param confirmed the signer, who has just shown again who they are
 * @param input `hash` hexadecimal, of the document on the screen
 * @throws AppError NOT_A_SIGNER, NOT_FOUND, CONFLICT when something else is proposed by now, ALREADY_SIGNED, FROZEN_UNTIL,
 * NOT_FISCAL_BOUNDARY
 */
export async function sign(
  { person, proof }: Confirmed,
  input: { version: number; hash: string },
  now: Date,
): Promise<Signed> {
  return loggingRefusals(person, "agreement.sign", definitionObject(input.version), async () => {
    if (!isSigner(person)) throw notASigner();
    return settingsTransaction((tx) => signLocked(tx, person, { ...input, proof }, now));
  });
}

async function signLocked(
  tx: Tx,
  actor: Signer,
  { version, hash, proof }: { version: number; hash: string; proof: Proof },
  now: Date,
): Promise<Signed> {
  const standing = await fetchStanding(tx.rows);
  const open = requireProposed(standing.open, version, hash);
  await requireInTime(tx, open, standing.judging, now);
  const signatures = open.signatures.length - (await voidDeparted(tx, version)) + 1;
  await requireUnsigned(tx, actor, open);
  const isThird = signatures === SIGNER_ROLES.length;
  const isDue = open.effectiveFrom === null || open.effectiveFrom <= (await fiscalToday(tx, now)).today;
  // Before the head of the audit chain, as imports take the two: the other way round they could wait for each other.
  if (isThird && isDue) await lock(tx, "ingest");
  await addSignature(tx, actor, { version, hash, proof });
  const entry = {
    actor,
    action: "agreement.sign",
    object: definitionObject(version),
    after: { role: actor.role, hash, proof, signatures },
    agreementVersion: version,
  };
  if (isThird && isDue) {
    await putInForce(tx, actor, version, entry);
    return { status: "in_force" };
  }
  if (isThird) {
    await tx.rows(Prisma.sql`UPDATE agreements SET status = 'signed', updated_at = now() WHERE version = ${version}`);
  }
  await audit(tx, entry);
  return { status: isThird ? "signed" : "proposed" };
}

/** Who has left the role or the company since does not count among the three: a successor signs. Returns how many. */
async function voidDeparted(tx: Tx, version: number): Promise<number> {
  const gone = await tx.rows(Prisma.sql`
    UPDATE agreement_signatures s SET voided_at = now() FROM users u
    WHERE s.agreement_version = ${version} AND s.voided_at IS NULL AND u.id = s.user_id AND (NOT u.active OR u.role <> s.role)
    RETURNING s.id`);
  return gone.length;
}

function requireProposed(open: VersionFacts | null, version: number, hash: string): VersionFacts {
  if (open?.version !== version) throw noVersion();
  if (open.status === "proposed" && open.hash === hash) return open;
  if (open.status === "signed") {
    throw new AppError("ALREADY_SIGNED", { message: `Three have signed version ${version} already.` });
  }
  const message =
    "What you read is no longer what is proposed: it was edited or sent back. Reload the page, read it, then sign.";
  throw new AppError("CONFLICT", { message });
}

/** One person signs once, and so does one role. */
async function requireUnsigned(tx: Tx, actor: Signer, { version }: VersionFacts): Promise<void> {
  const [mine] = await tx.rows<{ own: boolean; name: string; role: SignerRole }>(Prisma.sql`
    SELECT s.user_id = ${actor.id} AS own, u.name, s.role::text FROM agreement_signatures s JOIN users u ON u.id = s.user_id
    WHERE s.agreement_version = ${version} AND s.voided_at IS NULL AND (s.user_id = ${actor.id} OR s.role = ${actor.role}::user_role)
    ORDER BY own DESC LIMIT 1`);
  if (!mine) return;
  const message = mine.own
    ? `You have signed this version already, as ${roleLabel(mine.role)}. Three different people sign.`
    : `${mine.name} has signed for this role already (${roleLabel(mine.role)}).`;
  throw new AppError("ALREADY_SIGNED", { message });
}

/** A proposal that its day has overtaken is put forward anew. */
async function requireInTime(tx: Tx, open: VersionFacts, judging: VersionFacts, now: Date): Promise<void> {
  if (open.corrects !== null) {
    const { typoFrom, frozenUntil } = judging;
    if (typoFrom === null || frozenUntil === null || isTypoWindow(typoFrom, now)) return;
    const what =
      "The 24 hours for a slip of the pen are over: send this back and propose it as the next version. The agreement is";
    throw frozenUntilError(frozenUntil, what);
  }
  const { today } = await fiscalToday(tx, now);
  if (open.effectiveFrom === null || today <= addDays(open.effectiveFrom, SIGNING_GRACE_DAYS)) return;
  throw new AppError("NOT_FISCAL_BOUNDARY", {
    message: `This version was to come into force on ${open.effectiveFrom}, which is gone. Send it back and propose it for the next fiscal year.`,
  });
}

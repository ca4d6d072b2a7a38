import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { prismaTx } from "@/lib/services/sql";
import { type Actor, actorOfKey, authorize, type KeyActor } from "./actor";
import { consume } from "./limits";
import { isScope, SCOPES, type Scope } from "./permissions";

/** 256 bits behind a name that secret scanners can look for. */
const FORM = /^accord_[A-Za-z0-9_-]{43}$/;

const hashOf = (key: string) => new Uint8Array(createHash("sha256").update(key).digest());

/** The scopes in a comma-separated list. Throws AppError SCOPE_UNKNOWN. */
export function parseScopes(text: string): Scope[] {
  const names = [...new Set(text.split(",").map((name) => name.trim()))];
  const unknown = names.filter((name) => !isScope(name));
  if (unknown.length === 0) return names.filter(isScope);
  throw new AppError("SCOPE_UNKNOWN", {
    field: "scopes",
    message: `There is no scope "${unknown.join('", "')}". Give one or more of: ${SCOPES.join(", ")}.`,
  });
}

const SCOPE_NEEDS = { ingest: "imports.run", read: "metrics.read" } as const;

/**
 * Makes a key and returns it: the only time that anybody sees it, the database keeps its SHA-256.
 * A maker cannot give what they do not have. Throws AppError FORBIDDEN, NAME_REQUIRED.
 */
export async function createKey(actor: Actor, { name, scopes }: { name: string; scopes: Scope[] }): Promise<string> {
  await authorize(actor, "people.manage", "api_keys");
  for (const scope of scopes) await authorize(actor, SCOPE_NEEDS[scope], "api_keys");
  const title = name.trim();
  if (title === "" || title.length > 100) {
    throw new AppError("NAME_REQUIRED", {
      field: "name",
      message: "Give the key a name of 1 to 100 characters, such as the system that uses it.",
    });
  }
  const key = `accord_${randomBytes(32).toString("base64url")}`;
  await db().$transaction(async (tx) => {
    const { id } = await tx.apiKey.create({
      data: { name: title, scopes, hash: hashOf(key), madeById: actor.id },
      select: { id: true },
    });
    await audit(prismaTx(tx), { actor, action: "key.create", object: `key:${id}`, after: { name: title, scopes } });
  });
  return key;
}

/** Ends all living keys of a name, at once, and returns how many. Throws AppError FORBIDDEN, NOT_FOUND. */
export async function revokeKeys(actor: Actor, name: string): Promise<number> {
  await authorize(actor, "people.manage", "api_keys");
  return db().$transaction(async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { name: name.trim(), revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) throw new AppError("NOT_FOUND", { message: `No living key is called "${name}".` });
    await audit(prismaTx(tx), { actor, action: "key.revoke", object: "api_keys", after: { name: name.trim(), count } });
    return count;
  });
}

/** Notes the use of a key, a few times an hour at most. After the call was let through: a refused one changes nothing. */
export async function rememberUse({ keyId }: KeyActor): Promise<void> {
  const lately = new Date(Date.now() - 600_000);
  await db().apiKey.updateMany({
    where: { id: keyId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: lately } }] },
    data: { lastUsedAt: new Date() },
  });
}

/**
 * The actor behind an `Authorization: Bearer …` header, or null when it holds no living key. `address` is the
 * caller's (client-address.ts). Throws AppError RATE_LIMITED or UNAVAILABLE.
 */
export async function checkKey(header: string | null, address: string): Promise<KeyActor | null> {
  const key = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  const actor = key && FORM.test(key) ? await actorOfKey(hashOf(key)) : null;
  if (!actor) {
    if (key) await consume("keyGuess", address);
    return null;
  }
  await consume("key", String(actor.keyId));
  return actor;
}

import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";

/** A key of an integration; the key itself is known to nobody but its holder. */
export interface KeyRow {
  id: bigint;
  name: string;
  scopes: string[];
  /** Name of the person who made it; null: the command line. */
  madeBy: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** All keys, living ones first, latest first. Throws AppError FORBIDDEN. */
export async function listKeys(actor: Actor): Promise<KeyRow[]> {
  await authorize(actor, "people.manage", "api_keys");
  const keys = await db().apiKey.findMany({
    orderBy: [{ revokedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
    select: {
      id: true,
      name: true,
      scopes: true,
      createdAt: true,
      lastUsedAt: true,
      revokedAt: true,
      madeBy: { select: { name: true } },
    },
  });
  return keys.map(({ madeBy, ...key }) => ({ ...key, madeBy: madeBy?.name ?? null }));
}

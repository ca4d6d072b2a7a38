import "server-only";
import type { Profile } from "next-auth";
import { db } from "@/lib/db";
import type { SignedIn } from "./credentials";
import type { ProviderSettings } from "./provider-settings";

/** Tenants of Microsoft that are anybody's: an e-mail address from one of them proves nothing. */
const ANYBODY = new Set(["common", "organizations", "consumers"]);

/** What a provider says about somebody. */
type Claims = Profile & { email_verified?: unknown; xms_edov?: unknown; tid?: unknown };

/**
 * The e-mail address that the provider vouches for, in lower case, or null. Google and Okta say so in
 * `email_verified`. Microsoft does not: there it must come from the one tenant that is configured, whose admins give
 * out the addresses.
 */
export function verifiedEmail(
  { id, tenantId }: Pick<ProviderSettings, "id" | "tenantId">,
  claims: Claims,
): string | null {
  const { email } = claims;
  if (typeof email !== "string" || !/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(email)) return null;
  const vouched =
    id === "azure-ad"
      ? tenantId !== undefined && !ANYBODY.has(tenantId) && claims.tid === tenantId && claims.xms_edov !== false
      : claims.email_verified === true;
  return vouched ? email.toLowerCase() : null;
}

/** The active account with the address that the provider vouches for. Nobody is created. */
export async function userOfProfile(
  provider: ProviderSettings | undefined,
  profile: Profile | undefined,
): Promise<SignedIn | null> {
  const email = provider && profile ? verifiedEmail(provider, profile) : null;
  if (email === null) return null;
  return db().user.findFirst({
    where: { email, active: true },
    select: { id: true, role: true, sessionVersion: true },
  });
}

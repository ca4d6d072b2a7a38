import "server-only";
import type { AuthOptions, User } from "next-auth";
import AzureADProvider from "next-auth/providers/azure-ad";
import CredentialsProvider from "next-auth/providers/credentials";
import GoogleProvider from "next-auth/providers/google";
import type { OAuthConfig } from "next-auth/providers/index";
import OktaProvider from "next-auth/providers/okta";
import { isRole } from "@/lib/domain/roles";
import { env } from "@/lib/env";
import { AppError, asAppError } from "@/lib/errors";
import { logError } from "@/lib/log";
import { endSessions } from "@/lib/services/people";
import { personOfSession } from "./actor";
import { safeCallback } from "./callback-url";
import { clientAddress } from "./client-address";
import { authorizeCredentials, rememberVisit, type SignedIn } from "./credentials";
import { authorizeDemo } from "./demo";
import { userOfProfile } from "./profiles";
import { configuredProviders, type ProviderSettings } from "./provider-settings";
import { authCookie, isSecure, SESSION_SECONDS, sessionSecret } from "./session";

/** next-auth carries a user from `authorize` to the `jwt` callback; ours is an id and a session version. */
type SessionUser = User & { sv: number };

const asUser = ({ id, sessionVersion }: SignedIn): SessionUser => ({ id: String(id), sv: sessionVersion });

/** next-auth puts the words of an error into an address: only a code may leave. The page has the words, the log a fault. */
async function codeOnly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = asAppError(error, "");
    if (refusal !== error) logError("sign-in failed", { code: refusal.code }, error);
    throw new Error(refusal.code);
  }
}

/** What `authorize` of next-auth returns: null for wrong credentials. */
async function userOrNull(work: () => Promise<SignedIn>): Promise<SessionUser | null> {
  return codeOnly(async () => {
    try {
      return asUser(await work());
    } catch (error) {
      if (error instanceof AppError && error.code === "CREDENTIALS") return null;
      throw error;
    }
  });
}

const password = CredentialsProvider({
  id: "credentials",
  name: "E-mail and password",
  credentials: { email: { type: "email" }, password: { type: "password" } },
  authorize: (input, request) => {
    const { email, password: secret } = input ?? {};
    if (typeof email !== "string" || typeof secret !== "string") return null;
    const address = clientAddress({ get: (name) => request.headers?.[name] ?? null });
    return userOrNull(() => authorizeCredentials({ email, password: secret, address }));
  },
});

const demo = CredentialsProvider({
  id: "demo",
  name: "Sample company",
  credentials: { role: { type: "text" } },
  authorize: (input) => {
    const role = input?.role;
    return typeof role === "string" && isRole(role) ? userOrNull(() => authorizeDemo(role)) : null;
  },
});

const CHECKS: OAuthConfig<never>["checks"] = ["pkce", "state", "nonce"];

function oidc({ id, clientId, clientSecret, tenantId, issuer }: ProviderSettings) {
  const common = {
    clientId,
    clientSecret,
    checks: CHECKS,
    idToken: true,
    profile: ({ sub }: { sub: string }) => ({ id: sub }),
  };
  switch (id) {
    case "google":
      return GoogleProvider(common);
    case "azure-ad":
      return AzureADProvider({ ...common, tenantId });
    case "okta":
      return OktaProvider({ ...common, issuer });
  }
}

function callbacks(providers: ProviderSettings[]): AuthOptions["callbacks"] {
  const settingsOf = (provider: string) => providers.find(({ id }) => id === provider);
  return {
    signIn: async ({ account, profile }) => {
      if (account?.type === "credentials") return true;
      const found = await codeOnly(() => userOfProfile(settingsOf(account?.provider ?? ""), profile));
      return found !== null;
    },
    // Whatever the provider said, only two values are kept (quality.md, Security).
    jwt: async ({ token, user, account, profile }) => {
      if (!account) return { uid: token.uid, sv: token.sv };
      if (account.type === "credentials") return { uid: user.id, sv: (user as SessionUser).sv };
      const found = await userOfProfile(settingsOf(account.provider), profile);
      if (!found) throw new Error("AccessDenied");
      await rememberVisit(found.id);
      return { uid: String(found.id), sv: found.sessionVersion };
    },
    session: ({ session, token }) => ({ expires: session.expires, uid: token.uid, sv: token.sv }),
    // The sign-in page sends whoever is signed in on to their own work.
    redirect: ({ url, baseUrl }) =>
      safeCallback(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url) ?? "/sign-in",
  };
}

/** The settings of next-auth, read from the environment at run time. */
export function authOptions(): AuthOptions {
  const providers = configuredProviders();
  const quarterHour = 900;
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    useSecureCookies: isSecure(),
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [password, ...(env().ACCORD_DEMO ? [demo] : []), ...providers.map(oidc)],
    cookies: {
      sessionToken: authCookie("session"),
      callbackUrl: authCookie("callback"),
      csrfToken: authCookie("csrf"),
      pkceCodeVerifier: authCookie("pkce", quarterHour),
      state: authCookie("state", quarterHour),
      nonce: authCookie("nonce", quarterHour),
    },
    callbacks: callbacks(providers),
    events: {
      signOut: async ({ token }) => {
        const { uid, sv } = token ?? {};
        const person =
          typeof uid === "string" && typeof sv === "number" ? await personOfSession(BigInt(uid), sv) : null;
        if (person) await endSessions(person);
      },
    },
    logger: { error: (code, metadata) => logError(`next-auth ${code}`, {}, metadata), warn: () => {}, debug: () => {} },
  };
}

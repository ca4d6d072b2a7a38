import { env } from "@/lib/env";

/** An outside sign-in that is fully configured in the environment. */
export interface ProviderSettings {
  id: "google" | "azure-ad" | "okta";
  label: string;
  clientId: string;
  clientSecret: string;
  /** Where the browser is sent to. */
  origin: string;
  /** Microsoft: the one tenant whose accounts count. */
  tenantId?: string;
  /** Okta: the address of the authorization server. */
  issuer?: string;
}

type Names = readonly [id: string | undefined, secret: string | undefined];

/** The configured providers, in the order of the sign-in page. They need NEXTAUTH_URL, the address registered there. */
export function configuredProviders(): ProviderSettings[] {
  const set = env();
  if (!set.NEXTAUTH_URL) return [];
  const entry = (
    [clientId, clientSecret]: Names,
    rest: () => Omit<ProviderSettings, "clientId" | "clientSecret">,
  ): ProviderSettings[] => (clientId && clientSecret ? [{ clientId, clientSecret, ...rest() }] : []);
  return [
    ...entry([set.GOOGLE_CLIENT_ID, set.GOOGLE_CLIENT_SECRET], () => ({
      id: "google",
      label: "Google",
      origin: "https://accounts.google.com",
    })),
    ...entry([set.AZURE_AD_CLIENT_ID, set.AZURE_AD_CLIENT_SECRET], () => ({
      id: "azure-ad",
      label: "Microsoft",
      origin: "https://login.microsoftonline.com",
      tenantId: set.AZURE_AD_TENANT_ID,
    })),
    ...entry([set.OKTA_CLIENT_ID, set.OKTA_CLIENT_SECRET], () => ({
      id: "okta",
      label: "Okta",
      origin: new URL(set.OKTA_ISSUER ?? "").origin,
      issuer: set.OKTA_ISSUER,
    })),
  ];
}

/** Where the sign-in form may lead to. */
export function providerOrigins(): string[] {
  return configuredProviders().map(({ origin }) => origin);
}

import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/lib/auth/callback-url";
import { providerOrigins } from "@/lib/auth/provider-settings";
import { env } from "@/lib/env";
import { DATA_POLICY, isEventStream, pagePolicy, STREAM_CACHE, securityHeaders } from "@/lib/http/security-headers";

/** The policy of a page, with a nonce of its own. */
function policyOfPage(https: boolean): string {
  const development = env().NODE_ENV === "development";
  return pagePolicy(randomBytes(16).toString("base64"), { development, https, signInAt: providerOrigins() });
}

/**
 * Headers only. Nobody is let in or kept out here: that is done in every page, action and service.
 * Next reads the nonce from the policy on the request and puts it on its own scripts.
 */
export function proxy(request: NextRequest): NextResponse {
  const https = env().NEXTAUTH_URL?.startsWith("https://") ?? false;
  const { pathname, search } = request.nextUrl;
  const policy = pathname.startsWith("/api/") ? DATA_POLICY : policyOfPage(https);
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  headers.set(PATH_HEADER, `${pathname}${search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  for (const [name, value] of Object.entries(securityHeaders(https))) response.headers.set(name, value);
  if (isEventStream(pathname)) response.headers.set("Cache-Control", STREAM_CACHE);
  return response;
}

export const config = {
  // Not the files of the build, which carry no data and may be cached. Not /api/v1: bodies that pass through here
  // are cut at 10 MB without a word; lib/http sets the headers there.
  matcher: ["/((?!_next/static/|_next/image|api/v1/).*)"],
};

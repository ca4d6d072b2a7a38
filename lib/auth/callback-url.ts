/** Set by proxy.ts on every page request: path and query, which a page cannot learn otherwise. */
export const PATH_HEADER = "x-accord-path";

/** Somewhere of ours that is never reached: only the shape of the address counts. */
const HERE = "http://accord.invalid";

/** What browsers drop or turn into a slash while they read an address. */
const SLIPPERY = /[\\\s\p{Cc}]/u;

/**
 * The path to go to after sign-in, or null when the value does not stay on this site: absolute addresses,
 * `//host`, `/\host`, control characters. Sign-in itself and the API are no pages to come back to.
 */
export function safeCallback(value: unknown): string | null {
  if (typeof value !== "string" || value.length > 2_000 || !value.startsWith("/") || SLIPPERY.test(value)) return null;
  if (!URL.canParse(value, HERE)) return null;
  const url = new URL(value, HERE);
  if (url.origin !== HERE || url.pathname.startsWith("//")) return null;
  if (/^\/(sign-in|api)(\/|$)/.test(url.pathname)) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page that leads back to `path`. */
export function signInPath(path: string | null | undefined): string {
  const back = safeCallback(path);
  return back === null || back === "/" ? "/sign-in" : `/sign-in?callbackUrl=${encodeURIComponent(back)}`;
}

/** One year; only said over https. */
const HSTS = "max-age=31536000; includeSubDomains";

/** What every answer carries, whoever gives it. Data are never kept by a cache between us and the reader. */
export function securityHeaders(https: boolean): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-store",
    ...(https && { "Strict-Transport-Security": HSTS }),
  };
}

/** A stream of events is not compressed either: whoever compresses collects first. */
export const STREAM_CACHE = "private, no-store, no-transform";

/** Whether a path answers with server-sent events. */
export const isEventStream = (pathname: string): boolean => /^\/api\/.+\/events$/.test(pathname);

/** For answers that are data: nothing in them may run or be framed. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export interface PolicyOptions {
  development: boolean;
  https: boolean;
  /** Origins that the sign-in form may lead to: browsers follow a form's redirect only to a named origin. */
  signInAt: readonly string[];
}

/**
 * For pages: scripts of ours alone, by nonce, and what those load. React's development build evaluates text to
 * rebuild stacks, nothing else may. Styles may stand inline: recharts and the table set them as attributes.
 */
export function pagePolicy(nonce: string, { development, https, signInAt }: PolicyOptions): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    ["form-action 'self'", ...signInAt].join(" "),
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

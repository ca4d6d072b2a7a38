const YEAR_MS = 365 * 24 * 3_600_000;

/**
 * Keeps a choice of the reader (theme, single-key shortcuts) in a first-party cookie for a year, so that the server
 * can read it. In a browser without the Cookie Store API, or outside a secure context, the choice lasts for this page only.
 */
export async function keepPreference(name: string, value: string): Promise<void> {
  if (!("cookieStore" in window)) return;
  await window.cookieStore.set({ name, value, path: "/", sameSite: "lax", expires: Date.now() + YEAR_MS });
}

/** The value of a preference cookie in this browser, or null. */
export function readPreference(name: string): string | null {
  for (const part of document.cookie.split("; ")) {
    if (part.startsWith(`${name}=`)) return part.slice(name.length + 1);
  }
  return null;
}

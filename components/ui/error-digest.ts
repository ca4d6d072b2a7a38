/** The id under which the server logged an error (`error.digest`), or null for an error of the browser. */
export function errorDigest(error: unknown): string | null {
  const digest = error instanceof Error && "digest" in error ? error.digest : null;
  return typeof digest === "string" && digest !== "" ? digest : null;
}

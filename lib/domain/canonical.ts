/** What a canonical text can hold: whole numbers only, so that no reader's floats can change a figure. */
function requireExact(value: unknown, path: string): void {
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number" && Number.isSafeInteger(value)) return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      requireExact(item, `${path}[${index}]`);
    });
    return;
  }
  if (typeof value !== "object") throw new RangeError(`${path} cannot be written exactly: ${String(value)}`);
  for (const [key, item] of Object.entries(value)) requireExact(item, `${path}.${key}`);
}

/**
 * The one text of a document: keys in the order in which the document was built, no white space, whole numbers, everything
 * else as text. Equal documents give equal bytes. Throws RangeError on a float, a bigint, NaN or undefined anywhere.
 */
export function canonicalJson(document: object): string {
  requireExact(document, "$");
  return JSON.stringify(document);
}

const LONGEST = 300;

/** Text of an address as it was before it was written as %XX; as it stands where it never was. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What went wrong in one line for people who may see it, without the address that holds a password or is one. */
export function errorWords(error: unknown, secretAddress: string): string {
  const text = error instanceof Error ? `${error.message}${causeOf(error)}` : String(error);
  const { password } = new URL(secretAddress);
  const secrets = [secretAddress, password, decoded(password)].filter((secret) => secret !== "");
  const clean = secrets.reduce((words, secret) => words.replaceAll(secret, "…"), text);
  return clean
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, LONGEST);
}

/** fetch says why only in its cause. */
function causeOf({ cause }: Error): string {
  if (!(cause instanceof Error)) return "";
  return `${cause.message === "" ? "" : `: ${cause.message}`}${causeOf(cause)}`;
}

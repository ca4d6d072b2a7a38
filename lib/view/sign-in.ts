const WORDS: Readonly<Record<string, string>> = {
  CredentialsSignin: "E-mail and password do not match. Check both; an admin can set a new password.",
  AccessDenied:
    "That account is not one of ours. Ask an admin to add its e-mail address under Settings, People, then sign in again.",
  RATE_LIMITED: "Too many attempts. Wait a quarter of an hour, then try again.",
  INTERNAL: "Something went wrong on our side. Try again; if it stays, tell your admin the time at which it happened.",
  UNAVAILABLE: "Sign-in cannot be checked just now. Try again in a few seconds.",
  DEMO_CLOSED: "One-click sign-in exists only on the sample company. Sign in with your e-mail and password.",
  Configuration: "Sign-in is not set up completely. Ask the person who runs Accord to look into its log.",
};

/** What went wrong on the way back from an outside provider, by the code in the address; null for none. */
export function signInWords(code: string | string[] | undefined): string | null {
  if (typeof code !== "string" || code === "") return null;
  const other = "The sign-in was broken off. Try again; if it stays, use your e-mail and password.";
  return Object.hasOwn(WORDS, code) ? (WORDS[code] ?? other) : other;
}

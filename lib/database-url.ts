/**
 * The same address with settings for every session. The zone is UTC whatever the server's default: Prisma's
 * adapter drops the offset of a `timestamptz` it reads and takes the rest for UTC.
 */
export function sessionUrl(url: string, settings: readonly string[] = []): string {
  const address = new URL(url);
  const given = address.searchParams.get("options");
  const ours = ["TimeZone=UTC", "DateStyle=ISO", ...settings].map((setting) => `-c ${setting}`);
  address.searchParams.set("options", [...(given ? [given] : []), ...ours].join(" "));
  return address.toString();
}

/** The same server, another database. */
export function withDatabaseName(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
}

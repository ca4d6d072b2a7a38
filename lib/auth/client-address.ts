import { isIP } from "node:net";

/** The eight groups of an IPv6 address in which `::` stands for zeros. */
function groups(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  if (tail === undefined) return left;
  const right = tail === "" ? [] : tail.split(":");
  return [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
}

/** What counts as one caller: an IPv4 address, or the /64 of an IPv6 address, which one household owns whole. */
export function addressBucket(address: string): string {
  const bare = address
    .trim()
    .replace(/^\[|\]$/g, "")
    .replace(/%.*$/, "");
  const mapped = bare.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(mapped) === 4) return mapped;
  if (isIP(bare) !== 6) return "unknown";
  const network = groups(bare)
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

/**
 * The caller's address as the nearest proxy saw it: the last entry of X-Forwarded-For, which that proxy added and
 * the caller could not choose. Without a proxy Next puts the address of the connection there.
 */
export function clientAddress(headers: Pick<Headers, "get">): string {
  return addressBucket(headers.get("x-forwarded-for")?.split(",").at(-1) ?? "");
}

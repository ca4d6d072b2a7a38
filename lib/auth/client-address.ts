import { isIP } from "node:net";
import { env } from "@/lib/env";
import { PEER_HEADER } from "./peer-header";

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
 * The bucket of whoever sent a request. By default that is the other end of the connection (PEER_HEADER). Behind
 * TRUSTED_PROXY_HOPS proxies it is the entry of X-Forwarded-For that the outermost of them added: callers can write entries
 * before it, never behind it. A request that came past the proxies has too few entries and counts by its connection. Without
 * either, as on a server that `npm start` did not start, all callers are one.
 */
export function clientAddress(headers: Pick<Headers, "get">, hops = env().TRUSTED_PROXY_HOPS): string {
  const entries = headers.get("x-forwarded-for")?.split(",") ?? [];
  const forwarded = hops > 0 ? entries.at(-hops) : undefined;
  return addressBucket(forwarded ?? headers.get(PEER_HEADER) ?? "");
}

import { describe, expect, test } from "vitest";
import { addressBucket, clientAddress } from "@/lib/auth/client-address";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  [" 203.0.113.7 ", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::FFFF:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["[2001:db8:1:2::1]", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["", "unknown"],
  ["localhost", "unknown"],
  ["203.0.113.999", "unknown"],
  ["1:2:3", "unknown"],
])("%s counts as %s", (address, bucket) => {
  expect(addressBucket(address)).toBe(bucket);
});

test("two addresses of one /64 are one caller, of two are two", () => {
  expect(addressBucket("2001:db8:1:2::1")).toBe(addressBucket("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  expect(addressBucket("2001:db8:1:2::1")).not.toBe(addressBucket("2001:db8:1:3::1"));
});

describe("whose request it is", () => {
  const of = (forwarded: string | null, hops?: number) => {
    const headers = new Headers({ "x-accord-peer": "::ffff:198.51.100.1" });
    if (forwarded !== null) headers.set("x-forwarded-for", forwarded);
    return clientAddress(headers, hops);
  };
  const PEER = "198.51.100.1";

  test.each<[string, string | null, number | undefined, string]>([
    ["without a proxy the connection counts, by default", "203.0.113.7", undefined, PEER],
    ["without a proxy whatever was made up does not", "10.0.0.1, 203.0.113.7", 0, PEER],
    ["behind one proxy what it added", "203.0.113.7", 1, "203.0.113.7"],
    ["behind one proxy not what the caller wrote before it", "10.0.0.1, 203.0.113.7", 1, "203.0.113.7"],
    ["behind two proxies what the outer one added", "10.0.0.1, 203.0.113.7, 192.0.2.9", 2, "203.0.113.7"],
    ["past the proxies the connection", null, 1, PEER],
    ["past one of two proxies the connection", "203.0.113.7", 2, PEER],
    ["a proxy that adds no address", "203.0.113.7, unknown", 1, "unknown"],
  ])("%s", (_name, forwarded, hops, expected) => expect(of(forwarded, hops)).toBe(expected));

  test("nobody tells: all are one", () => expect(clientAddress(new Headers())).toBe("unknown"));
});

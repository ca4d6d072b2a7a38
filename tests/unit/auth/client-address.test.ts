import { expect, test } from "vitest";
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

test("what a caller writes into X-Forwarded-For does not count, what the proxy added does", () => {
  expect(clientAddress(new Headers({ "x-forwarded-for": "10.0.0.1, 203.0.113.7" }))).toBe("203.0.113.7");
  expect(clientAddress(new Headers())).toBe("unknown");
});

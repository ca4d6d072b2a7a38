import { expect, test } from "vitest";
import { boundedMemo } from "@/lib/domain/memo";

test("computes once per key, and forgets all when it is full", () => {
  const computed: number[] = [];
  const double = boundedMemo(2, (key: number) => {
    computed.push(key);
    return key * 2;
  });
  expect([1, 1, 2, 1, 2].map(double)).toEqual([2, 2, 4, 2, 4]);
  expect(computed).toEqual([1, 2]);
  expect([3, 3, 1].map(double)).toEqual([6, 6, 2]);
  expect(computed).toEqual([1, 2, 3, 1]);
});

import { bytes } from "@/tests/bench/p6-bytes";
import { expect, test } from "@/tests/support/fixtures";

test("the scripts of a page's first load keep to their budgets (quality.md P6)", async () => {
  const lines = await bytes({ app: async () => process.cwd() });
  expect(lines.map(({ what }) => what)).toEqual(
    ["Monday", "queue", "sign-in", "largest of administration"].map((page) => `first-load JavaScript, ${page}`),
  );
  expect(lines.filter(({ isReached }) => !isReached)).toEqual([]);
});

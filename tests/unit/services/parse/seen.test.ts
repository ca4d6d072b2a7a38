import { expect, test } from "vitest";
import { SeenIdentities } from "@/lib/services/parse/seen";

/** Identities as systems make them: counters, padded counters, Salesforce ids, pairs. */
const SHAPES: Record<string, (index: number) => string> = {
  counters: (index) => `crm\0L-${index}\0`,
  padded: (index) => `crm\0${String(index).padStart(12, "0")}\0`,
  salesforce: (index) => `crm\x0000Q5g00000${index.toString(36).padStart(7, "0")}AAQ\0`,
  pairs: (index) => `crm\0L${index % 500}\0${Math.floor(index / 500)}\0`,
  unicode: (index) => `crm\0${String.fromCodePoint(0x4e00 + (index % 20_000))}${index}\0`,
};

test.each(Object.entries(SHAPES))("of 300,000 %s each is new once, and none a second time", (_, shape) => {
  const seen = new SeenIdentities();
  let fresh = 0;
  for (let index = 0; index < 300_000; index++) if (seen.add(shape(index))) fresh += 1;
  expect(fresh).toBe(300_000);
  for (let index = 0; index < 300_000; index += 7) if (seen.add(shape(index))) fresh += 1;
  expect(fresh).toBe(300_000);
});

test("the empty identity is one too", () => {
  const seen = new SeenIdentities();
  expect([seen.add(""), seen.add(""), seen.add("\0"), seen.add("\0\0")]).toEqual([true, false, true, true]);
});

import { expect, test } from "vitest";
import { ADVANCES, CHARACTERS } from "@/lib/domain/one-page/advances";
import { CUTS, fontAdvances } from "@/tests/support/font-advances";

test.each(Object.keys(CUTS) as (keyof typeof CUTS)[])("the widths of %s are those of its font file", (cut) => {
  const { unitsPerEm, advances } = fontAdvances(cut);
  const fromFile = { unitsPerEm, widths: [...CHARACTERS].map((character) => advances.get(character)) };
  // After an update of the font the received value of this failure is the new table.
  expect(ADVANCES[cut]).toEqual(fromFile);
});

test("every character that all three cuts have is in the table", () => {
  const [text, serif] = [fontAdvances("text").advances, fontAdvances("serif").advances];
  expect([...CHARACTERS]).toEqual([...text.keys()].filter((character) => serif.has(character)));
});

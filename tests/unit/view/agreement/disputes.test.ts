import { describe, expect, test } from "vitest";
import { exampleDefinition } from "@/lib/domain/definition";
import type { FieldValue, Side } from "@/lib/domain/disputes";
import { disputeState, disputesTitle, disputeTitle, fieldChoices, positionWords } from "@/lib/view/agreement/disputes";

const position = (side: Side, value: FieldValue) => ({ side, value });
const CRO = { cro: position("cro", { countries: ["US"] }) };
const BOTH = { ...CRO, cmo: position("cmo", { countries: ["US", "DACH"] }) };
const open = {
  id: 7n,
  field: "geography",
  raisedBy: "cro",
  withdrawnAt: null,
  positions: BOTH,
  resolution: null,
} as const;
const resolution = { picked: "cmo", closedUntil: "2028-07-05", version: 3 } as const;
const plain = (date: string) => date;

describe("a dispute in a sentence, and how it stands", () => {
  test.each([
    [
      { ...open, positions: CRO },
      "Geography: the VP Marketing has not stated a position yet.",
      "waits for the other side",
    ],
    [
      { ...open, positions: { cmo: BOTH.cmo } },
      "Geography: the Chief Revenue Officer has not stated a position yet.",
      "waits for the other side",
    ],
    [open, "Geography: two positions, and the CEO picks.", "waits for the CEO"],
    [{ ...open, withdrawnAt: new Date(0) }, "Geography: the dispute was withdrawn.", "withdrawn"],
    [
      { ...open, resolution },
      "Geography: the CEO picked the VP Marketing’s position.",
      "the CEO picked the VP Marketing’s position; closed until 2028-07-05",
    ],
  ])("%#", (dispute, title, state) => {
    expect(disputeTitle(dispute, "VP Marketing")).toBe(title);
    expect(disputeState(dispute, "VP Marketing", plain)).toBe(state);
  });
});

test("the list in a sentence counts those that are open", () => {
  expect(disputesTitle([])).toBe("No dispute about the ICP is open.");
  expect(disputesTitle([{ ...open, resolution }])).toBe("No dispute about the ICP is open.");
  expect(disputesTitle([open])).toBe("Geography: one dispute is open.");
  expect(disputesTitle([open, { ...open, field: "titles" }])).toBe(
    "Geography and Job-title pattern: 2 disputes are open.",
  );
});

test("positions are said in the words of the definition", () => {
  expect(positionWords(open, "cmo")).toBe("United States or DACH");
  expect(positionWords({ ...open, positions: {} }, "cmo")).toBeNull();
});

test("a field can be disputed unless a dispute is open or its 12 months are not over", () => {
  const of = (disputes: Parameters<typeof fieldChoices>[1], today: string) =>
    fieldChoices(exampleDefinition, disputes, today).find(({ key }) => key === "geography");
  expect(fieldChoices(exampleDefinition, [], "2027-07-05")).toHaveLength(8);
  expect(of([], "2027-07-05")).toEqual({
    key: "geography",
    label: "Geography",
    words: "United States, United Kingdom, DACH or ANZ",
    openHref: null,
    closedUntil: null,
  });
  expect(of([open], "2027-07-05")).toMatchObject({ openHref: "/agreement/disputes/7", closedUntil: null });
  const decided = [{ ...open, resolution }];
  expect(of(decided, "2028-07-04")).toMatchObject({ openHref: null, closedUntil: "2028-07-05" });
  expect(of(decided, "2028-07-05")).toMatchObject({ openHref: null, closedUntil: null });
});

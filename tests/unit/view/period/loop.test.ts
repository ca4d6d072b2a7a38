import { describe, expect, test } from "vitest";
import { decisionLines, fixShares } from "@/lib/view/period/loop";
import { sheetOf } from "@/lib/view/period/sheet";
import { costFacts, handedOver, LABELS, mondayDocument } from "@/tests/support/monday";

const document = mondayDocument({
  counts: [handedOver("webinar", "SMB", 20, 8)],
  trailing: costFacts({ paid_search: [30_000, 100_000] }),
});
const sheet = sheetOf(document, LABELS);

describe("a decision reads as in the room that took it", () => {
  const decision = {
    id: 1n,
    asOf: document.as_of,
    type: "fix" as const,
    unit: "reason:bad_data",
    toSource: null,
    amount: null,
    until: null,
    fixSource: null,
    action: "Check the forms.",
    why: "It grows.",
    owner: "Ada",
    dueOn: "2027-08-04",
  };

  test.each([
    [{}, "Fix Bad data"],
    [{ fixSource: "webinar" }, "Fix Bad data at Webinar"],
    [
      { type: "defund" as const, unit: "cost:paid_search", toSource: "webinar", amount: "12000.50", action: null },
      "Defund Paid search: 12,000.50 USD to Webinar",
    ],
    [{ type: "watch" as const, unit: "acceptance:webinar:SMB", action: null }, "Watch Webinar, SMB"],
  ])("%j", (changes, title) => {
    expect(decisionLines([{ ...decision, ...changes }], [sheet], LABELS)).toMatchObject([{ title }]);
  });

  test("with what is done, and with its number on the Monday of its review", () => {
    const [fix] = decisionLines([decision], [sheet], LABELS);
    expect(fix?.action).toBe("Check the forms.");
    const [watch] = decisionLines(
      [{ ...decision, type: "watch", unit: "sales_sla:webinar:SMB", action: null }],
      [sheet],
      LABELS,
    );
    expect(watch?.moved).toMatchObject({ from: { text: "40 %" }, to: null });
  });
});

test("two people of one name have a share each, and what is not due yet does not count", () => {
  const fix = (ownerId: bigint, openedOn: string, closedOn: string | null) => ({
    ownerId,
    owner: "Kim Lee",
    openedOn,
    closedOn,
  });
  const fixes = [fix(1n, "2027-06-01", "2027-06-30"), fix(2n, "2027-06-01", "2027-07-01"), fix(2n, "2027-07-01", null)];
  expect(fixShares(fixes, "2027-07-10")).toEqual({
    total: { key: "all", owner: "All owners", share: "50 %", counts: "1 of 2" },
    rows: [
      { key: "1", owner: "Kim Lee", share: "100 %", counts: "1 of 1" },
      { key: "2", owner: "Kim Lee", share: "0 %", counts: "0 of 1" },
    ],
  });
  expect(fixShares([fix(2n, "2027-07-01", null)], "2027-07-10")).toBeNull();
});

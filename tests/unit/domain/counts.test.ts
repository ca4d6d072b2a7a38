import { expect, test } from "vitest";
import { addRow, concerns, emptyTally } from "@/lib/domain/counts";
import { weekly } from "@/tests/support/weekly-counts";

const WINDOWS = {
  window: { from: "2027-05-31", to: "2027-06-27" },
  pending: { from: "2027-06-28", to: "2027-07-04" },
};

test.each([
  ["2027-05-24", 0, 0],
  ["2027-05-31", 5, 0],
  ["2027-06-21", 5, 0],
  ["2027-06-28", 0, 5],
  ["2027-07-05", 0, 0],
])("the week of %s: %i matured, %i pending", (week, handedOver, pending) => {
  const tally = emptyTally();
  const row = weekly({ week, handedOver: 5, accepted: 3, rejectedBy: { bad_data: 2 } });
  addRow(tally, row, WINDOWS);
  const decided = { accepted: handedOver ? 3 : 0, rejected: handedOver ? 2 : 0 };
  expect(tally).toMatchObject({ handedOver, pending, ...decided });
  expect(concerns(row, WINDOWS)).toBe(handedOver + pending > 0);
  expect(concerns({ ...row, handedOver: 0 }, WINDOWS)).toBe(false);
});

import { describe, expect, test } from "vitest";
import { type RunningClock, rankCandidates } from "@/lib/domain/candidates";
import { frozenDocumentOf } from "@/tests/support/frozen-mondays";

const MONDAY = "2027-07-05";
const clocks = (states: Record<string, RunningClock["state"]>) =>
  new Map(
    Object.entries(states).map(([unit, state]) => [unit, { id: "1", state, opened: "2027-05-31", due: "2027-06-30" }]),
  );
/** 40 of 100 rejected is over the cap of 22; three reasons given. */
const breached = (settings = {}) => {
  const document = frozenDocumentOf(MONDAY, { cells: [["paid_search", "SMB", 100, 60, 40]], settings });
  const reasons = [
    { code: "no_intent", count: 20 },
    { code: "bad_data", count: 10 },
    { code: "out_of_icp", count: 10 },
  ] as const;
  return { ...document, rejection: { ...document.rejection, reasons: [...reasons] } };
};

describe("every clock that is due stands in the queue", () => {
  test("a clock that is due waits even where its row has left the tables, without a figure", () => {
    const due = {
      "acceptance:gone:SMB": "due",
      "cost:gone": "due",
      "sales_sla:gone:MM": "due",
      "cost:running": "open",
    } as const;
    const found = rankCandidates(frozenDocumentOf(MONDAY, {}), clocks(due));
    expect(found.map(({ kind, unit, figure, spend }) => [kind, unit, figure, spend])).toEqual([
      ["kill", "acceptance:gone:SMB", null, "0.00"],
      ["defund", "cost:gone", null, "0.00"],
      ["sales_sla", "sales_sla:gone:MM", null, "0.00"],
    ]);
    expect(found.every(({ types }) => types.includes("extend"))).toBe(true);
  });

  test("one whose clock is due waits behind the top reason, by its count, until it is decided", () => {
    const due = { "reason:bad_data": "due", "reason:wrong_persona": "due", "reason:out_of_icp": "open" } as const;
    const document = { ...breached(), rejection: { ...breached().rejection, verdict: "ok" as const } };
    const found = rankCandidates(document, clocks(due));
    expect(found.map(({ kind, unit, types }) => [kind, unit, types.includes("extend")])).toEqual([
      ["reason", "reason:no_intent", false],
      ["due_reason", "reason:bad_data", true],
      ["due_reason", "reason:wrong_persona", true],
      ["floor", "acceptance:paid_search:SMB", false],
    ]);
    expect(found[1]?.figure).toEqual({ top: "10", bottom: "40", limit: null });
    expect(found[2]?.figure).toEqual({ top: "0", bottom: "40", limit: null });
  });

  test("one that is not arguable waits, although its clock is due", () => {
    const document = breached({ activeSdrs: 5, weeklyCapacity: 50 });
    const found = rankCandidates(document, clocks({ "reason:bad_data": "due", "reason:already_in_pipeline": "due" }));
    expect(found.flatMap(({ reason }) => reason ?? [])).toEqual(["no_intent", "already_in_pipeline"]);
  });
});

import { describe, expect, test } from "vitest";
import { decisionOf, queueAddress } from "@/lib/actions/decision-form";

function formOf(fields: Record<string, string | string[]>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const text of [value].flat()) form.append(name, text);
  return form;
}

const REJECT = { cycle: "7", verdict: "reject" };

describe("a decision's form", () => {
  test("is read", () => {
    expect(decisionOf(formOf({ cycle: "7", verdict: "accept", touch: "call", note: " n " }))).toEqual({
      cycleId: 7n,
      verdict: "accept",
      touch: "call",
      note: "n",
    });
    expect(
      decisionOf(formOf({ ...REJECT, reason: "already_in_pipeline", duplicate_of: "lead:3", touch: "none" })),
    ).toEqual({
      cycleId: 7n,
      verdict: "reject",
      touch: null,
      note: undefined,
      reason: "already_in_pipeline",
      duplicateOf: "lead:3",
    });
  });

  test("accepts with the button Accept whatever reason stands chosen, and keeps a duplicate for its reason alone", () => {
    expect(
      decisionOf(formOf({ cycle: "7", verdict: "accept", reason: "bad_data", duplicate_of: "lead:3" })),
    ).not.toHaveProperty("reason");
    expect(decisionOf(formOf({ ...REJECT, reason: "bad_data", duplicate_of: "lead:3" }))).toMatchObject({
      duplicateOf: undefined,
    });
  });

  test.each([
    [{ ...REJECT }, "REASON_REQUIRED"],
    [{ ...REJECT, reason: "" }, "REASON_REQUIRED"],
    [{ ...REJECT, reason: "other" }, "REASON_UNKNOWN"],
    [{ ...REJECT, reason: "Bad_Data" }, "REASON_UNKNOWN"],
    [{ ...REJECT, reason: " bad_data" }, "REASON_UNKNOWN"],
    [{ ...REJECT, reason: ["bad_data", "no_intent"] }, "REASON_UNKNOWN"],
    [{ ...REJECT, reason: ["bad_data", "bad_data"] }, "REASON_UNKNOWN"],
    [{ ...REJECT, reason: "__proto__" }, "REASON_UNKNOWN"],
    [{ cycle: "7", verdict: "maybe" }, "INVALID"],
    [{ cycle: "7" }, "INVALID"],
    [{ cycle: "7.5", verdict: "accept" }, "INVALID"],
    [{ cycle: ["7", "8"], verdict: "accept" }, "INVALID"],
    [{ verdict: "accept" }, "INVALID"],
    [{ cycle: "7", verdict: "accept", touch: "telepathy" }, "INVALID"],
    [{ cycle: "7", verdict: "accept", note: "a\0b" }, "INVALID"],
    [{ cycle: "7", verdict: "accept", note: ["a", "b"] }, "INVALID"],
  ])("%j is refused", (fields, code) => {
    expect(() => decisionOf(formOf(fields))).toThrow(expect.objectContaining({ code }));
  });
});

describe("the next address", () => {
  test("keeps the filters of the queue and nothing else", () => {
    const form = formOf({ filters: "source=webinar&segment=MM&lead=1&next=//evil" });
    expect(queueAddress(form, "done", "7")).toBe("/queue?source=webinar&segment=MM&done=7");
    expect(queueAddress(formOf({}), "lead", "7")).toBe("/queue?lead=7");
  });
});

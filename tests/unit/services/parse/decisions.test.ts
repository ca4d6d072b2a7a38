import { describe, expect, test } from "vitest";
import { REASONS } from "@/lib/domain/reasons";
import { parseOne, refusal } from "@/tests/support/parse-context";

const DECISION = { lead_external_id: "L-1", decided_at: "2027-07-05T10:00:00Z", verdict: "accept" };
const decision = (changes: Record<string, string> = {}) => parseOne("decisions", { ...DECISION, ...changes });
const rejection = (code: string, changes: Record<string, string> = {}) =>
  decision({
    verdict: "reject",
    reason_code: code,
    duplicate_of: "L-9",
    touched_at: "2027-07-04T10:00:00Z",
    ...changes,
  });

describe("a decision", () => {
  test("without a touch is taken as touched when it was made", () => {
    expect(decision()).toMatchObject({ verdict: "accept", reason: null, touched_at: "2027-07-05T10:00:00Z" });
    expect(rejection("bad_data", { touched_at: "" })).toMatchObject({
      reason: "bad_data",
      touched_at: "2027-07-05T10:00:00Z",
    });
  });

  test.each(REASONS)("rejects with %s", (code) => {
    expect(rejection(code)).toMatchObject({
      verdict: "reject",
      reason: code,
      duplicate_of: "L-9",
      touched_at: "2027-07-04T10:00:00Z",
    });
  });

  test("rests on a touch at its instant, or on the day by which it is dated; other reasons rest on none", () => {
    const [at, later] = ["2027-07-05T10:00:00Z", "2027-07-05T20:00:00Z"];
    expect(decision({ touched_at: at })).toMatchObject({ touched_at: at });
    expect(decision({ decided_at: "2027-07-05", touched_at: later })).toMatchObject({ touched_at: later });
    expect(rejection("bad_data", { touched_at: later })).toMatchObject({ touched_at: later });
  });

  test("keeps who, how and why", () => {
    const told = decision({ decided_by: "Bo@Example.com", touch_kind: "Call", note: " 280 " });
    expect(told).toMatchObject({ decided_by: "bo@example.com", touch_kind: "call", note: "280" });
  });

  test.each<[string, Record<string, string>, string, string]>([
    ["a verdict in capitals", { verdict: "Accept" }, "verdict", "VERDICT_UNKNOWN"],
    ["another verdict", { verdict: "maybe" }, "verdict", "VERDICT_UNKNOWN"],
    ["no verdict", { verdict: "" }, "verdict", "FIELD_REQUIRED"],
    ["an acceptance with a reason", { reason_code: "bad_data" }, "reason_code", "REASON_NOT_ALLOWED"],
    ["a rejection without one", { verdict: "reject" }, "reason_code", "REASON_REQUIRED"],
    ["a reason in capitals", { verdict: "reject", reason_code: "Bad_Data" }, "reason_code", "REASON_UNKNOWN"],
    ["the reason other", { verdict: "reject", reason_code: "other" }, "reason_code", "REASON_UNKNOWN"],
    ["two reasons", { verdict: "reject", reason_code: "bad_data;no_intent" }, "reason_code", "REASON_UNKNOWN"],
    [
      "a duplicate of nothing",
      { verdict: "reject", reason_code: "already_in_pipeline" },
      "duplicate_of",
      "DUPLICATE_OF_REQUIRED",
    ],
    ["no intent without a touch", { verdict: "reject", reason_code: "no_intent" }, "touched_at", "TOUCH_REQUIRED"],
    ["an acceptance before its touch", { touched_at: "2027-07-05T10:00:01Z" }, "touched_at", "TOUCH_REQUIRED"],
    [
      "no intent before the touch",
      { verdict: "reject", reason_code: "no_intent", touched_at: "2027-07-06" },
      "touched_at",
      "TOUCH_REQUIRED",
    ],
    [
      "an acceptance dated by the day, touched on the next",
      { decided_at: "2027-07-05", touched_at: "2027-07-06T09:00:00Z" },
      "touched_at",
      "TOUCH_REQUIRED",
    ],
    ["a note of 281 characters", { note: "é".repeat(281) }, "note", "NOTE_TOO_LONG"],
    ["a decider without an address", { decided_by: "Bo" }, "decided_by", "EMAIL_INVALID"],
    ["an unknown kind of touch", { touch_kind: "fax" }, "touch_kind", "KIND_UNKNOWN"],
    ["a bad touch time", { touched_at: "2027-02-30" }, "touched_at", "DATE_INVALID"],
  ])("%s is refused", (_, changes, field, code) => expect(refusal(decision(changes))).toEqual({ field, code }));
});

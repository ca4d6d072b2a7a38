import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isReason,
  likelyReason,
  needsDuplicate,
  needsTouch,
  REASON_TEXTS,
  REASONS,
  rankReasons,
  type TraceEntry,
} from "@/lib/domain/reasons";

const NONE = { out_of_icp: 0, wrong_persona: 0, no_intent: 0, bad_data: 0, already_in_pipeline: 0 };

test("the closed list of five, in order, each with its words", () => {
  expect(REASONS).toEqual(["out_of_icp", "wrong_persona", "no_intent", "bad_data", "already_in_pipeline"]);
  expect(REASONS.map((code) => REASON_TEXTS[code].label)).toEqual([
    "Out of ICP",
    "Wrong title or persona",
    "No buying intent",
    "Bad data",
    "Already in pipeline",
  ]);
  expect(REASONS.every((code) => REASON_TEXTS[code].description.length > 0)).toBe(true);
});

test.each(["other", "", "OUT_OF_ICP", "out_of_icp ", "out_of_icp,bad_data", "toString"])("%j is no reason", (text) => {
  expect(isReason(text)).toBe(false);
});

test("what a code asks for", () => {
  expect(REASONS.every(isReason)).toBe(true);
  expect(REASONS.filter(needsTouch)).toEqual(["no_intent"]);
  expect(REASONS.filter(needsDuplicate)).toEqual(["already_in_pipeline"]);
});

describe("rankReasons", () => {
  test("by count, equal counts in list order, zero without a rank", () => {
    const counts = { ...NONE, bad_data: 5, out_of_icp: 2, no_intent: 5 };
    expect(rankReasons(counts)).toEqual([
      { code: "no_intent", count: 5, rank: 1 },
      { code: "bad_data", count: 5, rank: 2 },
      { code: "out_of_icp", count: 2, rank: 3 },
      { code: "wrong_persona", count: 0, rank: null },
      { code: "already_in_pipeline", count: 0, rank: null },
    ]);
  });

  test("always five rows, each reason once, never rising", () => {
    const count = fc.nat(20);
    const counts = fc.record({
      out_of_icp: count,
      wrong_persona: count,
      no_intent: count,
      bad_data: count,
      already_in_pipeline: count,
    });
    fc.assert(
      fc.property(counts, (given) => {
        const rows = rankReasons(given);
        expect(new Set(rows.map((row) => row.code))).toEqual(new Set(REASONS));
        const falling = rows.every((row, index) => index === 0 || row.count <= (rows[index - 1]?.count ?? 0));
        expect(falling).toBe(true);
      }),
    );
  });
});

describe("likelyReason", () => {
  const FIELDS = [
    "firmographic",
    "industry",
    "tech_stack",
    "behaviour",
    "title",
    "geography",
    "disqualifiers",
    "time_decay",
  ] as const;

  function trace(...failed: { field: TraceEntry["field"]; code?: string }[]): TraceEntry[] {
    const passed = FIELDS.filter((field) => failed.every((entry) => entry.field !== field));
    return [
      ...passed.map((field) => ({ field, passed: true })),
      ...failed.map((entry) => ({ ...entry, passed: false })),
    ];
  }

  test.each([
    ["firmographic", undefined, "out_of_icp"],
    ["industry", undefined, "out_of_icp"],
    ["tech_stack", undefined, "out_of_icp"],
    ["geography", undefined, "out_of_icp"],
    ["title", undefined, "wrong_persona"],
    ["behaviour", undefined, "no_intent"],
    ["time_decay", undefined, "no_intent"],
    ["disqualifiers", "open_opportunity", "already_in_pipeline"],
    ["disqualifiers", "existing_lead", "already_in_pipeline"],
    ["disqualifiers", "email_missing", "bad_data"],
    ["disqualifiers", "invalid-e-mail", "bad_data"],
    ["disqualifiers", "competitor", null],
    ["disqualifiers", undefined, null],
  ] as const)("%s failed (%s): %s", (field, code, reason) => {
    expect(likelyReason(trace({ field, code }))).toBe(reason);
  });

  test("nothing failed, nothing is likely", () => {
    expect(likelyReason(trace())).toBeNull();
    expect(likelyReason([])).toBeNull();
    expect(likelyReason([{ field: "title", passed: true, code: "open_opportunity" }])).toBeNull();
  });

  test("of several, a duplicate first, then bad data, then the list", () => {
    const fit = { field: "industry" } as const;
    const title = { field: "title" } as const;
    const mail = { field: "behaviour", code: "email_missing" } as const;
    const duplicate = { field: "disqualifiers", code: "open_opportunity" } as const;
    expect(likelyReason(trace(title, fit, mail, duplicate))).toBe("already_in_pipeline");
    expect(likelyReason(trace(title, fit, mail))).toBe("bad_data");
    expect(likelyReason(trace(title, fit))).toBe("out_of_icp");
    expect(likelyReason(trace({ field: "time_decay" }, title))).toBe("wrong_persona");
  });
});

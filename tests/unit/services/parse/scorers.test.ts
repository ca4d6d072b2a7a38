import { expect, test } from "vitest";
import { scorerKeys } from "@/lib/domain/stack";
import { compileParser, isRowError } from "@/lib/services/parse/parser";
import type { LeadRules } from "@/lib/services/records/lead-rules";
import { parseContext } from "@/tests/support/parse-context";

const HEADER = ["external_id", "source", "created_at", "score", "score_vendor", "score_model_version"];
const rulesOf = (changes: Partial<LeadRules> = {}): LeadRules => ({
  today: "2027-07-05",
  briefs: new Map(),
  scoring: { name: "6sense", keys: scorerKeys({ name: "6sense", vendor: "6sense" }) },
  foreignScorers: new Set(),
  models: new Map(),
  ...changes,
});

function parse(rules: LeadRules, rows: (readonly [score: string, vendor: string, model: string])[]) {
  const parser = compileParser(
    "leads",
    HEADER,
    { columns: {}, constants: {}, values: {} },
    parseContext({ leadRules: rules }),
  );
  return rows.map((row, index) => parser.parse([`L-${index}`, "webinar", "2027-06-01", ...row], index + 2));
}

test("vendors that are not the tool are noted, those of rows without a score are not", () => {
  const rules = rulesOf();
  parse(rules, [
    ["80", "6SENSE", "m1"],
    ["80", "MadKudu", "m1"],
    ["80", "MadKudu", "m1"],
    ["80", "", "m2"],
    ["", "Bombora", "m3"],
  ]);
  expect([...rules.foreignScorers]).toEqual(["MadKudu", ""]);
  expect([...rules.models.values()]).toEqual([
    { vendor: "6SENSE", modelVersion: "m1" },
    { vendor: "MadKudu", modelVersion: "m1" },
  ]);
});

test("without a tool nobody is foreign", () => {
  const rules = rulesOf({ scoring: null });
  parse(rules, [["80", "MadKudu", "m1"]]);
  expect(rules.foreignScorers.size).toBe(0);
});

test("a file that names thousands of vendors keeps a thousand and refuses the rows after them", () => {
  const rules = rulesOf();
  const results = parse(
    rules,
    Array.from({ length: 1_200 }, (_, index) => ["80", `V ${index}`, `m ${index}`] as const),
  );
  expect([rules.foreignScorers.size, rules.models.size]).toEqual([1_000, 1_000]);
  const refused = results.filter(isRowError);
  expect(refused).toHaveLength(200);
  expect(refused[0]).toMatchObject({ line: 1_002, field: "score_vendor", code: "SCORE_READ_ONLY" });
});

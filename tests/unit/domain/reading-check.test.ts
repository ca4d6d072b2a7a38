import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleDefinition } from "@/lib/domain/definition";
import { QUESTIONS, readingCheck, scoreOf } from "@/lib/domain/reading-check";
import { type Asked, questionsOf, WRONG_ANSWERS } from "@/lib/domain/reading-questions";
import type { Terms } from "@/lib/domain/terms";

const TERMS: Terms = {
  floors: [
    { source: "webinar", segment: null, percent: "50" },
    { source: "intent", segment: null, percent: "45" },
    { source: "intent", segment: "ENT", percent: "60" },
  ],
  rejectionCap: "22",
  pipelineFloor: "11",
  costLine: "0.22",
  acvMin: "25000",
  acvMax: "100000",
  minimumN: 10,
  weights: [30, 30, 40],
  lookbackDays: 90,
  decisionDays: 5,
  followUpHours: 24,
};
const DOCUMENT: Asked = { version: 3, definition: exampleDefinition, terms: TERMS };
const name = (code: string) => code.toUpperCase();

const percent = fc.integer({ min: 0, max: 10_000 }).map((cents) => String(cents / 100));
const documents: fc.Arbitrary<Asked> = fc
  .record({
    version: fc.integer({ min: 1, max: 40 }),
    rejectionCap: percent,
    pipelineFloor: percent,
    floor: percent,
    costLine: fc.integer({ min: 1, max: 99_999_999 }).map((units) => String(units / 10_000)),
    decisionDays: fc.integer({ min: 1, max: 30 }),
    followUpHours: fc.integer({ min: 1, max: 240 }),
    days: fc.integer({ min: 1, max: 730 }),
    score: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 100, noNaN: true })),
    employees: fc.option(fc.integer({ min: 0, max: 100_000 })),
    countries: fc.subarray(["US", "GB", "DACH", "ANZ", "FR", "BR", "IS", "JP"], { minLength: 1 }),
  })
  .map(({ version, floor, days, score, employees, countries, ...terms }) => ({
    version,
    definition: {
      ...exampleDefinition,
      score_above: score,
      firmographic: { min_employees: employees, min_revenue: null },
      geography: { countries },
      time_decay: { days },
    },
    terms: { ...TERMS, ...terms, floors: [{ source: "webinar", segment: null, percent: floor }] },
  }));
const readers = fc.bigInt({ min: 1n, max: 10_000n }).map(String);

describe("the three questions of a reader", () => {
  test("hold the right answer exactly once among four different ones, in any document", () => {
    fc.assert(
      fc.property(documents, readers, (document, reader) => {
        const all = questionsOf(document, name).flat();
        const questions = readingCheck(document, reader, name);
        expect(questions).toHaveLength(QUESTIONS);
        for (const { prompt, options, right } of questions) {
          expect(new Set(options).size).toBe(WRONG_ANSWERS + 1);
          const known = all.filter((question) => question.prompt === prompt && question.right === options[right]);
          expect(known).toHaveLength(1);
          const others = options.filter((_, index) => index !== right);
          expect(others.every((option) => known[0]?.wrong.includes(option))).toBe(true);
        }
      }),
    );
  });

  test("are the same however often they are asked, and of three subjects", () => {
    fc.assert(
      fc.property(documents, readers, (document, reader) => {
        const questions = readingCheck(document, reader, name);
        expect(readingCheck(structuredClone(document), reader, name)).toEqual(questions);
        expect(new Set(questions.map(({ prompt }) => prompt)).size).toBe(QUESTIONS);
      }),
    );
  });

  test("are others for other readers and versions, and every place can be the right one", () => {
    const asked = Array.from({ length: 60 }, (_, id) => readingCheck(DOCUMENT, String(id), name));
    expect(new Set(asked.map((questions) => JSON.stringify(questions))).size).toBeGreaterThan(50);
    expect(new Set(asked.flat().map(({ right }) => right))).toEqual(new Set([0, 1, 2, 3]));
    expect(readingCheck({ ...DOCUMENT, version: 4 }, "1", name)).not.toEqual(readingCheck(DOCUMENT, "1", name));
  });

  test("score one for each right answer; one that is missing is wrong", () => {
    const questions = readingCheck(DOCUMENT, "7", name);
    const right = questions.map((question) => question.right);
    expect(scoreOf(questions, right)).toBe(3);
    expect(scoreOf(questions, [right[0] ?? 0, ((right[1] ?? 0) + 1) % 4])).toBe(1);
    expect(scoreOf(questions, [])).toBe(0);
  });
});

describe("what is asked", () => {
  const asked = (document: Asked = DOCUMENT) => questionsOf(document, name).flat();
  const of = (key: string, document?: Asked) => asked(document).find((question) => question.key === key);

  test.each([
    ["rejection_cap", "22 %", ["7 %", "12 %", "17 %", "27 %", "32 %", "37 %"], /^Rejection cap: 22 %/],
    ["pipeline_floor", "11 %", ["1 %", "6 %", "16 %", "21 %", "26 %"], /11 %/],
    ["cost_line", "0.22", ["0.07", "0.12", "0.17", "0.27", "0.32", "0.37"], /0\.22/],
    ["floor.intent", "45 %", ["30 %", "35 %", "40 %", "50 %", "55 %", "60 %"], /INTENT: 45 %/],
    ["decision_days", "5 business days", ["2", "3", "4", "6", "7", "8"].map((n) => `${n} business days`), /5 business/],
    ["follow_up_hours", "24 business hours", ["12", "36", "48", "60"].map((n) => `${n} business hours`), /24 business/],
    ["time_decay", "90 days", ["30", "60", "120", "150", "180"].map((n) => `${n} days`), /expires after 90 days/],
    ["score_above", "70", ["55", "60", "65", "75", "80", "85"], /above 70/],
    [
      "min_employees",
      "more than 50",
      ["25", "75", "100", "125"].map((n) => `more than ${n}`),
      /more than 50 employees/,
    ],
  ])("%s", (key, right, wrong, line) => {
    expect(of(key)).toMatchObject({ right, wrong, line: expect.stringMatching(line) });
  });

  test("a country inside the gate, a group's as well, beside countries outside it", () => {
    const { right, wrong = [], line } = of("geography.AT") ?? {};
    expect(right).toBe("Austria");
    expect(wrong).toContain("France");
    for (const inside of ["Germany", "Switzerland", "New Zealand", "United States"])
      expect(wrong).not.toContain(inside);
    expect(line).toContain("DACH");
  });

  test("nothing that the document leaves open", () => {
    const definition = {
      ...exampleDefinition,
      firmographic: { min_employees: null, min_revenue: "1" },
      geography: { countries: ["IS"] },
    };
    const keys = asked({ ...DOCUMENT, definition, terms: { ...TERMS, floors: [] } }).map(({ key }) => key);
    expect(keys.filter((key) => /employees|geography|floor\./.test(key))).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AgreementDocument, canonicalAgreement } from "@/lib/domain/agreement-document";
import { testDocument } from "@/tests/support/agreement-document";

/** The same content with the keys of every object in another order. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, shuffled(item, seed)] as const);
  const turn = entries.length === 0 ? 0 : seed % entries.length;
  return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)].reverse());
}

describe("the text that is signed", () => {
  test("does not depend on the order of keys", () => {
    const text = canonicalAgreement(testDocument);
    fc.assert(
      fc.property(fc.nat(50), (seed) => {
        expect(canonicalAgreement(shuffled(testDocument, seed) as AgreementDocument)).toBe(text);
      }),
    );
  });

  test("nor on the order in which screens list the floors", () => {
    const floors = [...testDocument.terms.floors].reverse();
    const turned = { ...testDocument, terms: { ...testDocument.terms, floors } };
    expect(canonicalAgreement(turned)).toBe(canonicalAgreement(testDocument));
  });

  const { terms, definition } = testDocument;
  test.each<[string, Partial<AgreementDocument>]>([
    ["the version", { version: 3 }],
    ["what it corrects", { corrects: 1 }],
    ["its day", { effectiveFrom: "2028-02-01" }],
    ["the score", { definition: { ...definition, score_above: 70.5 } }],
    ["a field", { definition: { ...definition, time_decay: { days: 91 } } }],
    ["required data", { requiredData: ["email"] }],
    ["a floor", { terms: { ...terms, floors: terms.floors.slice(1) } }],
    ["the cap", { terms: { ...terms, rejectionCap: "22.5" } }],
    ["the pipeline floor", { terms: { ...terms, pipelineFloor: "12" } }],
    ["the cost line", { terms: { ...terms, costLine: "0.23" } }],
    ["the ACV band", { terms: { ...terms, acvMax: "100001" } }],
    ["the minimum n", { terms: { ...terms, minimumN: 11 } }],
    ["a weight", { terms: { ...terms, weights: [40, 30, 30] } }],
    ["the lookback", { terms: { ...terms, lookbackDays: 89 } }],
    ["the decision SLA", { terms: { ...terms, decisionDays: 6 } }],
    ["the follow-up SLA", { terms: { ...terms, followUpHours: 23 } }],
    ["a spend policy", { spendPolicy: { webinar: "none" } }],
    ["a stage name", { translation: [] }],
    ["a bound", { segments: [] }],
    ["the currency", { organisation: { ...testDocument.organisation, currency: "JPY" } }],
    ["the zone", { organisation: { ...testDocument.organisation, time_zone: "Asia/Tokyo" } }],
    ["the fiscal year", { organisation: { ...testDocument.organisation, fiscal_year_start_month: 7 } }],
    ["working time", { workingTime: { days: [1], start_minute: 0, end_minute: 1440 } }],
  ])("is another one when %s is", (_, change) => {
    expect(canonicalAgreement({ ...testDocument, ...change })).not.toBe(canonicalAgreement(testDocument));
  });

  test("is JSON in snake case without floats", () => {
    const text = canonicalAgreement({ ...testDocument, definition: { ...definition, score_above: 70.5 } });
    expect(JSON.parse(text)).toMatchObject({ definition: { score_above: "70.5" }, cost_line: "0.22" });
    expect(text).not.toMatch(/[A-Z][a-z]*":/);
    expect(text).not.toContain("\n");
  });
});

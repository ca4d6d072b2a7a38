import { describe, expect, test } from "vitest";
import type { AgreementDocument } from "@/lib/domain/agreement-document";
import { agreementDiff, countChanges } from "@/lib/view/agreement/diff";
import { agreedParts, type Names } from "@/lib/view/agreement/lines";
import { testDocument } from "@/tests/support/agreement-document";

const names: Names = {
  source: (code) => code.replace("_", " "),
  segment: (code) => code,
  currency: "USD",
  sources: ["paid_search", "webinar"],
};
const { terms, definition } = testDocument;
const docs = {
  label: "5+ minutes on docs",
  kinds: ["click"],
  at_least: 1,
  campaign_contains: "docs",
  within_days: 90,
} as const;

const diffOf = (change: Partial<AgreementDocument>) =>
  agreementDiff(testDocument, { ...testDocument, version: 3, ...change }, names).flatMap(({ title, lines }) =>
    lines.map(({ label, from, to }) => [title, label, from, to]),
  );

describe("the difference of two versions, in words", () => {
  test("nothing where both say the same, whatever their numbers", () => {
    expect(diffOf({})).toEqual([]);
  });

  test.each<[string, Partial<AgreementDocument>, (string | null)[]]>([
    [
      "score",
      { definition: { ...definition, score_above: 75 } },
      ["Definition", "Third-party score", "above 70", "above 75"],
    ],
    [
      "what a signal counts",
      { definition: { ...definition, behaviour: { any_of: [{ ...docs, kinds: ["form"] }] } } },
      [
        "Definition",
        "Behaviour signal",
        expect.stringContaining("(click, campaign “docs”)"),
        "5+ minutes on docs (form, campaign “docs”): 1 or more within 90 days",
      ],
    ],
    ["cap", { terms: { ...terms, rejectionCap: "20" } }, ["Limits", "Rejection cap", "22 %", "20 %"]],
    [
      "a floor that is new",
      { terms: { ...terms, floors: [...terms.floors, { source: "webinar", segment: "MM", percent: "48" }] } },
      ["Floors of acceptance", "webinar, MM", null, "48 %"],
    ],
    [
      "a floor taken out",
      { terms: { ...terms, floors: terms.floors.slice(1) } },
      ["Floors of acceptance", "paid search", "55 %", null],
    ],
    ["data", { requiredData: [] }, ["Data", "A lead carries", "E-mail, Company", "nothing besides the eight fields"]],
    [
      "lookback",
      { terms: { ...terms, lookbackDays: 60 } },
      ["Attribution", "Lookback", "90 days before the won date", "60 days before the won date"],
    ],
    [
      "working time",
      { workingTime: { days: [1, 2], start_minute: 600, end_minute: 900 } },
      ["SLAs", "Working time", "Monday to Friday, 09:00 to 18:00", "Monday and Tuesday, 10:00 to 15:00"],
    ],
    [
      "spend",
      { spendPolicy: { ...testDocument.spendPolicy, webinar: "none" } },
      ["Spend", "webinar", "Programme: media, vendors and events", "None: no spend is booked"],
    ],
    ["its day", { effectiveFrom: "2028-02-01" }, ["In force", "From", "with the third signature", "1 Feb 2028"]],
    [
      "a stage name taken out",
      { translation: testDocument.translation.slice(0, 1) },
      ["Translation table", "Closed Won", "Pipeline, place 6, won, in the CRM “ClosedWon”", null],
    ],
    [
      "a bound",
      { segments: [{ code: "SMB", minEmployees: 1, maxEmployees: 299 }, ...testDocument.segments.slice(1)] },
      ["Segments", "SMB", "1 to 199 employees", "1 to 299 employees"],
    ],
  ])("%s", (_, change, line) => {
    expect(diffOf(change)).toEqual([line]);
  });

  test("counts things, not parts", () => {
    const change = { requiredData: [], terms: { ...terms, rejectionCap: "20", costLine: "0.2" } };
    expect(countChanges(agreementDiff(testDocument, { ...testDocument, ...change } as AgreementDocument, names))).toBe(
      3,
    );
  });
});

test("no key stands twice in a version: lines are compared by it", () => {
  const keys = agreedParts(testDocument, names).flatMap(({ lines }) => lines.map(({ key }) => key));
  expect(new Set(keys).size).toBe(keys.length);
});

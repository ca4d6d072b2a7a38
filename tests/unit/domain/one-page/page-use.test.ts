import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AgreementDocument } from "@/lib/domain/agreement-document";
import { PAGE_QUARTERS, setPage, signedName } from "@/lib/domain/one-page/layout";
import { overOnePage, overWords, pageUse } from "@/lib/domain/one-page/page-use";
import { REQUIRED_FIELDS } from "@/lib/domain/required-data";
import { defaultDocument, defaultLabels } from "@/tests/support/default-agreement";

const withCompetitors = (count: number): AgreementDocument => {
  const competitors = Array.from({ length: count }, (_, index) => `competitor-${index}.example`);
  const { definition } = defaultDocument;
  return {
    ...defaultDocument,
    definition: { ...definition, disqualifiers: { ...definition.disqualifiers, competitors } },
  };
};

const withNames = (names: readonly string[]): AgreementDocument => ({
  ...defaultDocument,
  translation: names.map((name, index) => ({
    key: name.toLowerCase(),
    name,
    stage: index % 2 === 0 ? "sql" : "pipeline",
    ordinal: (index % 9) + 1,
    is_won: false,
    crm_value: null,
  })),
});

const rowsOf = (document: AgreementDocument, key: string): string[] => {
  const page = setPage(document, defaultLabels);
  const section = [page.definition, ...page.columns.flat()].find((one) => one.key === key);
  return (section?.rows ?? []).map((row) => [row.label, row.words, row.figures].flat(2).join(" "));
};

test("what a new database begins with fits on one page", () => {
  const use = pageUse(defaultDocument, defaultLabels);
  expect(use).toMatchObject({ fits: true, overBy: 0, available: 59 });
  expect(overOnePage(use)).toBeNull();
});

test("the page says all that is signed", () => {
  expect(rowsOf(defaultDocument, "definition")).toHaveLength(10);
  expect(rowsOf(defaultDocument, "definition")[1]).toMatch(/more than 50 employees and .* 10,000,000 USD$/i);
  expect(rowsOf(defaultDocument, "definition").at(-1)).toBe("Data at hand-over Score, e-mail and company");
  expect(rowsOf(defaultDocument, "floors")).toContain("Customer referral — — —");
  expect(rowsOf(defaultDocument, "spend_policy")).toEqual([
    "Commission Partner referral: commissions paid",
    "None Customer referral: no spend is booked",
    "Programme All other sources: media, vendors and events",
  ]);
  expect(rowsOf(defaultDocument, "limits")).toContain("ACV band 25,000 to 100,000");
  expect(rowsOf(defaultDocument, "rules").at(-2)).toBe("Working time Monday to Friday, 09:00 to 18:00");
  expect(rowsOf(defaultDocument, "translation").join(" ")).toContain("Closed Won\u00a0(6, won)");
});

test("an override stands in its segment, and a floor of Unknown has a column", () => {
  const floor = (segment: "ENT" | "Unknown", percent: string) => ({ source: "webinar", segment, percent });
  const floors = [...defaultDocument.terms.floors, floor("ENT", "37.25"), floor("Unknown", "20")];
  const document = { ...defaultDocument, terms: { ...defaultDocument.terms, floors } };
  expect(rowsOf(document, "floors")).toContain("Webinar 50 50 37.25 20");
});

test.each([
  [[1, 2, 3, 4, 5], "Monday to Friday, 09:00 to 24:00"],
  [[4, 1, 2], "Monday, Tuesday and Thursday, 09:00 to 24:00"],
  [[6], "Saturday, 09:00 to 24:00"],
  [[6, 7], "Saturday and Sunday, 09:00 to 24:00"],
])("working days %j", (days, words) => {
  const document = { ...defaultDocument, workingTime: { days, start_minute: 540, end_minute: 1440 } };
  expect(rowsOf(document, "rules").at(-2)).toBe(`Working time ${words}`);
});

describe("over one page", () => {
  const use = pageUse(withCompetitors(60), defaultLabels);

  test("the refusal says by how much, and where to shorten", () => {
    expect(use.fits).toBe(false);
    expect(use.used).toBe(use.available + use.overBy);
    expect(overOnePage(use)).toEqual({
      code: "OVER_ONE_PAGE",
      field: "disqualifiers",
      message: `The agreement is ${overWords(use)}`,
      details: { over_by: use.overBy, used: use.used, available: 59, largest: "disqualifiers" },
    });
    expect(overWords(use)).toBe(
      `${use.overBy} lines over one page: shorten Disqualifiers, which takes ${use.largest.lines} lines.`,
    );
    expect(overWords({ ...use, overBy: 1 })).toMatch(/^1 line over one page: /);
  });

  test("a long translation table is named where it takes most", () => {
    const names = Array.from({ length: 60 }, (_, index) => `A stage of our own ${index}`);
    const { largest, fits } = pageUse(withNames(names), defaultLabels);
    expect([fits, largest.key, largest.label]).toEqual([false, "translation", "Stage names"]);
  });

  test("begins with the first quarter of a line that has no room", () => {
    const heights = Array.from({ length: 60 }, (_, count) => withCompetitors(count)).map((document) => ({
      quarters: setPage(document, defaultLabels).quarters,
      fits: pageUse(document, defaultLabels).fits,
    }));
    expect(heights.map(({ quarters }) => quarters <= PAGE_QUARTERS)).toEqual(heights.map(({ fits }) => fits));
    expect(new Set(heights.map(({ fits }) => fits))).toEqual(new Set([true, false]));
  });
});

describe("adding text never makes the page emptier", () => {
  const words = fc.string({ unit: fc.constantFrom("a", "W", "o", " ", "é", "x"), minLength: 1, maxLength: 60 });
  const quartersOf = (document: AgreementDocument, labels = defaultLabels) => setPage(document, labels).quarters;

  test("to the definition", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), words, fc.nat(3), (list, more, field) => {
        const documentOf = (entries: string[]): AgreementDocument => {
          const { definition } = defaultDocument;
          const changed = [
            { tech_stack: { any_of: entries } },
            { titles: { levels: entries, functions: entries } },
            { disqualifiers: { ...definition.disqualifiers, title_words: entries } },
            { industries: { naics: entries } },
          ][field];
          return { ...defaultDocument, definition: { ...definition, ...changed } };
        };
        expect(quartersOf(documentOf([...list, more]))).toBeGreaterThanOrEqual(quartersOf(documentOf(list)));
      }),
    );
  });

  test("to the translation table, the required data and the names of the parties", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(words, { maxLength: 20 }),
        words,
        fc.nat(REQUIRED_FIELDS.length - 1),
        (list, more, fields) => {
          expect(quartersOf(withNames([...list, more]))).toBeGreaterThanOrEqual(quartersOf(withNames(list)));
          const required = (count: number) => REQUIRED_FIELDS.slice(0, count).map(({ field }) => field);
          const requiring = (count: number) => ({ ...defaultDocument, requiredData: required(count) });
          expect(quartersOf(requiring(fields + 1))).toBeGreaterThanOrEqual(quartersOf(requiring(fields)));
          const named = (name: string) => ({ ...defaultLabels, organisation: name, cmoTitle: name });
          const longer = quartersOf(defaultDocument, named(`${list.join(" ")} ${more}`));
          expect(longer).toBeGreaterThanOrEqual(quartersOf(defaultDocument, named(list.join(" "))));
        },
      ),
    );
  });
});

test("a signature moves no line, however long the name", () => {
  expect(signedName("Ingrid Vasholt")).toEqual(["Ingrid Vasholt"]);
  expect(signedName("x".repeat(100))).toHaveLength(2);
  expect(signedName("x".repeat(100)).at(-1)).toMatch(/…$/);
});

import { describe, expect, test } from "vitest";
import { DEFINITION_FIELDS, type Definition, exampleDefinition, describe as inWords } from "@/lib/domain/definition";
import { validateDefinition } from "@/lib/domain/definition-validation";

type Draft = Record<string, unknown>;

/** The example with one of its parts replaced; `undefined` leaves the part out. */
function draft(part: Draft): Draft {
  return JSON.parse(JSON.stringify({ ...exampleDefinition, ...part })) as Draft;
}
const errorsOf = (input: unknown): string[] => {
  const result = validateDefinition(input);
  return result.ok ? [] : result.errors.map(({ field, code }) => `${field} ${code}`);
};
const signal = (part: Draft): Draft =>
  draft({ behaviour: { any_of: [{ label: "demo", kinds: ["form"], at_least: 1, ...part }] } });

describe("describe", () => {
  test("gives the example in eight lines", () => {
    expect(inWords(exampleDefinition).map(({ label, words }) => `${label}: ${words}`)).toEqual([
      "Firmographic floor: more than 50 employees and annual revenue over 10,000,000",
      "Industry codes: NAICS 5112, 5415, 5417 or 6215",
      "Tech-stack signal: uses Salesforce or HubSpot",
      "Behaviour signal: pricing-page visits (click, campaign “pricing”): 2 or more within 90 days, demo requests (form or meeting, campaign “demo”): 1 or more within 90 days or 5+ minutes on docs (click, campaign “docs”): 1 or more within 90 days",
      "Job-title pattern: Director, VP or Head of, in RevOps, Sales or Finance",
      "Geography: United States, United Kingdom, DACH or ANZ",
      "Disqualifiers: not students, competitors (competitor.example) or contacts of current customers",
      "Time decay: expires after 90 days without activity",
    ]);
  });

  test("says only what is asked for", () => {
    const definition: Definition = {
      ...exampleDefinition,
      firmographic: { min_employees: null, min_revenue: "2500000.50" },
      behaviour: { any_of: [{ label: "replies", kinds: ["reply"], at_least: 1 }] },
      titles: { levels: [], functions: ["Sales"] },
      disqualifiers: {
        students: false,
        competitors: [],
        current_customers: false,
        open_opportunity: true,
        title_words: ["intern"],
      },
    };
    const words = Object.fromEntries(inWords(definition).map((line) => [line.key, line.words]));
    expect(words).toMatchObject({
      firmographic: "annual revenue over 2,500,000.50",
      behaviour: "replies (reply): 1 or more",
      titles: "Sales",
      disqualifiers: "not companies with an open opportunity or titles with intern",
    });
  });
});

describe("validateDefinition", () => {
  test("accepts the example as it is, also through JSON", () => {
    expect(validateDefinition(JSON.parse(JSON.stringify(exampleDefinition)))).toEqual({
      ok: true,
      definition: exampleDefinition,
    });
  });

  test("trims, reads UK and numbers as forms send them, and drops repeats", () => {
    const input = draft({
      industries: { naics: [" 5415 ", "5415"] },
      geography: { countries: ["uk", "GB", "dach"] },
      tech_stack: { any_of: [" HubSpot ", "HubSpot"] },
      firmographic: { min_employees: 50, min_revenue: 10000000 },
    });
    const result = validateDefinition(input);
    expect(result).toMatchObject({
      ok: true,
      definition: {
        industries: { naics: ["5415"] },
        geography: { countries: ["GB", "DACH"] },
        tech_stack: { any_of: ["HubSpot"] },
        firmographic: { min_employees: 50, min_revenue: "10000000" },
      },
    });
  });

  test.each(DEFINITION_FIELDS.map(({ key }) => key))("needs %s", (key) => {
    expect(errorsOf(draft({ [key]: undefined }))).toEqual([`${key} FIELD_MISSING`]);
    expect(errorsOf(draft({ [key]: null }))).toEqual([`${key} FIELD_MISSING`]);
    expect(errorsOf(draft({ [key]: "x" }))).toEqual([`${key} BAD_VALUE`]);
    const empty = key === "time_decay" ? "time_decay.days FIELD_MISSING" : `${key} FIELD_MISSING`;
    expect(errorsOf(draft({ [key]: {} }))).toEqual([empty]);
  });

  test.each([
    ["no score", draft({ score_above: undefined }), ["score_above FIELD_MISSING"]],
    ["a score in words", draft({ score_above: "high" }), ["score_above BAD_NUMBER"]],
    ["a score beyond plain decimals", draft({ score_above: 1e300 }), ["score_above BAD_NUMBER"]],
    ["half an employee", draft({ firmographic: { min_employees: 1.5 } }), ["firmographic.min_employees BAD_NUMBER"]],
    ["negative revenue", draft({ firmographic: { min_revenue: "-1" } }), ["firmographic.min_revenue BAD_NUMBER"]],
    [
      "grouped revenue",
      draft({ firmographic: { min_revenue: "10,000,000" } }),
      ["firmographic.min_revenue BAD_NUMBER"],
    ],
    ["NAICS of one digit", draft({ industries: { naics: ["5"] } }), ["industries.naics.0 BAD_NAICS"]],
    ["NAICS of seven digits", draft({ industries: { naics: ["54", "5415111"] } }), ["industries.naics.1 BAD_NAICS"]],
    [
      "NAICS with letters",
      draft({ industries: { naics: ["54a", "31-33"] } }),
      ["industries.naics.0 BAD_NAICS", "industries.naics.1 BAD_NAICS"],
    ],
    ["NAICS as a number", draft({ industries: { naics: [5415] } }), ["industries.naics.0 BAD_NAICS"]],
    ["a list that is none", draft({ tech_stack: { any_of: "HubSpot" } }), ["tech_stack.any_of BAD_VALUE"]],
    [
      "a list without end",
      draft({ tech_stack: { any_of: Array.from({ length: 101 }, (_, n) => `tool ${n}`) } }),
      ["tech_stack.any_of BAD_VALUE"],
    ],
    [
      "a country that is none",
      draft({ geography: { countries: ["XX", "EU"] } }),
      ["geography.countries.0 BAD_COUNTRY", "geography.countries.1 BAD_COUNTRY"],
    ],
    ["decay of no days", draft({ time_decay: { days: 0 } }), ["time_decay.days BAD_NUMBER"]],
    ["a switch in words", draft({ disqualifiers: { students: "yes" } }), ["disqualifiers.students BAD_VALUE"]],
    ["a key that we do not know", draft({ extra: 1 }), ["extra FIELD_UNKNOWN"]],
    ["a key below", draft({ time_decay: { days: 90, weeks: 1 } }), ["time_decay.weeks FIELD_UNKNOWN"]],
    ["a signal without kinds", signal({ kinds: [] }), ["behaviour.any_of.0.kinds FIELD_MISSING"]],
    ["a signal of what we send", signal({ kinds: ["email_sent"] }), ["behaviour.any_of.0.kinds.0 BAD_VALUE"]],
    ["a signal without a name", signal({ label: " " }), ["behaviour.any_of.0.label FIELD_MISSING"]],
    ["a signal of none", signal({ at_least: 0 }), ["behaviour.any_of.0.at_least BAD_NUMBER"]],
    [
      "a signal by pattern",
      signal({ campaign_contains: "demo.*" }),
      ["behaviour.any_of.0.campaign_contains BAD_PATTERN"],
    ],
    ["a signal within nothing", signal({ within_days: 0 }), ["behaviour.any_of.0.within_days BAD_NUMBER"]],
  ])("refuses %s", (_, input, expected) => {
    expect(errorsOf(input)).toEqual(expected);
  });

  test.each([
    "(a+)+$",
    ".*",
    "VP|Director",
    "^Head",
    "Dir\\w+",
    "",
    "  ",
    "…",
    "a\u0000b",
    "x".repeat(61),
    7,
    null,
    "<script>",
  ])("refuses the title word %j", (word) => {
    expect(errorsOf(draft({ titles: { levels: [word], functions: ["Sales"] } }))).toEqual([
      "titles.levels.0 BAD_PATTERN",
    ]);
  });

  test.each(["Sr. Director", "R&D", "C-level", "Vice President, Sales", "Directeur général", "営業部長", "C++"])(
    "takes the title word %s",
    (word) => {
      expect(errorsOf(draft({ titles: { levels: [word], functions: [] } }))).toEqual([]);
    },
  );

  test.each([undefined, null, "x", 7, [], Number.NaN])("refuses %j for a definition", (input) => {
    expect(errorsOf(input)).toEqual(["definition FIELD_MISSING"]);
  });

  test("lists all errors at once, each with a cure", () => {
    const result = validateDefinition(
      draft({ score_above: undefined, industries: { naics: ["x"] }, titles: undefined }),
    );
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.errors.map(({ field }) => field).sort()).toEqual(["industries.naics.0", "score_above", "titles"]);
    expect(result.errors.every(({ message }) => message.length > 10)).toBe(true);
  });
});

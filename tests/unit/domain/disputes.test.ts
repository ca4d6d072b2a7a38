import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFINITION_FIELDS, describe as describeDefinition, exampleDefinition } from "@/lib/domain/definition";
import {
  asksTheSame,
  type FieldValue,
  fieldWords,
  otherSide,
  readField,
  SIDES,
  withField,
} from "@/lib/domain/disputes";

const FIELDS = DEFINITION_FIELDS.map(({ key }) => key);

test.each(FIELDS)("%s: a value is read by the rules of the definition and said in its words", (key) => {
  const value = exampleDefinition[key];
  expect(readField(key, value)).toEqual({ ok: true, value });
  expect(fieldWords(key, value)).toBe(describeDefinition(exampleDefinition).find((line) => line.key === key)?.words);
});

describe("a value that is wrong, by its place in the definition", () => {
  test.each([
    ["geography", { countries: [] }, "geography", "FIELD_MISSING"],
    ["geography", { countries: ["US", "Atlantis"] }, "geography.countries.1", "BAD_COUNTRY"],
    ["industries", { naics: ["5"] }, "industries.naics.0", "BAD_NAICS"],
    ["titles", { levels: ["(VP)+"], functions: [] }, "titles.levels.0", "BAD_PATTERN"],
    ["time_decay", { days: 0 }, "time_decay.days", "BAD_NUMBER"],
    ["firmographic", undefined, "firmographic", "FIELD_MISSING"],
    ["tech_stack", { any_of: ["HubSpot"], none_of: ["Excel"] }, "tech_stack.none_of", "FIELD_UNKNOWN"],
  ] as const)("%s %j", (key, input, field, code) => {
    expect(readField(key, input)).toMatchObject({ ok: false, errors: [{ field, code }] });
  });
});

test("only that field of a definition changes", () => {
  const changed = withField(exampleDefinition, "geography", { countries: ["US"] });
  expect(changed).toEqual({ ...exampleDefinition, geography: { countries: ["US"] } });
});

describe("whether two values ask for the same", () => {
  test.each<[FieldValue, FieldValue, boolean]>([
    [{ countries: ["US", "GB"] }, { countries: ["GB", "US"] }, true],
    [{ any_of: ["HubSpot"] }, { any_of: ["hubspot"] }, true],
    [{ min_employees: 50, min_revenue: null }, { min_revenue: null, min_employees: 50 }, true],
    [{ countries: ["US", "GB"] }, { countries: ["US"] }, false],
    [{ days: 90 }, { days: 60 }, false],
  ])("%j and %j: %s", (one, other, same) => {
    expect(asksTheSame(one, other)).toBe(same);
  });

  test("it does not depend on the order of entries", () => {
    const places = fc.uniqueArray(fc.constantFrom("US", "GB", "DACH", "ANZ", "FR"), { minLength: 1 });
    fc.assert(
      fc.property(places, (countries) => {
        expect(asksTheSame({ countries }, { countries: countries.toReversed() })).toBe(true);
      }),
    );
  });
});

test("each side has the other", () => {
  for (const side of SIDES) expect(otherSide(otherSide(side))).toBe(side);
});

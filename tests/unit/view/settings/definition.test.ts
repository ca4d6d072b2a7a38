import { describe, expect, test } from "vitest";
import { exampleDefinition } from "@/lib/domain/definition";
import { validateDefinition } from "@/lib/domain/definition-validation";
import { type DefinitionForm, definitionForm, isDefinitionForm, signalName } from "@/lib/view/settings/definition-form";
import { controlErrors, controlOf, type Posted, readDefinitionForm } from "@/lib/view/settings/definition-post";

/** What a browser would send for a form. */
function posted({ signals, ...form }: DefinitionForm): Posted {
  const texts = Object.entries(form).filter(([, value]) => typeof value === "string" || value);
  const rows = signals.flatMap(({ kinds, ...signal }, index): [string, string | string[]][] => [
    ...Object.entries(signal).map(([part, text]): [string, string] => [`behaviour.any_of.${index}.${part}`, text]),
    [signalName(index, "kinds"), kinds.length === 1 ? (kinds[0] ?? "") : [...kinds]],
  ]);
  return Object.fromEntries([...texts.map(([name, value]) => [name, value === true ? "yes" : value]), ...rows]);
}

const stored = definitionForm(exampleDefinition);
const read = (changes: Record<string, string>) => readDefinitionForm({ ...posted(stored), ...changes });
const errorsOf = (changes: Record<string, string>) => {
  const result = validateDefinition(read(changes));
  return result.ok ? [] : controlErrors(result.errors, { ...posted(stored), ...changes });
};

test("the stored definition comes back from its own form unchanged", () => {
  expect(validateDefinition(readDefinitionForm(posted(stored)))).toEqual({ ok: true, definition: exampleDefinition });
});

test("figures are shown with thousands grouped, lists with commas", () => {
  expect(stored["firmographic.min_revenue"]).toBe("10,000,000");
  expect(stored["titles.levels"]).toBe("Director, VP, Head of");
});

test("lists are read from commas, semicolons and lines; grouped figures as numbers", () => {
  expect(read({ "industries.naics": "5112; 54\n 6215 ,,", "firmographic.min_employees": "1,500" })).toMatchObject({
    industries: { naics: ["5112", "54", "6215"] },
    firmographic: { min_employees: 1500 },
  });
});

test("blank numbers are left out, and words stay words for validation to name", () => {
  expect(read({ score_above: " ", "firmographic.min_employees": "", "time_decay.days": "ninety" })).toMatchObject({
    score_above: undefined,
    firmographic: { min_employees: null },
    time_decay: { days: "ninety" },
  });
});

describe("errors stand at the control that they are about:", () => {
  test.each([
    [{ "industries.naics": "5112, 51123456" }, "industries.naics", "BAD_NAICS", "“51123456”"],
    [{ "industries.naics": " " }, "industries.naics", "FIELD_MISSING", ""],
    [{ "titles.levels": "VP, (x|y)*" }, "titles.levels", "BAD_PATTERN", "“(x|y)*”"],
    [{ "geography.countries": "US, XX" }, "geography.countries", "BAD_COUNTRY", "“XX”"],
    [{ "firmographic.min_employees": "many" }, "firmographic.min_employees", "BAD_NUMBER", ""],
    [
      { "firmographic.min_employees": "", "firmographic.min_revenue": "" },
      "firmographic.min_employees",
      "FIELD_MISSING",
      "",
    ],
    [{ score_above: "" }, "score_above", "FIELD_MISSING", ""],
    [{ "time_decay.days": "0" }, "time_decay.days", "BAD_NUMBER", ""],
    [{ "behaviour.any_of.1.label": "" }, "behaviour.any_of.1.label", "FIELD_MISSING", ""],
    [{ "behaviour.any_of.0.at_least": "" }, "behaviour.any_of.0.at_least", "FIELD_MISSING", ""],
    [{ "behaviour.any_of.0.kinds": "email_sent" }, "behaviour.any_of.0.kinds", "BAD_VALUE", ""],
  ])("%j", (changes, field, code, quoted) => {
    const [error] = errorsOf(changes);
    expect(error).toMatchObject({ field, code });
    expect(error?.message).toContain(quoted);
  });

  test("no signal at all", () => {
    const { signals: _, ...rest } = stored;
    const result = validateDefinition(readDefinitionForm(posted({ ...rest, signals: [] })));
    expect(result.ok ? [] : result.errors.map(({ field }) => controlOf(field))).toEqual(["behaviour.any_of"]);
  });
});

test("only a form of ours is taken back from the browser's store", () => {
  expect(isDefinitionForm(JSON.parse(JSON.stringify(stored)))).toBe(true);
  for (const other of [null, "text", [], {}, { ...stored, signals: [null] }, { ...stored, score_above: 70 }]) {
    expect(isDefinitionForm(other)).toBe(false);
  }
});

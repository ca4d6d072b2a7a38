import { expect, test } from "vitest";
import { exampleDefinition } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { sampleModel } from "@/lib/view/settings/sample";

const facts: LeadFacts = {
  email: "ida@acme.example",
  company: "Acme",
  domain: "acme.example",
  title: "VP Sales",
  country: "US",
  naics: "5112",
  employees: 500,
  annualRevenue: "50000000",
  technologies: ["Salesforce"],
  score: "82.000",
  touches: [{ kind: "form", campaign: "demo request", on: "2027-07-01" }],
  currentCustomer: false,
  openOpportunity: false,
};
const leads = [
  { id: "1", name: "Ida Lund", facts },
  { id: "2", name: "Per Holm", facts: { ...facts, score: "65.500" } },
  { id: "3", name: null, facts: { ...facts, title: null, company: null, score: null, country: "FR" } },
];
const stricter = { ...exampleDefinition, score_above: 60, firmographic: { min_employees: 1000, min_revenue: null } };

test("without a draft: eight verdicts each in words, and how many pass", () => {
  const model = sampleModel(leads, "2027-07-05", { now: exampleDefinition, draft: null });
  expect(model).toMatchObject({ of: 3, now: 1, draft: null, score: { now: 1, draft: null } });
  const [ida, per, nobody] = model.lines;
  expect(ida).toMatchObject({
    title: "VP Sales",
    who: "Acme · Ida Lund",
    now: { words: "Passes", score: "score 82, above 70" },
  });
  expect(per?.now).toMatchObject({ passed: false, words: "Stopped by Score", score: "score 65.5, not above 70" });
  expect(nobody).toMatchObject({ title: "No title", who: "No company", now: { score: "score missing" } });
  for (const line of model.lines) expect(line.now.checks.map(({ words }) => words !== "")).toEqual(Array(8).fill(true));
  expect(model.fields.map(({ key, now }) => [key, now])).toEqual([
    ["firmographic", 3],
    ["industries", 3],
    ["tech_stack", 3],
    ["behaviour", 3],
    ["titles", 2],
    ["geography", 2],
    ["disqualifiers", 2],
    ["time_decay", 3],
  ]);
});

test("with a draft: both verdicts, and how many would pass", () => {
  const model = sampleModel(leads, "2027-07-05", { now: exampleDefinition, draft: stricter });
  expect(model).toMatchObject({ now: 1, draft: 0, score: { now: 1, draft: 2 } });
  expect(model.lines[0]).toMatchObject({
    now: { passed: true },
    draft: { passed: false, words: "Stopped by Firmographic floor" },
  });
  expect(model.fields[0]).toEqual({ key: "firmographic", label: "Firmographic floor", now: 3, draft: 0 });
});

test("no leads, nothing to judge", () => {
  expect(sampleModel([], "2027-07-05", { now: exampleDefinition, draft: stricter })).toMatchObject({
    of: 0,
    now: 0,
    draft: 0,
  });
});

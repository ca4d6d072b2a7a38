import { describe, expect, test } from "vitest";
import { type Definition, type DefinitionKey, exampleDefinition } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { evaluate, isMql } from "@/lib/domain/definition-evaluation";
import { good, TODAY, touch, verdict } from "@/tests/support/lead-facts";

describe("the example of the source document", () => {
  test("gives eight verdicts in words", () => {
    const { fields, passed, score } = evaluate(exampleDefinition, good, TODAY);
    expect({ passed, score }).toEqual({ passed: true, score: "above" });
    expect(fields.map(({ field, label, words }) => `${field} | ${label} | ${words}`)).toEqual([
      "firmographic | Firmographic floor | 640 employees, over 50; revenue 25,000,000.00, over 10,000,000",
      "industry | Industry codes | NAICS 541511 is under 5415",
      "tech_stack | Tech-stack signal | uses HubSpot",
      "behaviour | Behaviour signal | demo requests: 1, at least 1",
      "title | Job-title pattern | “VP of Sales”: VP; Sales",
      "geography | Geography | Germany is in DACH",
      "disqualifiers | Disqualifiers | none applies",
      "time_decay | Time decay | last active 5 days ago, within 90",
    ]);
  });

  test("fails every field of a lead of which nothing is known, and says what is missing", () => {
    const nothing: LeadFacts = {
      email: null,
      company: null,
      domain: null,
      title: null,
      country: null,
      naics: null,
      employees: null,
      annualRevenue: null,
      technologies: [],
      score: null,
      touches: [],
      currentCustomer: false,
      openOpportunity: false,
    };
    const { fields, passed, score } = evaluate(exampleDefinition, nothing, TODAY);
    expect({ passed, score }).toEqual({ passed: false, score: "missing" });
    expect(fields.map(({ passed: ok, code, words }) => [ok, code, words])).toEqual([
      [false, "missing", "employee count missing; annual revenue missing"],
      [false, "missing", "NAICS code missing"],
      [false, "missing", "technologies missing"],
      [false, "missing", "no touches recorded"],
      [false, "missing", "job title missing"],
      [false, "missing", "country missing"],
      [false, "missing", "company, domain and e-mail missing"],
      [false, "missing", "no activity recorded"],
    ]);
  });
});

describe("the score", () => {
  test.each([
    ["70", "not_above"],
    ["70.00", "not_above"],
    ["70.01", "above"],
    ["71", "above"],
    ["100", "above"],
    ["9", "not_above"],
    ["-1", "not_above"],
    ["n/a", "missing"],
    [null, "missing"],
  ])("%s against 70 is %s", (score, expected) => {
    expect(evaluate(exampleDefinition, { ...good, score }, TODAY).score).toBe(expected);
  });

  test("a bound with decimals is exact", () => {
    const definition = { ...exampleDefinition, score_above: 0.7 };
    expect(evaluate(definition, { ...good, score: "0.70" }, TODAY).score).toBe("not_above");
    expect(evaluate(definition, { ...good, score: "0.7000001" }, TODAY).score).toBe("above");
  });
});

describe("isMql", () => {
  const check = (facts: Partial<LeadFacts>) => isMql(evaluate(exampleDefinition, { ...good, ...facts }, TODAY));
  test.each([
    ["score above and fit", {}, { ok: true }],
    ["no score, though fit", { score: null }, { ok: false, code: "SCORE_MISSING" }],
    ["score at the bound", { score: "70" }, { ok: false, code: "ICP_FAILED", failed: ["score"] }],
    [
      "score above without fit",
      { employees: 50, country: "FR" },
      { ok: false, code: "ICP_FAILED", failed: ["firmographic", "geography"] },
    ],
    ["neither", { score: "1", title: "Analyst" }, { ok: false, code: "ICP_FAILED", failed: ["score", "title"] }],
  ])("%s", (_, facts, expected) => {
    expect(check(facts)).toEqual(expected);
  });
});

describe("each field", () => {
  const floor = (min_employees: number | null, min_revenue: string | null) => ({
    firmographic: { min_employees, min_revenue },
  });
  const signals = (...any_of: Definition["behaviour"]["any_of"]) => ({ behaviour: { any_of } });
  const visits = {
    label: "visits",
    kinds: ["click"],
    at_least: 2,
    campaign_contains: "pricing",
    within_days: 30,
  } as const;
  const clicks = (...daysAgo: number[]) => ({
    touches: daysAgo.map((days) => touch("click", "Web / Pricing_page", days)),
  });

  test.each<[DefinitionKey, boolean, string, Partial<LeadFacts>, Partial<Definition>]>([
    ["firmographic", false, "50 employees, not over 50", { employees: 50 }, floor(50, null)],
    ["firmographic", true, "51 employees, over 50", { employees: 51 }, floor(50, null)],
    ["firmographic", false, "revenue 10,000,000, not over 10,000,000", { annualRevenue: "10000000" }, {}],
    [
      "firmographic",
      true,
      "revenue 10,000,000.01, over 10,000,000",
      { annualRevenue: "10000000.01" },
      floor(null, "10000000"),
    ],
    ["firmographic", false, "annual revenue missing", { annualRevenue: null }, {}],
    ["industries", true, "NAICS 5415 is on the list", { naics: "5415" }, {}],
    ["industries", false, "NAICS 54 is not under 5112, 5415, 5417 or 6215", { naics: "54" }, {}],
    ["industries", false, "NAICS 115415 is not under 5112, 5415, 5417 or 6215", { naics: "115415" }, {}],
    ["tech_stack", true, "uses Salesforce and HubSpot", { technologies: ["hubspot", "Salesforce.com"] }, {}],
    ["tech_stack", false, "does not use Salesforce or HubSpot", { technologies: ["HubSpotter"] }, {}],
    ["behaviour", true, "visits: 2, at least 2", clicks(0, 30), signals(visits)],
    ["behaviour", false, "visits: 1 of 2", clicks(0, 31), signals(visits)],
    ["behaviour", false, "visits: 1 of 2", clicks(0, -1), signals(visits)],
    ["behaviour", false, "no touches recorded", clicks(-1), signals(visits)],
    [
      "behaviour",
      false,
      "visits: 0 of 2; calls: 0 of 1",
      clicks(90),
      signals(visits, { label: "calls", kinds: ["call"], at_least: 1 }),
    ],
    [
      "behaviour",
      true,
      "calls: 1, at least 1",
      { touches: [touch("call", null, 400)] },
      signals(visits, { label: "calls", kinds: ["call"], at_least: 1 }),
    ],
    ["titles", true, "“head OF Sales-Operations”: Head of; Sales", { title: "head OF Sales-Operations" }, {}],
    ["titles", false, "“Sales Analyst”: not Director, VP or Head of", { title: "Sales Analyst" }, {}],
    [
      "titles",
      false,
      "“VPN Specialist”: not Director, VP or Head of; not RevOps, Sales or Finance",
      { title: "VPN Specialist" },
      {},
    ],
    [
      "titles",
      true,
      "“Salesperson, Finance”: Finance",
      { title: "Salesperson, Finance" },
      { titles: { levels: [], functions: ["Sales", "Finance"] } },
    ],
    ["geography", true, "United States is on the list", { country: "us" }, {}],
    ["geography", true, "New Zealand is in ANZ", { country: "NZ" }, {}],
    ["geography", true, "United Kingdom is on the list", { country: "UK" }, {}],
    ["geography", false, "France is not in United States, United Kingdom, DACH or ANZ", { country: "FR" }, {}],
    ["geography", false, "country Germany is no ISO code", { country: "Germany" }, {}],
    ["time_decay", true, "active today", { touches: [touch("reply", null, 0)] }, {}],
    [
      "time_decay",
      true,
      "last active 90 days ago, within 90",
      { touches: [touch("reply", null, 90), touch("reply", null, 200)] },
      {},
    ],
    [
      "time_decay",
      false,
      "last active 91 days ago, over 90",
      { touches: [touch("reply", null, 91), touch("email_sent", null, 1)] },
      {},
    ],
    [
      "time_decay",
      false,
      "no activity recorded",
      { touches: [touch("invited", null, 1), touch("reply", null, -1)] },
      {},
    ],
  ])("%s %s: %s", (key, passed, words, facts, rules) => {
    expect(verdict(key, facts, rules)).toMatchObject({ passed, words: expect.stringContaining(words) });
  });
});

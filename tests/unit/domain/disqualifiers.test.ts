import { describe, expect, test } from "vitest";
import type { Definition } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { verdict } from "@/tests/support/lead-facts";

describe("disqualifiers", () => {
  const none = { students: false, competitors: [], current_customers: false, open_opportunity: false, title_words: [] };
  const rule = (part: Partial<Definition["disqualifiers"]>) => ({ disqualifiers: { ...none, ...part } });
  const rivals = rule({ competitors: ["rival.example", "Big Rival, Inc."] });

  test.each<[string, Partial<LeadFacts>, Partial<Definition>, string | undefined]>([
    ["a student by title", { title: "Student, Sales" }, rule({ students: true }), "student"],
    ["a student by address", { title: null, domain: null, email: "x@uni.edu" }, rule({ students: true }), "student"],
    [
      "a student by address abroad",
      { title: null, domain: null, email: "x@cs.uni.ac.uk" },
      rule({ students: true }),
      "student",
    ],
    ["staff of a school", { email: "x@uni.edu" }, rule({ students: true }), undefined],
    ["a student where students are welcome", { title: "Student" }, rule({ competitors: ["x.example"] }), undefined],
    ["a competitor by domain", { domain: "WWW.Rival.example" }, rivals, "competitor"],
    ["a competitor by subdomain of the address", { domain: null, email: "a@de.rival.example" }, rivals, "competitor"],
    ["a competitor by name", { company: " big  rival, INC. " }, rivals, "competitor"],
    ["a domain that ends alike", { domain: "arrival.example", email: null }, rivals, undefined],
    ["a customer", { currentCustomer: true }, rule({ current_customers: true }), "current_customer"],
    ["a customer where that is fine", { currentCustomer: true }, rule({ students: true }), undefined],
    ["an open opportunity", { openOpportunity: true }, rule({ open_opportunity: true }), "open_opportunity"],
    ["a title word", { title: "Sales Intern" }, rule({ title_words: ["intern"] }), "title_word"],
    ["part of a word", { title: "Internal Sales" }, rule({ title_words: ["intern"] }), undefined],
    ["title words without a title", { title: null }, rule({ title_words: ["intern"] }), "missing"],
    ["customers without a company", { company: " " }, rule({ current_customers: true }), "missing"],
    [
      "students without title and address",
      { title: null, email: null, domain: null },
      rule({ students: true }),
      "missing",
    ],
  ])("%s", (_, facts, rules, code) => {
    expect(verdict("disqualifiers", facts, rules)).toMatchObject({ passed: code === undefined });
    expect(verdict("disqualifiers", facts, rules)?.code).toBe(code);
  });

  test("all that apply are named, the open opportunity first", () => {
    const facts = { currentCustomer: true, openOpportunity: true, title: "Student" };
    expect(
      verdict("disqualifiers", facts, rule({ students: true, current_customers: true, open_opportunity: true })),
    ).toMatchObject({
      code: "open_opportunity",
      words: "the company has an open opportunity; the company is a customer; student",
    });
  });
});

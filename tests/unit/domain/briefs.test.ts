import { describe, expect, test } from "vitest";
import { checkDelivery, claimWords, outcomeN } from "@/lib/domain/brief-check";
import {
  type BriefCriteria,
  type BriefTerms,
  briefState,
  canonicalBrief,
  criteriaOf,
  readBriefTerms,
  vendorKey,
} from "@/lib/domain/briefs";
import { exampleDefinition } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { REASONS } from "@/lib/domain/reasons";
import { REQUIRED_FIELDS, type RequiredRecord } from "@/lib/domain/required-data";

const TODAY = "2027-07-05";
const text = {
  vendor: " Paperlane  Media ",
  volume: "1,500",
  price: "42.5",
  currency: "eur",
  deliveryFrom: "2027-07-01",
  deliveryTo: "2027-12-31",
  creditTerms: "Bad data and duplicates are credited.",
};
const terms: BriefTerms = {
  vendor: "Paperlane Media",
  volume: 1500,
  price: "42.50",
  currency: "EUR",
  deliveryFrom: "2027-07-01",
  deliveryTo: "2027-12-31",
  creditTerms: "Bad data and duplicates are credited.",
};
const criteria: BriefCriteria = {
  agreementVersion: 3,
  definition: exampleDefinition,
  requiredData: ["email", "technologies"],
};

describe("terms", () => {
  test("are read as people type them", () => {
    expect(readBriefTerms(text, TODAY)).toEqual({ ok: true, terms });
    expect(readBriefTerms({ ...text, price: "0" }, TODAY)).toMatchObject({ ok: true, terms: { price: "0.00" } });
  });

  test.each([
    ["volume", "1,5", "VOLUME_RANGE"],
    ["volume", "1,50,000", "VOLUME_RANGE"],
    ["price", "42,50", "PRICE_RANGE"],
    ["price", "1,5", "PRICE_RANGE"],
  ])("a comma that groups no thousands is refused: %s %s", (field, typed, code) => {
    expect(readBriefTerms({ ...text, [field]: typed }, TODAY)).toMatchObject({ ok: false, errors: [{ field, code }] });
  });

  test("one that does is read over", () => {
    expect(readBriefTerms({ ...text, volume: "1,000,000", price: "1,042.50" }, TODAY)).toMatchObject({
      terms: { volume: 1_000_000, price: "1042.50" },
    });
  });

  test("name every field at fault", () => {
    const bad = {
      vendor: "",
      volume: "x",
      price: "x",
      currency: "x",
      deliveryFrom: "x",
      deliveryTo: "x",
      creditTerms: "x",
    };
    const result = readBriefTerms(bad, TODAY);
    expect(result.ok ? [] : result.errors.map(({ field }) => field)).toEqual(Object.keys(bad));
  });

  test.each([
    ["2027-07-05", true],
    ["2027-07-04", false],
    ["2029-07-01", true],
    ["2029-07-02", false],
  ])("a last day of %s: %s", (deliveryTo, ok) => {
    expect(readBriefTerms({ ...text, deliveryTo }, TODAY).ok).toBe(ok);
  });

  test("a vendor is the same whatever its case, width and blanks", () => {
    for (const name of ["PAPERLANE media", "Ｐａｐｅｒｌａｎｅ Media", "paperlane\u00a0 media "]) {
      expect(vendorKey(name)).toBe(vendorKey("Paperlane Media"));
    }
    expect(vendorKey("Paperlane Media Inc")).not.toBe(vendorKey("Paperlane Media"));
  });
});

describe("the text that is signed", () => {
  test("is one text whatever the order of keys, and gives its criteria back", () => {
    const turned = Object.fromEntries(
      Object.entries(exampleDefinition).reverse(),
    ) as unknown as typeof exampleDefinition;
    const document = canonicalBrief(terms, criteria);
    expect(canonicalBrief({ ...terms }, { ...criteria, definition: turned })).toBe(document);
    expect(document).not.toMatch(/\s"|": /);
    expect(criteriaOf(document)).toMatchObject(criteria);
    expect(criteriaOf(document).fields.map(({ key }) => key)).toHaveLength(8);
  });

  test("differs where anything that is agreed differs", () => {
    const other: [Partial<BriefTerms>, Partial<BriefCriteria>][] = [
      ...Object.keys(terms).map((key): [Partial<BriefTerms>, object] => [
        { [key]: key === "volume" ? 1 : "other" },
        {},
      ]),
      [{}, { agreementVersion: 4 }],
      [{}, { requiredData: [] }],
      [{}, { definition: { ...exampleDefinition, score_above: 70.5 } }],
    ];
    const texts = other.map(([t, c]) => canonicalBrief({ ...terms, ...t }, { ...criteria, ...c }));
    expect(new Set([...texts, canonicalBrief(terms, criteria)]).size).toBe(other.length + 1);
  });
});

test.each([
  [[], false, TODAY, "draft"],
  [["cmo"], false, TODAY, "waiting"],
  [["cmo", "cro"], false, "2027-06-30", "upcoming"],
  [["cmo", "cro"], false, "2027-07-01", "delivering"],
  [["cmo", "cro"], false, "2027-12-31", "delivering"],
  [["cmo", "cro"], false, "2028-01-01", "over"],
  [["cmo"], false, "2028-01-01", "over"],
  [["cmo", "cro"], true, TODAY, "ended"],
] as const)("signed by %j, ended %s, on %s: %s", (signedBy, isEnded, today, state) => {
  expect(briefState({ ...terms, signedBy, isEnded }, today)).toBe(state);
});

describe("a delivered row", () => {
  const facts: LeadFacts = {
    email: "a@b.example",
    company: "B",
    domain: null,
    title: "VP Sales",
    country: "US",
    naics: "541511",
    employees: 300,
    annualRevenue: "20000000",
    technologies: ["HubSpot"],
    score: "71",
    touches: [],
    currentCustomer: false,
    openOpportunity: false,
  };
  const record = Object.fromEntries(REQUIRED_FIELDS.map(({ field }) => [field, "x"])) as RequiredRecord;
  const check = (changes: Partial<LeadFacts>, texts: Partial<RequiredRecord> = {}) =>
    checkDelivery(criteria, { ...facts, ...changes }, { ...record, ...texts }, TODAY);
  const unknown = ["behaviour", "time_decay"];

  test.each([
    ["all that a seller can know", {}, {}, [], unknown],
    ["the score on the line", { score: "70" }, {}, ["score"], unknown],
    ["no score yet", { score: null }, {}, [], ["score", ...unknown]],
    ["a small company", { employees: 50 }, {}, ["firmographic"], unknown],
    [
      "a student without an e-mail",
      { title: "Student" },
      { email: " " },
      ["title", "disqualifiers", "data:email"],
      unknown,
    ],
    ["data that nobody asked for", {}, { country: null }, [], unknown],
    ["no technologies", { technologies: [] }, { technologies: "" }, ["tech_stack", "data:technologies"], unknown],
    ["a touch that came before", { touches: [{ kind: "form", campaign: "Demo", on: TODAY }] }, {}, [], []],
  ] as const)("%s", (_what, changes, texts, failed, pending) => {
    expect(check(changes, texts)).toEqual({ failed, pending });
  });

  test("is claimed for what it failed or was rejected for, and for no missing intent", () => {
    expect(claimWords(["geography", "data:email"], null)).toBe("failed the brief: Geography, E-mail missing");
    expect(claimWords(["score"], "bad_data")).toBe("failed the brief: Score line; rejected: Bad data");
    expect(REASONS.filter((reason) => claimWords([], reason) !== null)).toEqual([
      "out_of_icp",
      "wrong_persona",
      "bad_data",
      "already_in_pipeline",
    ]);
    expect(claimWords([], "other")).toBeNull();
    expect(claimWords([], null)).toBeNull();
  });

  test("n is what is decided or late, never what is pending", () => {
    const rejected = { out_of_icp: 1, wrong_persona: 2, no_intent: 3, bad_data: 4, already_in_pipeline: 5 };
    const outcome = { handedOver: 127, accepted: 10, rejected, unworked: 2, pending: 100 };
    expect(outcomeN(outcome)).toBe(27);
    expect(outcomeN(outcome)).toBe(outcome.handedOver - outcome.pending);
  });
});

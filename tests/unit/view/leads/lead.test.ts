import { describe, expect, test } from "vitest";
import { exampleDefinition } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { evaluate } from "@/lib/domain/definition-evaluation";
import type { Stage } from "@/lib/domain/lifecycle";
import type { RequiredField } from "@/lib/domain/required-data";
import { type CycleInput, cycleView, takeBackOf } from "@/lib/view/leads/cycle";
import { handOverWords, type LeadInput, requiredChecks } from "@/lib/view/leads/lead";
import { recyclingWords } from "@/lib/view/leads/recycling";
import { good, TODAY } from "@/tests/support/lead-facts";

const evaluateGood = (facts: Partial<LeadFacts>) => evaluate(exampleDefinition, { ...good, ...facts }, TODAY);

const ZONE = "America/New_York";
const labels = { source: () => "Webinar", segment: () => "Mid-market" };

const event = (id: string, from: Stage, to: Stage, at: string, kind: "move" | "correction" = "move") => ({
  id,
  kind,
  from,
  to,
  at,
  actor: kind === "move" && to === "mql" ? null : "Ada",
  agreementVersion: 1,
  isSuperseded: false,
});

const CYCLE: CycleInput = {
  id: "7",
  number: 1,
  source: "webinar",
  segment: "MM",
  lane: "standard",
  stage: "rejected",
  reason: "already_in_pipeline",
  handedOverAt: "2027-06-29T14:00:00+00:00",
  firstTouchedAt: null,
  touchBy: "2027-07-01T22:00:00+00:00",
  firstDecidedAt: "2027-07-08T15:00:00+00:00",
  decideBy: "2027-07-07T22:00:00+00:00",
  assignedTo: null,
  sourcedBy: null,
  agreementVersion: 1,
  trace: null,
  events: [
    event("1", "lead", "mql", "2027-06-29T14:00:00+00:00"),
    event("2", "mql", "rejected", "2027-07-08T15:00:00+00:00"),
  ],
  decisions: [
    {
      id: "1",
      decidedAt: "2027-07-08T15:00:00+00:00",
      verdict: "reject",
      reason: "already_in_pipeline",
      duplicateOf: "opportunity:4",
      decidedBy: "Ada",
      touchedAt: "2027-07-08T15:00:00+00:00",
      touchKind: "reply",
      note: "n",
      isLive: true,
    },
  ],
};

const LEAD: LeadInput = {
  externalId: "L-1",
  sourceSystem: "salesforce",
  email: "ada@acme.example",
  firstName: "Ada",
  lastName: "Quist",
  company: "Acme GmbH",
  domain: "acme.example",
  title: "VP of Sales",
  country: "DE",
  naics: "541511",
  employees: 640,
  annualRevenue: "25000000.00",
  technologies: ["Slack", "HubSpot CRM"],
  source: "webinar",
  campaign: "Demo request",
  segment: "MM",
  lane: "standard",
  createdAt: new Date("2027-06-01T00:00:00Z"),
  score: "71",
  scoreVendor: null,
  scoreModelVersion: null,
  boughtFrom: null,
};

describe("a cycle", () => {
  test("with who moved it when, and its clocks", () => {
    const view = cycleView(CYCLE, labels, ZONE);
    expect(view.heading).toBe("Cycle 1: Rejected: Already in pipeline");
    expect(view.judged).toBe("judged under version 1");
    expect(view.facts).toEqual([
      { label: "First touch", value: "open, due 1 July 2027, 18:00" },
      { label: "Decision", value: "8 July 2027, 11:00 (due 7 July 2027, 18:00)", isLate: true },
      { label: "Assigned to", value: "nobody" },
    ]);
    expect(view.events.map(({ what, who }) => `${what} by ${who}`)).toEqual([
      "Lead → MQL by source system or job",
      "MQL → Rejected by Ada",
    ]);
    expect(view.decisions).toMatchObject([
      {
        verdict: "Rejected: Already in pipeline",
        duplicate: { label: "an open deal", href: "/deals/4" },
        touch: "e-mail reply, 8 July 2027, 11:00",
      },
    ]);
  });

  test("judges the first verdict by the decision SLA, and marks what a late verdict overruled", () => {
    const events = [
      ...CYCLE.events,
      { ...event("3", "mql", "expired", "2027-10-08T15:00:00+00:00"), isSuperseded: true },
    ];
    const view = cycleView({ ...CYCLE, events, firstDecidedAt: "2027-07-07T15:00:00+00:00" }, labels, ZONE);
    expect(view.facts[1]).toEqual({
      label: "Decision",
      value: "7 July 2027, 11:00 (due 7 July 2027, 18:00)",
      isLate: false,
    });
    expect(view.events[2]?.what).toBe("MQL → Expired (overruled: a verdict dated earlier came in later)");
  });

  test("names a duplicate by an id of the source system so that it can be found", () => {
    const decisions = CYCLE.decisions.map((decision) => ({ ...decision, duplicateOf: "LD 1&2" }));
    expect(cycleView({ ...CYCLE, decisions }, labels, ZONE).decisions[0]?.duplicate).toEqual({
      label: "LD 1&2",
      href: "/leads?q=LD+1%262",
    });
  });
});

describe("taking a verdict back", () => {
  test("is the decider's until the Monday after it", () => {
    expect(takeBackOf(CYCLE, ZONE, new Date("2027-07-12T09:59:59Z"))).toEqual({
      to: "MQL",
      until: "12 July 2027, 06:00",
    });
    expect(takeBackOf(CYCLE, ZONE, new Date("2027-07-12T10:00:00Z"))).toEqual({ to: "MQL", until: null });
  });

  test("needs a verdict that stands", () => {
    const open = { ...CYCLE, events: CYCLE.events.slice(0, 1) };
    expect(takeBackOf(open, ZONE, new Date("2027-07-08T16:00:00Z"))).toBeNull();
    const moved = {
      ...CYCLE,
      events: [
        ...CYCLE.events.slice(0, 1),
        event("2", "mql", "sal", "2027-07-08T15:00:00+00:00"),
        event("3", "sal", "sql", "2027-07-09T15:00:00+00:00"),
      ],
    };
    expect(takeBackOf(moved, ZONE, new Date("2027-07-09T16:00:00Z"))).toBeNull();
  });

  test("of a rejection after an acceptance goes back to SAL", () => {
    const events = [
      ...CYCLE.events.slice(0, 1),
      event("2", "mql", "sal", "2027-07-08T15:00:00+00:00"),
      event("3", "sal", "rejected", "2027-07-09T15:00:00+00:00"),
    ];
    expect(takeBackOf({ ...CYCLE, events }, ZONE, new Date("2027-07-09T16:00:00Z"))?.to).toBe("SAL");
  });
});

describe("whether a lead can be handed over, before anybody presses", () => {
  const words = (facts: Partial<LeadFacts>, change: Partial<LeadInput> = {}, required: RequiredField[] = []) =>
    handOverWords({ lead: { ...LEAD, ...change }, evaluation: evaluateGood(facts), scoreAbove: 70, required });

  test("says that it passes", () => expect(words({}).code).toBeNull());
  test("a score of X is not above X", () =>
    expect(words({ score: "70" })).toMatchObject({
      code: "ICP_FAILED",
      title: "This lead does not meet the definition: Score above 70.",
    }));
  test("names every field that failed", () =>
    expect(words({ country: "FR", naics: "11" }).title).toBe(
      "This lead does not meet the definition: Industry codes and Geography.",
    ));
  test("asks for the score", () => expect(words({ score: null }).code).toBe("SCORE_MISSING"));
  test("asks nothing in the partner lane", () =>
    expect(words({ score: null, country: "FR" }, { lane: "partner", country: null }, ["country"]).code).toBeNull());
  test("names required data first, and then all the rest", () =>
    expect(
      words({ score: null, country: "FR" }, { campaign: " ", employees: null }, ["campaign", "employees"]),
    ).toEqual({
      code: "DATA_INCOMPLETE",
      title: "This lead lacks required data: Employees and Campaign.",
      detail:
        "Complete it in the source system, salesforce, and import the lead again. This lead has no third-party score. Import the vendor’s score first; nobody can type one in. " +
        "This lead does not meet the definition: Geography. Correct its data in the source system, salesforce, and import it again, or leave it with marketing.",
    }));

  test("lists the required data beside the eight checks", () => {
    expect(
      requiredChecks({ ...LEAD, employees: 6400, campaign: null }, [
        "campaign",
        "employees",
        "technologies",
        "country",
      ]),
    ).toEqual([
      { key: "country", label: "Country", passed: true, words: "Germany" },
      { key: "employees", label: "Employees", passed: true, words: "6,400" },
      { key: "technologies", label: "Technologies", passed: true, words: "Slack, HubSpot CRM" },
      {
        key: "campaign",
        label: "Campaign",
        passed: false,
        words: "missing: complete it in the source system, salesforce",
      },
    ]);
    expect(requiredChecks(LEAD, [])).toEqual([]);
  });
});

describe("whether a lead can be handed over again", () => {
  const words = (problem: Parameters<typeof recyclingWords>[1], change: Partial<LeadInput> = {}) =>
    recyclingWords(
      { lead: { ...LEAD, ...change }, evaluation: evaluateGood({}), scoreAbove: 70, required: [] },
      problem,
    );

  test("says when at the earliest, and what is missing until then", () => {
    expect(words({ code: "TOO_SOON", endedOn: "2027-06-01", earliest: "2027-07-01" })).toEqual({
      code: "TOO_SOON",
      title: "This lead can be handed over again on 1 Jul 2027 at the earliest.",
      detail: "Its last cycle ended on 1 Jun 2027; a new one needs 30 days, new activity and a fresh evaluation.",
    });
    expect(words({ code: "NO_NEW_ACTIVITY", endedOn: "2027-06-01" })).toMatchObject({
      code: "NO_NEW_ACTIVITY",
      title: "Nothing has come from this lead since 1 Jun 2027.",
    });
  });

  test("asks the definition again, but not of a partner referral", () => {
    expect(words(null)).toMatchObject({ code: null, title: "This lead can be handed over again." });
    const unscored = recyclingWords(
      { lead: LEAD, evaluation: evaluateGood({ score: null }), scoreAbove: 70, required: [] },
      null,
    );
    expect(unscored.code).toBe("SCORE_MISSING");
    expect(words(null, { lane: "partner" }).detail).toContain("without scoring");
  });
});

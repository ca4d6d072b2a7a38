import { describe, expect, test } from "vitest";
import { exampleDefinition } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { evaluate } from "@/lib/domain/definition-evaluation";
import type { Stage } from "@/lib/domain/lifecycle";
import { type CycleInput, cycleView, takeBackOf } from "@/lib/view/leads/cycle";
import { handOverWords } from "@/lib/view/leads/lead";
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

describe("a cycle", () => {
  test("with who moved it when, and its clocks", () => {
    const view = cycleView(CYCLE, labels, ZONE);
    expect(view.heading).toBe("Cycle 1: Rejected: Already in pipeline");
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
  test("says that it passes", () => expect(handOverWords("standard", evaluateGood({}), 70).code).toBeNull());
  test("a score of X is not above X", () =>
    expect(handOverWords("standard", evaluateGood({ score: "70" }), 70)).toMatchObject({
      code: "ICP_FAILED",
      title: "This lead does not meet the definition: Score above 70.",
    }));
  test("names every field that failed", () =>
    expect(handOverWords("standard", evaluateGood({ country: "FR", naics: "11" }), 70).title).toBe(
      "This lead does not meet the definition: Industry codes and Geography.",
    ));
  test("asks for the score", () =>
    expect(handOverWords("standard", evaluateGood({ score: null }), 70).code).toBe("SCORE_MISSING"));
  test("asks nothing in the partner lane", () =>
    expect(handOverWords("partner", evaluateGood({ score: null, country: "FR" }), 70).code).toBeNull());
});

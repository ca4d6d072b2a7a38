import { describe, expect, test } from "vitest";
import { DEFINITION_FIELDS } from "@/lib/domain/definition";
import { isUndoOpen } from "@/lib/domain/lifecycle";
import type { QueuedLead } from "@/lib/domain/queue";
import { storedVerdicts, undoOpenSince, workingSpans } from "@/lib/domain/queue";
import { duplicateOption, queueContext, queueItem, queueLead } from "@/lib/view/queue";
import { deskState, filterQuery, goneWords, parseQueueAddress } from "@/lib/view/queue-page";
import { NEW_YORK } from "@/tests/support/calendars";

const NOW = new Date("2027-07-08T14:00:00Z");
const context = queueContext({ calendar: NEW_YORK, sources: [{ code: "webinar", label: "Webinar" }] }, NOW);

const trace = (failed: string[] = [], code?: string) => ({
  isStored: false,
  agreementVersion: 1,
  fields: DEFINITION_FIELDS.map(({ field, label }) => ({
    field,
    label,
    passed: !failed.includes(field),
    words: "",
    ...(failed.includes(field) && code && { code }),
  })),
});

const LEAD: QueuedLead = {
  id: "7",
  leadId: "3",
  title: "VP Sales",
  company: "Northwind",
  source: "webinar",
  segment: "MM",
  lane: "standard",
  touchBy: new Date("2027-07-08T17:10:00Z"),
  decideBy: new Date("2027-07-08T22:00:00Z"),
  firstTouchedAt: null,
  assignedTo: "Ada",
  number: 1,
  externalId: "LD-3",
  person: "Kim Brand",
  email: "kim@northwind.example",
  domain: null,
  employees: 1640,
  naics: "5415",
  country: "DE",
  campaign: "Forecast",
  handedOverAt: new Date("2027-07-01T14:00:00Z"),
  score: "82",
  scoreVendor: "MadKudu",
  scoreModelVersion: "2027-06",
  trace: trace(),
  duplicates: [],
};
const shown = (change: Partial<QueuedLead> = {}) => queueLead({ ...LEAD, ...change }, context);

describe("a lead of the queue", () => {
  test("in words, in the organisation's zone", () => {
    expect(shown()).toMatchObject({
      heading: "VP Sales",
      firm: ["1,640 employees", "NAICS 5415", "Germany"],
      source: "Webinar",
      handedOver: "Thu 1 July",
      decideBy: "Thu 8 July, 18:00",
      decideClock: { left: 480 },
      touchClock: { left: 190 },
      touched: null,
      score: { value: "82", origin: "MadKudu, model 2027-06" },
      trace: { heading: "Against the definition, v1" },
      likely: null,
    });
  });

  test("says what is missing", () => {
    const bare = { title: null, person: null, company: null, employees: null, naics: null, country: null, score: null };
    expect(shown(bare)).toMatchObject({
      heading: "Contact without a title",
      company: "Company unknown",
      firm: ["size unknown"],
      score: { value: "—", origin: "no score" },
    });
    expect(shown({ title: null }).heading).toBe("Kim Brand");
    expect(queueItem({ ...LEAD, title: null, company: null }, context).name).toBe("Contact without a title");
  });

  test("has no score in the partner lane, and shows when it was touched", () => {
    const touched = new Date("2027-07-02T14:05:00Z");
    expect(shown({ lane: "partner", firstTouchedAt: touched })).toMatchObject({
      score: null,
      isPartner: true,
      touchClock: null,
      touched: "Fri 2 July, 10:05",
    });
  });

  test.each([
    [["title"], undefined, "wrong_persona", "likely: job-title pattern failed"],
    [["industry", "title"], undefined, "out_of_icp", "likely: industry codes failed"],
    [["disqualifiers"], "open_opportunity", "already_in_pipeline", "likely: the definition found one"],
  ])("%j points to a reason", (failed, code, reason, words) =>
    expect(shown({ trace: trace(failed, code) }).likely).toEqual({ reason, words }),
  );
});

test("duplicates are named once", () => {
  const hit = { key: "opportunity:1", kind: "opportunity", externalId: "OP-1", what: "Proposal" } as const;
  expect(duplicateOption({ ...hit, name: "Acme: 20 seats", company: "Acme" }).label).toBe("Acme: 20 seats");
  expect(duplicateOption({ ...hit, name: "20 seats", company: "Acme" })).toEqual({
    key: "opportunity:1",
    label: "20 seats, Acme",
    hint: "Open deal · Proposal · OP-1",
  });
  expect(duplicateOption({ ...hit, name: null, company: "Acme", what: null }).label).toBe("OP-1, Acme");
});

describe("the address of the queue", () => {
  test("is read, and junk counts as not said", () => {
    expect(parseQueueAddress({ source: "webinar", segment: "MM", lead: "7", done: "8" })).toEqual({
      source: "webinar",
      segment: "MM",
      lead: "7",
      done: "8",
    });
    const nothing = { source: null, segment: null, lead: null, done: null };
    expect(parseQueueAddress({ source: "", segment: "mm", lead: "0x7", done: "-1" })).toEqual(nothing);
    expect(parseQueueAddress({ source: "x".repeat(301), segment: ["XL", "MM"], lead: ["1e3"] })).toEqual(nothing);
  });

  test("keeps its filters", () => {
    expect(filterQuery({ source: "Unmapped: a&b", segment: "MM" })).toBe("source=Unmapped%3A+a%26b&segment=MM");
    expect(filterQuery({ source: null, segment: null })).toBe("");
  });
});

test("a lead that was asked for stands in the list even outside the filter", () => {
  const reading = { rows: [], leads: [LEAD], selected: "7", own: [] };
  expect(deskState(reading, context, true)).toMatchObject({ items: [{ id: "7" }], current: "7", isOpen: true });
  expect(deskState({ ...reading, leads: [], selected: null }, context, true)).toMatchObject({
    items: [],
    isOpen: false,
  });
});

describe("what became of a lead", () => {
  const verdict = {
    cycleId: "7",
    leadId: "3",
    title: "VP Sales",
    company: "Northwind",
    verdict: "rejected",
    reason: "bad_data",
    at: new Date("2027-07-08T13:00:00Z"),
    by: "Kim",
    isOwn: true,
  } as const;
  const words = (change: object, now = NOW) => goneWords({ ...verdict, ...change }, "America/New_York", now);

  test("one's own can be undone until Monday 06:00", () => {
    expect(words({})).toMatchObject({ title: "Rejected: 4 Bad data. Northwind.", isUndoable: true });
    expect(words({}, new Date("2027-07-12T09:59:59Z")).isUndoable).toBe(true);
    expect(words({}, new Date("2027-07-12T10:00:00Z"))).toMatchObject({
      isUndoable: false,
      detail: expect.stringContaining("VP RevOps"),
    });
  });

  test("somebody else's names who and when", () => {
    expect(words({ isOwn: false, verdict: "accepted" })).toEqual({
      kind: "warn",
      title: "VP Sales, Northwind is not in your queue.",
      detail: "Kim accepted it on Thu 8 July, 09:00.",
      isUndoable: false,
    });
    expect(words({ isOwn: false, verdict: null, at: null }).detail).toContain("assigned to somebody else");
    expect(words({ isOwn: false, verdict: "expired", at: null }).detail).toContain("expired");
  });
});

describe("rules of the desk", () => {
  test("a stored trace counts when all eight verdicts can be read", () => {
    const { fields } = trace();
    expect(storedVerdicts({ passed: true, score: "above", fields })).toEqual(fields);
    for (const junk of [
      null,
      "x",
      {},
      { fields: {} },
      { fields: fields.slice(1) },
      { fields: [...fields.slice(1), { field: "x" }] },
    ])
      expect(storedVerdicts(junk)).toBeNull();
  });

  test("the undo window begins where undo is open", () => {
    for (const now of [
      "2027-07-05T09:59:59Z",
      "2027-07-05T10:00:00Z",
      "2027-07-08T14:00:00Z",
      "2027-11-08T10:59:59Z",
      "2027-03-15T10:00:00Z",
    ]) {
      const at = new Date(now);
      const since = undoOpenSince(at, "America/New_York");
      expect(isUndoOpen(since, at, "America/New_York"), now).toBe(true);
      expect(isUndoOpen(new Date(since.getTime() - 1), at, "America/New_York"), now).toBe(false);
    }
  });

  test("working spans leave out weekends and holidays", () => {
    const spans = workingSpans(new Date("2027-07-02T20:00:00Z"), 4, { ...NEW_YORK, holidays: new Set(["2027-07-05"]) });
    expect(spans).toEqual([{ opens: new Date("2027-07-02T13:00:00Z"), closes: new Date("2027-07-02T22:00:00Z") }]);
  });
});

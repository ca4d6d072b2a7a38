import { expect, test } from "vitest";
import { exampleDefinition } from "@/lib/domain/definition";
import { changeModel, plainLabels } from "@/lib/view/settings/changes";

const at = new Date("2027-07-05T16:00:00Z");
const labels = { source: (code: string) => (code === "webinar" ? "Webinar" : code), segment: () => "Enterprise" };
const entry = (action: string, before: unknown, after: unknown) =>
  changeModel({ seq: 7n, at, who: "Priya", action, object: "x", before, after }, labels);

test("floors: what differs, old and new with units, and the reason", () => {
  const before = { "floor.webinar": "50", rejection_cap: "22", lookback_days: "90" };
  const after = {
    "floor.webinar": "52.5",
    "floor.webinar.ENT": "40",
    rejection_cap: "22",
    lookback_days: "60",
    reason: "Agreed",
  };
  expect(entry("floors.set", before, after)).toEqual({
    key: "7",
    at,
    who: "Priya",
    title: "Floors and limits changed",
    lines: [
      { label: "Floor of Webinar", from: "50 %", to: "52.5 %" },
      { label: "Lookback", from: "90 days", to: "60 days" },
      { label: "Floor of Webinar, Enterprise", from: null, to: "40 %" },
    ],
    reason: "Agreed",
  });
});

test("the definition: the fields that differ, in words", () => {
  const after = { ...exampleDefinition, score_above: 75, industries: { naics: ["5112"] } };
  expect(entry("agreement.define", exampleDefinition, after)).toMatchObject({
    title: "Definition changed",
    lines: [
      { label: "Score above", from: "70", to: "75" },
      { label: "Industry codes", from: "NAICS 5112, 5415, 5417 or 6215", to: "NAICS 5112" },
    ],
  });
});

test.each([
  ["source.add", null, { code: "events", label: "Events" }, "Source added: Events", []],
  ["source.rename", { code: "a", label: "A" }, { code: "a", label: "B" }, "Source renamed", ["Label: A → B"]],
  [
    "source.deactivate",
    { code: "a", label: "A", active: true },
    { code: "a", label: "A", active: false },
    "Source taken out of use: A",
    [],
  ],
  [
    "source.map",
    { value: "trade show", source: null },
    { value: "trade show", source: "Intent", leads: 36 },
    "Value mapped: trade show",
    ["Source: null → Intent", "Leads: null → 36"],
  ],
  [
    "stage.change",
    { name: "Verbal", stage: "Pipeline", ordinal: 5, won: false, crm_value: null },
    { name: "Verbal yes", stage: "Pipeline", ordinal: 4, won: false, crm_value: null },
    "Stage name changed: Verbal yes",
    ["Name: Verbal → Verbal yes", "Place: 5 → 4"],
  ],
  ["calendar.add_holiday", null, { day: "2027-12-25", name: "Christmas" }, "Holiday added: 2027-12-25 Christmas", []],
  [
    "segments.set",
    { MM: { from: 200, to: 1999 } },
    { MM: { from: 100, to: 1999 } },
    "Segments changed",
    ["MM from: 200 → 100"],
  ],
  [
    "person.change_role",
    { name: "Jo", role: "bdr" },
    { name: "Jo", role: "head_sdr" },
    "Role changed: Jo",
    ["Role: BDR → Head of SDR"],
  ],
  [
    "decision.reject",
    { stage: "MQL" },
    { verdict: "reject", reason: "out_of_icp", touch: "call", duplicate_of: null },
    "Lead rejected: Out of ICP",
    ["Stage: MQL → null", "Verdict: null → reject", "Touch: null → call"],
  ],
  [
    "decision.correct",
    { stage: "Rejected", reason: "no_intent" },
    { stage: "MQL" },
    "Decision taken back",
    ["Stage: Rejected → MQL", "Reason: No buying intent → null"],
  ],
  ["fix.open", null, { reason: "bad_data", owner: "Dee" }, "Fix opened: Bad data", ["Owner: null → Dee"]],
  ["watch.choose", null, { reason: "no_intent" }, "Reason watched: No buying intent", []],
  [
    "review.decide",
    null,
    { type: "fix", unit: "reason:bad_data", fixSource: "webinar", owner: "Dee" },
    "Decision recorded: Fix Reason for rejection, Bad data",
    ["Fix at: null → Webinar", "Owner: null → Dee"],
  ],
  [
    "review.take_back",
    { type: "defund", unit: "cost:webinar", by: "Jo" },
    null,
    "Decision taken back: Defund and move Cost per pipeline dollar, Webinar",
    ["By: Jo → null"],
  ],
  [
    "argument.log",
    null,
    { kind: "cac", text: "Who pays", source: "webinar", segment: "ENT" },
    "Argument logged",
    ["Kind: null → CAC", "Text: null → Who pays", "Source: null → Webinar", "Segment: null → Enterprise"],
  ],
  [
    "review.start",
    null,
    { started_at: "2027-07-06T14:00:07.123Z" },
    "Review started",
    ["Started at: null → 2027-07-06, 14:00 UTC"],
  ],
  ["pulse.answer", null, { answered: "cro" }, "Pulse answered", ["Answered: null → Chief Revenue Officer"]],
  ["something.else", null, { a: 1 }, "something.else", ["A: null → 1"]],
])("%s", (action, before, after, title, lines) => {
  const model = entry(action, before, after);
  expect(model.title).toBe(title);
  expect(model.lines.map(({ label, from, to }) => `${label}: ${from} → ${to}`)).toEqual(lines);
});

test("an entry without any state is still an entry", () => {
  const sign = { seq: 1n, at, who: "Jo", action: "person.sign_out", object: "user:1", before: null, after: null };
  expect(changeModel(sign, plainLabels)).toMatchObject({ title: "Signed out everywhere", lines: [], reason: null });
});

test("a reason that is a code is what was chosen, any other text is why it was done", () => {
  expect(entry("decision.reject", null, { reason: "out_of_icp" }).reason).toBeNull();
  expect(entry("floors.set", null, { reason: "We agreed" })).toMatchObject({ reason: "We agreed", lines: [] });
  expect(entry("review.decide", null, { why: "It is over the line" })).toMatchObject({
    reason: "It is over the line",
    lines: [],
  });
});

import { describe, expect, test } from "vitest";
import { type RunningClock, rankCandidates } from "@/lib/domain/candidates";
import type { DecisionType } from "@/lib/domain/reviews";
import { unitName } from "@/lib/domain/unit-names";
import { candidateRows } from "@/lib/view/review/candidates";
import { type EffectInput, effectWords } from "@/lib/view/review/effect";
import { receiverOptions, targetOptions } from "@/lib/view/review/options";
import { chosenUnit, decisionNote, decisionWords, heldWords, stateWords } from "@/lib/view/review/room";
import { BREACHED, frozenDocumentOf } from "@/tests/support/frozen-mondays";
import { LABELS } from "@/tests/support/monday";

const EFFECT: EffectInput = {
  type: "watch",
  unit: "Webinar, Enterprise",
  hasClock: true,
  isReason: false,
  owner: "Ann Lee",
  dueOn: "2027-08-05",
  to: null,
  amount: "",
  currency: "USD",
  until: "",
  fixSource: null,
};

describe("what closing with a decision does", () => {
  test.each<[string, Partial<EffectInput>, RegExp]>([
    [
      "kill",
      { type: "kill" },
      /^Kill Webinar, Enterprise: its clock ends, and no other opens before .* Ann Lee stops it by 5 Aug 2027\.$/,
    ],
    [
      "defund",
      {
        type: "defund",
        unit: "Webinar",
        amount: "12000",
        to: { label: "Paid search", ratio: "0.1100", line: "0.22" },
      },
      /^Defund Webinar: its clock ends; 12,000\.00 USD goes to Paid search, whose ratio is 0\.1100 against a line of 0\.22\. Ann Lee moves it by 5 Aug 2027\.$/,
    ],
    [
      "defund, half typed",
      { type: "defund", unit: "Webinar", amount: "12,0x" },
      /its budget goes to the source you choose/,
    ],
    [
      "extend",
      { type: "extend", until: "2027-08-04" },
      /gets time until 4 Aug 2027; the first Monday on or after that day judges it again/,
    ],
    ["extend, no day yet", { type: "extend" }, /gets more time, 30 days at most/],
    [
      "fix of a cell",
      { type: "fix" },
      /^Ann Lee works on Webinar, Enterprise by 5 Aug 2027\. Its clock, if one runs, runs on\.$/,
    ],
    [
      "fix of a reason",
      { type: "fix", isReason: true, unit: "Bad data" },
      /^Work on Bad data begins at all sources: Ann Lee owns the fix, due 30 days after it opens/,
    ],
    ["fix at one source", { type: "fix", isReason: true, unit: "Bad data", fixSource: "Intent" }, /begins at Intent/],
    [
      "watch",
      {},
      /^Nothing changes at Webinar, Enterprise; its clock runs on\. Ann Lee looks at it again by 5 Aug 2027\.$/,
    ],
    [
      "watch without a clock or an owner",
      { hasClock: false, owner: null, dueOn: "" },
      /^Nothing changes at Webinar, Enterprise\. The owner looks at it again\.$/,
    ],
  ])("%s", (_, changes, words) => {
    expect(effectWords({ ...EFFECT, ...changes })).toMatch(words);
  });
});

test.each([
  ["acceptance:webinar:ENT", "Webinar, Enterprise"],
  ["sales_sla:webinar:ENT", "Webinar, Enterprise: sales SLA"],
  ["acceptance:Unmapped: a:b:SMB", "Unmapped: a:b, SMB"],
  ["cost:intent", "Intent, cost"],
  ["reason:bad_data", "Bad data"],
  ["nonsense", "nonsense"],
])("%s is called %s", (unit, name) => {
  expect(unitName(unit, LABELS)).toBe(name);
});

describe("a decision in a sentence", () => {
  const none = { toSource: null, amount: null, until: null, fixSource: null };
  test.each<[DecisionType, string, object, string]>([
    ["kill", "acceptance:webinar:ENT", {}, "Kill Webinar, Enterprise"],
    ["defund", "cost:webinar", { toSource: "intent", amount: "9500.50" }, "Defund Webinar: 9,500.50 USD to Intent"],
    ["extend", "cost:webinar", { until: "2027-08-04" }, "Extend Webinar, cost until 4 Aug 2027"],
    ["fix", "reason:bad_data", { fixSource: "intent" }, "Fix Bad data at Intent"],
    ["fix", "reason:bad_data", {}, "Fix Bad data"],
    ["watch", "acceptance:webinar:ENT", {}, "Watch Webinar, Enterprise"],
  ])("%s %s", (type, unit, terms, words) => {
    expect(decisionWords({ type, unit, ...none, ...terms }, LABELS, "USD")).toBe(words);
  });
});

test("where a review stands, and when it is held", () => {
  const at = new Date("2027-07-06T14:00:00Z");
  expect(stateWords(null, "open")).toBe("not opened");
  expect(stateWords(null, "lapsed")).toBe("not held");
  expect(stateWords({ closedAt: null, startedAt: null }, "open")).toBe("open");
  expect(stateWords({ closedAt: null, startedAt: at }, "open")).toBe("under way");
  expect(stateWords({ closedAt: null, startedAt: at }, "lapsed")).toBe("lapsed");
  expect(stateWords({ closedAt: at, startedAt: at }, "closed")).toBe("closed");
  expect(heldWords({ heldOn: "2027-07-06", movedBecause: null })).toBe("held on Tuesday 6 July 2027");
  expect(heldWords({ heldOn: "2027-07-07", movedBecause: "Holiday" })).toBe("held on Wednesday 7 July 2027 (Holiday)");
});

describe("the queue on the screen and in the form", () => {
  const document = frozenDocumentOf("2027-07-05", BREACHED);
  const due = (id: string) => ({ id, state: "due", opened: "2027-05-31", due: "2027-06-30" }) as const;
  const clocks = new Map([
    ["acceptance:webinar:ENT", due("1")],
    ["cost:content_syndication", due("2")],
  ]);
  const queued = rankCandidates(document, clocks).map((candidate, index) => ({
    ...candidate,
    waitingWeeks: index,
    owner: index === 2 ? null : { id: "7", name: "Ann Lee" },
  }));

  const rowOf = (monday: typeof document, running: ReadonlyMap<string, RunningClock>, unit: string) =>
    candidateRows(
      rankCandidates(monday, running).map((candidate) => ({ ...candidate, waitingWeeks: 0, owner: null })),
      monday,
      LABELS,
      null,
    ).find((row) => row.unit === unit);

  test("figures stand beside their limit, with the weeks they wait and who answers for them", () => {
    const rows = candidateRows(queued, document, LABELS, "cost:content_syndication");
    expect(
      rows.map(({ place, name, figure, note, waiting, owner, chosen }) => [
        place,
        name,
        figure,
        note,
        waiting,
        owner,
        chosen,
      ]),
    ).toEqual([
      [1, "Webinar, Enterprise", "30.0 %", "6 of 20 · floor 50 %", "new", "Ann Lee", false],
      [2, "Content syndication, cost", "0.3000", "line 0.22", "waiting 1 week", "Ann Lee", true],
      [3, "No buying intent", "100.0 %", "56 of 56 rejections", "waiting 2 weeks", "nobody yet", false],
      [4, "Paid search, SMB", "60.0 %", "60 of 100 · floor 55 %", "waiting 3 weeks", "Ann Lee", false],
    ]);
  });

  test("money without pipeline has no ratio", () => {
    const costs = { content_syndication: [12_000, 0] } as Record<string, [number, number]>;
    const spent = frozenDocumentOf("2027-07-05", { costs });
    expect(rowOf(spent, clocks, "cost:content_syndication")).toMatchObject({ figure: "no pipeline", sign: "over" });
  });

  test("candidates come first; whatever else that Monday has can be watched, reasons and cells also fixed, nothing else", () => {
    const options = targetOptions(queued, document, clocks, LABELS);
    expect(options.slice(0, 4).map(({ unit }) => unit)).toEqual(queued.map(({ unit }) => unit));
    const others = options.filter(({ isCandidate }) => !isCandidate);
    expect(new Set(options.map(({ unit }) => unit)).size).toBe(options.length);
    expect(others.find(({ unit }) => unit === "cost:webinar")?.types).toEqual(["watch"]);
    expect(others.find(({ unit }) => unit === "acceptance:intent:MM")?.types).toEqual(["fix", "watch"]);
    expect(others.every(({ types }) => types.every((type) => type === "fix" || type === "watch"))).toBe(true);
  });

  test("what runs a clock is named as such, also sales' own breach and what has left the tables", () => {
    const open = { ...due("3"), state: "open" } as const;
    const running = new Map<string, RunningClock>([...clocks, ["sales_sla:intent:MM", open], ["cost:gone", open]]);
    const options = targetOptions(queued, document, running, LABELS);
    for (const unit of running.keys())
      expect(options.find((option) => option.unit === unit)).toMatchObject({ hasClock: true });
    expect(options.filter(({ hasClock }) => hasClock)).toHaveLength(running.size);
  });

  test("a candidate whose row is gone has no figure", () => {
    expect(rowOf(document, new Map([["cost:gone", due("4")]]), "cost:gone")).toMatchObject({
      figure: "—",
      note: "not in the tables of this Monday",
      why: "due: defund, or extend",
      sign: null,
    });
  });

  test("the sign is that of the figure, whatever it stands there for", () => {
    const waiting = new Map([
      ["acceptance:paid_search:SMB", due("5")],
      ["cost:webinar", due("6")],
      ["sales_sla:paid_search:SMB", due("7")],
    ]);
    const healed = { sign: null, why: expect.stringMatching(/^healthy again, still due/) };
    for (const unit of waiting.keys()) expect(rowOf(document, waiting, unit)).toMatchObject(healed);
    expect(rowOf(document, clocks, "acceptance:webinar:ENT")).toMatchObject({
      sign: "source",
      why: "due: kill, or extend",
    });
    expect(rowOf(document, clocks, "cost:content_syndication")).toMatchObject({ sign: "over" });
    const running = new Map<string, RunningClock>([["acceptance:webinar:ENT", { ...due("1"), state: "open" }]]);
    const near = frozenDocumentOf("2027-07-05", { cells: [["webinar", "ENT", 20, 6, 14]] });
    expect(rowOf(near, running, "acceptance:webinar:ENT")).toMatchObject({
      sign: "source",
      why: "nearest to its floor",
    });
  });

  test("budget goes to active sources at or under the line with real spend", () => {
    const active = new Map(["paid_search", "webinar", "content_syndication"].map((code) => [code, code]));
    const receivers = () => receiverOptions(document, active, LABELS).map(({ code, ratio }) => [code, ratio]);
    expect(receivers()).toEqual([
      ["paid_search", "0.1000"],
      ["webinar", "0.2000"],
    ]);
    active.delete("webinar");
    expect(receivers()).toEqual([["paid_search", "0.1000"]]);
  });
});

describe("a decision that was recorded", () => {
  test.each([
    ["open", true, "recorded; it takes effect when the review is closed"],
    ["closed", true, "in force since the review was closed"],
    ["lapsed", true, "recorded, never in force: the week ended"],
    ["lapsed", false, "none was taken"],
    ["open", false, "exactly one, with the person who owns it"],
  ] as const)("in a review that is %s (%s): %s", (state, isRecorded, words) => {
    expect(decisionNote(state, isRecorded)).toBe(words);
  });

  test("marks its candidate, unless the week ended before it came into force", () => {
    const decision = { unit: "cost:webinar" };
    expect(chosenUnit("open", decision)).toBe("cost:webinar");
    expect(chosenUnit("closed", decision)).toBe("cost:webinar");
    expect(chosenUnit("lapsed", decision)).toBeNull();
    expect(chosenUnit("open", null)).toBeNull();
  });
});

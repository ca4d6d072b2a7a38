import { describe, expect, test } from "vitest";
import type { DigestClock, DigestDecision, DigestFacts } from "@/lib/domain/digest";
import { metricsTrend } from "@/lib/domain/metrics";
import { digestLetter } from "@/lib/view/digest/content";
import { acceptanceTable } from "@/lib/view/monday/acceptance-table";
import { costTable } from "@/lib/view/monday/cost-table";
import { verdictWords } from "@/lib/view/monday/verdict";
import { factsOf, SETTINGS } from "@/tests/support/metrics-facts";
import { costFacts, handedOver, LABELED_SOURCES, LABELS, mondayDocument } from "@/tests/support/monday";
import { weekly } from "@/tests/support/weekly-counts";

const BASE = "https://accord.test";
const LAST_WEEK = weekly({ week: "2027-06-28", handedOver: 5 });
const document = mondayDocument({
  counts: [
    LAST_WEEK,
    handedOver("paid_search", "SMB", 2000, 1099, 901),
    handedOver("content_syndication", "ENT", 18, 4, 14),
    handedOver("paid_search", "MM", 20, 10, 4),
  ],
  trailing: costFacts({ paid_search: [30_000, 100_000], webinar: [5_000, 0], intent: [10_000, 100_000] }),
});

const clock = (changes: Partial<DigestClock>): DigestClock => ({
  unit: "acceptance:content_syndication:ENT",
  opened: "2027-06-07",
  due: "2027-07-07",
  state: "open",
  owner: "Dana Gen",
  ...changes,
});
const decision: DigestDecision = {
  type: "defund",
  unit: "cost:paid_search",
  toSource: "intent",
  amount: "12500.50",
  until: null,
  fixSource: null,
  action: null,
  why: "over the line for 30 days",
  owner: "Dana Gen",
  dueOn: "2027-07-31",
};

const letterWith = (changes: Partial<DigestFacts> = {}) =>
  digestLetter(
    {
      document,
      clocks: [],
      decision: null,
      thanks: [],
      sources: LABELED_SOURCES,
      segments: SETTINGS.segments,
      ...changes,
    },
    BASE,
  );
const section = (letter: ReturnType<typeof letterWith>, title: string) =>
  letter.sections.find((one) => one.title.startsWith(title));

describe("the digest of a Monday", () => {
  const letter = letterWith();

  test("has the verdict of the Monday page, word for word", () => {
    expect({ title: letter.title, lede: letter.lede }).toEqual(verdictWords(document, LABELS));
  });

  test("names every breach with its sign: marketing's, then sales', then what both answer for", () => {
    const lines = section(letter, "Breaches")?.lines.map(({ tone, about, text }) => [tone, about, text]);
    expect(lines).toEqual([
      ["source", "Paid search, SMB", "54.95 % of 2000 accepted, floor 55 %"],
      ["source", "Content syndication, Enterprise", "22 % of 18 accepted, floor 40 %"],
      ["over", "Paid search", "0.3000 per $1 of pipeline (30,000 ÷ 100,000), line 0.22"],
      ["over", "Webinar", "USD 5,000 spent without pipeline, line 0.22"],
      ["sla", "Paid search, Mid-market", "50 % of 20 accepted, floor 55 %; 30 % undecided"],
      ["cap", "Rejections", "45.1 % of 2038 rejected, cap 22 %"],
    ]);
  });

  test("prints the figures of the Monday page", () => {
    const figures = acceptanceTable(document, metricsTrend(factsOf({})), LABELS, ["SMB", "MM", "ENT"], 10)
      .rows.flatMap((row) => row.figures.slice(0, -1))
      .filter(({ kind }) => kind === "source" || kind === "sla")
      .map(({ text, n }) => `${text} of ${n}`);
    const costs = costTable(document, LABELS).rows.filter(({ verdict }) => verdict === "over_line");
    const said = JSON.stringify(section(letter, "Breaches"));
    expect(figures).toHaveLength(3);
    for (const figure of [...figures, ...costs.map(({ ratio }) => ratio)]) expect(said).toContain(figure);
  });

  test("leads to the page and to the room of its week, and counts in the subject", () => {
    expect(letter.links.map(({ href }) => href)).toEqual([
      "https://accord.test/?as_of=2027-07-05",
      "https://accord.test/review/2027-W27",
    ]);
    expect(letter.subject).toBe("Accord, Monday 5 July: 6 breaches");
    expect(letterWith({ document: mondayDocument({ counts: [LAST_WEEK] }) }).subject).toBe(
      "Accord, Monday 5 July: no breach",
    );
  });

  test("says so when there is nothing to say", () => {
    const quiet = letterWith({ document: mondayDocument({ counts: [LAST_WEEK] }) });
    expect(quiet.sections).toEqual([
      { title: "Breaches", lines: [], empty: "None of what could be judged." },
      { title: "Clocks due by 11 Jul", lines: [], empty: "None falls due this week." },
    ]);
  });

  test("asks after the feed when a whole week brought no lead", () => {
    expect(section(letterWith({ document: mondayDocument() }), "Is the data")?.empty).toContain("28 June – 4 July");
    expect(section(letter, "Is the data")).toBeUndefined();
  });
});

describe("clocks", () => {
  test.each([
    [{ due: "2027-07-07" }, "falls due on Wednesday 7 Jul, in 2 days; Dana Gen answers for it"],
    [{ due: "2027-07-06" }, "falls due on Tuesday 6 Jul, in 1 day; Dana Gen answers for it"],
    [{ due: "2027-07-11", state: "extended" }, "falls due on Sunday 11 Jul, in 6 days; Dana Gen answers for it"],
    [{ due: "2027-07-05", state: "due" }, "due for a decision today; Dana Gen answers for it"],
    [{ due: "2027-07-04", state: "due" }, "due for a decision, overdue by 1 day; Dana Gen answers for it"],
    [{ due: "2027-06-21", state: "due", owner: null }, "due for a decision, overdue by 14 days; nobody owns it yet"],
  ] as [Partial<DigestClock>, string][])("%j", (changes, text) => {
    expect(section(letterWith({ clocks: [clock(changes)] }), "Clocks")?.lines).toMatchObject([{ text }]);
  });

  test("stand in the order of urgency, without those of later weeks and those that this Monday could not judge", () => {
    const clocks = [
      clock({ unit: "cost:webinar", due: "2027-07-05" }),
      clock({ unit: "acceptance:webinar:MM", due: "2027-06-21", state: "extended" }),
      clock({ unit: "reason:bad_data", due: "2027-07-12" }),
      clock({ unit: "cost:paid_search", due: "2027-07-09" }),
      clock({ unit: "sales_sla:intent:MM", due: "2027-07-06" }),
      clock({ unit: "reason:no_intent", due: "2027-07-01", state: "due" }),
      clock({ due: "2027-06-28", state: "due" }),
    ];
    const letter = letterWith({ clocks });
    expect(section(letter, "Clocks")?.lines.map(({ tone, about }) => [tone, about])).toEqual([
      ["source", "Content syndication, Enterprise"],
      ["plain", "No buying intent"],
      ["sla", "Intent, Mid-market"],
      ["over", "Paid search"],
    ]);
    expect(letter.subject).toBe("Accord, Monday 5 July: 6 breaches, 2 clocks due");
  });
});

test.each([
  [{}, "Defund Paid search: 12,500.50 USD to Intent", "Why: over the line for 30 days. Dana Gen, by 31 Jul."],
  [
    { type: "extend", until: "2027-07-20", toSource: null, amount: null, unit: "acceptance:webinar:SMB" },
    "Extend Webinar, SMB until 20 Jul 2027",
    "Why: over the line for 30 days. Dana Gen, by 31 Jul.",
  ],
  [
    {
      type: "fix",
      action: "Check every e-mail!",
      toSource: null,
      amount: null,
      unit: "reason:bad_data",
      fixSource: "intent",
    },
    "Fix Bad data at Intent",
    "Check every e-mail! Why: over the line for 30 days. Dana Gen, by 31 Jul.",
  ],
] as [Partial<DigestDecision>, string, string][])("the decision of the last review: %j", (changes, about, text) => {
  const lines = section(letterWith({ decision: { ...decision, ...changes } }), "Last Tuesday")?.lines;
  expect(lines).toEqual([{ key: "decision", tone: "plain", about, text }]);
});

test("every new thank-you stands with the number that moved", () => {
  const thanks = { reason: "bad_data", baselineCount: 12, baselineN: 60, count: 5, n: 58, by: "Chris Ro" } as const;
  const first = { ...thanks, text: "Well done." };
  const line = { about: "Bad data: 12 of 60 handed over, now 5 of 58", text: "“Well done.” Chris Ro" };
  expect(section(letterWith({ thanks: [first] }), "A number moved")?.lines).toMatchObject([line]);
  const both = section(letterWith({ thanks: [first, { ...first, text: "And again." }] }), "2 numbers moved");
  expect(both?.lines).toMatchObject([line, { ...line, text: "“And again.” Chris Ro" }]);
  expect(new Set(both?.lines.map(({ key }) => key)).size).toBe(2);
});

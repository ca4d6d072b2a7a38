import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allowedTypes, notArguable, type RunningClock, rankCandidates } from "@/lib/domain/candidates";
import { frozenDocumentOf, type MondayFigures } from "@/tests/support/frozen-mondays";

const MONDAY = "2027-07-05";
const clock = (state: RunningClock["state"]): RunningClock => ({
  id: "1",
  state,
  opened: "2027-05-31",
  due: "2027-06-30",
});
const clocks = (states: Record<string, RunningClock["state"]>) =>
  new Map(Object.entries(states).map(([unit, state]) => [unit, clock(state)]));
const queue = (figures: MondayFigures, states: Record<string, RunningClock["state"]> = {}) =>
  rankCandidates(frozenDocumentOf(MONDAY, figures), clocks(states)).map(({ kind, unit }) => `${kind} ${unit}`);

const COSTS: MondayFigures["costs"] = { paid_search: [500, 1_000], webinar: [300, 1_000], intent: [400, 1_000] };

describe("the queue", () => {
  test("due kills and defunds by the spend of their source, then due sales SLAs, whatever their order in the tables", () => {
    const figures: MondayFigures = {
      cells: [
        ["webinar", "SMB", 100, 20, 0],
        ["intent", "ENT", 100, 30, 0],
        ["paid_search", "MM", 100, 50, 0],
      ],
      costs: COSTS,
    };
    expect(
      queue(figures, {
        "acceptance:webinar:SMB": "due",
        "cost:paid_search": "due",
        "acceptance:intent:ENT": "due",
        "sales_sla:paid_search:MM": "due",
        "cost:webinar": "open",
      }),
    ).toEqual([
      "defund cost:paid_search",
      "kill acceptance:intent:ENT",
      "kill acceptance:webinar:SMB",
      "sales_sla sales_sla:paid_search:MM",
    ]);
  });

  test("equal spend goes by unit", () => {
    const figures = {
      cells: [
        ["webinar", "SMB", 100, 20, 80],
        ["webinar", "ENT", 100, 20, 80],
      ],
      costs: COSTS,
    } as MondayFigures;
    const due = queue(figures, { "acceptance:webinar:SMB": "due", "acceptance:webinar:ENT": "due" });
    expect(due.slice(0, 2)).toEqual(["kill acceptance:webinar:ENT", "kill acceptance:webinar:SMB"]);
  });

  test("a clock that is due waits even where the cell is healthy or too small by now", () => {
    const figures: MondayFigures = { cells: [["webinar", "SMB", 3, 3, 0]] };
    expect(queue(figures, { "acceptance:webinar:SMB": "due" })).toEqual(["kill acceptance:webinar:SMB"]);
  });

  test("nothing there, nothing to decide", () => {
    expect(queue({})).toEqual([]);
  });
});

describe("the nearest floor", () => {
  test.each<[string, MondayFigures, Record<string, RunningClock["state"]>, string[]]>([
    // 56 of 100 is 1 point above 55; 52 of 100 is 2 above 50.
    [
      "above",
      {
        cells: [
          ["paid_search", "SMB", 100, 56, 0],
          ["webinar", "MM", 100, 52, 0],
        ],
      },
      {},
      ["floor acceptance:paid_search:SMB"],
    ],
    // Below with a running clock, half a point.
    [
      "below, while its clock runs",
      {
        cells: [
          ["paid_search", "SMB", 200, 112, 0],
          ["webinar", "MM", 200, 99, 101],
        ],
      },
      { "acceptance:webinar:MM": "open" },
      ["reason reason:no_intent", "floor acceptance:webinar:MM"],
    ],
    [
      "not one without a clock: it was killed",
      {
        cells: [
          ["paid_search", "SMB", 200, 112, 0],
          ["webinar", "MM", 200, 99, 101],
        ],
      },
      {},
      ["reason reason:no_intent", "floor acceptance:paid_search:SMB"],
    ],
    [
      "not one that is too small",
      {
        cells: [
          ["paid_search", "SMB", 9, 5, 0],
          ["webinar", "MM", 100, 90, 0],
        ],
      },
      {},
      ["floor acceptance:webinar:MM"],
    ],
    ["not one without a floor", { cells: [["customer_referral", "SMB", 100, 1, 0]] }, {}, []],
    [
      "sales' own breach by its own unit",
      { cells: [["paid_search", "SMB", 100, 54, 0]] },
      { "sales_sla:paid_search:SMB": "open" },
      ["floor sales_sla:paid_search:SMB"],
    ],
    // 1/3 and 2/6 are equally far: the first of the table.
    [
      "of equals the first of the table",
      {
        cells: [
          ["webinar", "MM", 15, 8, 0],
          ["webinar", "SMB", 30, 16, 0],
        ],
      },
      {},
      ["floor acceptance:webinar:SMB"],
    ],
  ])("%s", (_, figures, states, expected) => {
    expect(queue(figures, states)).toEqual(expected);
  });

  test("no judged healthy cell is nearer, exactly", () => {
    const cell = fc.tuple(
      fc.constantFrom("paid_search", "webinar", "intent"),
      fc.constantFrom("SMB", "MM", "ENT"),
      fc.integer({ min: 10, max: 3_000 }),
      fc.nat(3_000),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(cell, { selector: ([source, segment]) => `${source}${segment}`, maxLength: 9 }),
        (cells) => {
          const document = frozenDocumentOf(MONDAY, {
            cells: cells.map(
              ([source, segment, n, accepted]) => [source, segment, n, Math.min(n, accepted), 0] as const,
            ) as MondayFigures["cells"],
          });
          const found = rankCandidates(document, new Map()).find(({ kind }) => kind === "floor");
          const healthy = document.acceptance.cells.filter(({ verdict, floor }) => verdict === "ok" && floor !== null);
          const far = ({ accepted, n, floor }: (typeof healthy)[number]) => BigInt(100 * accepted - Number(floor) * n);
          expect(found === undefined).toBe(healthy.length === 0);
          const own = healthy.find(({ source, segment }) => source === found?.source && segment === found?.segment);
          for (const other of healthy) {
            if (own) expect(far(own) * BigInt(other.n) <= far(other) * BigInt(own.n)).toBe(true);
          }
        },
      ),
    );
  });
});

describe("reasons", () => {
  const cells: MondayFigures["cells"] = [["paid_search", "SMB", 100, 60, 40]];
  const kinds = (document: ReturnType<typeof frozenDocumentOf>) =>
    rankCandidates(document, new Map()).flatMap(({ kind, reason }) => (kind === "reason" ? [reason] : []));
  /** 40 of 100 rejected is over the cap of 22; three reasons given. */
  const breached = (settings = {}) => {
    const document = frozenDocumentOf(MONDAY, { cells, settings });
    const counts = [20, 10, 10];
    return {
      ...document,
      rejection: {
        ...document.rejection,
        reasons: (["no_intent", "bad_data", "out_of_icp"] as const).map((code, index) => ({
          code,
          count: counts[index] ?? 0,
        })),
      },
    };
  };

  test("the top three of an arguable breach of the cap; equal counts in the order of the list", () => {
    expect(breached().rejection).toMatchObject({ verdict: "breach", arguable: true });
    expect(kinds(breached())).toEqual(["no_intent", "out_of_icp", "bad_data"]);
    expect(notArguable(breached())).toEqual([]);
  });

  test("only the first while volume is below the feed: the cap cannot be the week's decision", () => {
    const document = breached({ activeSdrs: 5, weeklyCapacity: 50 });
    expect(document.rejection).toMatchObject({ verdict: "breach", arguable: false });
    expect(kinds(document)).toEqual(["no_intent"]);
    expect(notArguable(document)).toEqual(["out_of_icp", "bad_data"]);
  });

  test("a reason whose clock is due may be extended", () => {
    expect(allowedTypes("reason:no_intent", clocks({ "reason:no_intent": "due" }))).toEqual(["extend", "fix", "watch"]);
  });
});

test.each([
  ["acceptance:webinar:SMB", "due", ["kill", "extend", "fix", "watch"]],
  ["acceptance:webinar:SMB", "open", ["fix", "watch"]],
  ["acceptance:webinar:SMB", "extended", ["fix", "watch"]],
  ["sales_sla:webinar:SMB", "due", ["extend", "fix", "watch"]],
  ["cost:webinar", "due", ["defund", "extend", "watch"]],
  ["cost:webinar", "open", ["watch"]],
] as const)("about %s, %s: %j", (unit, state, types) => {
  expect(allowedTypes(unit, clocks({ [unit]: state }))).toEqual(types);
});

import { describe, expect, test } from "vitest";
import { clockHistory, movesBetween } from "@/lib/domain/clock-moves";
import { clockOwner, ownersOf } from "@/lib/domain/clock-owners";
import {
  acceptanceUnit,
  type Clock,
  ClockAlreadyOpenError,
  type CureDecision,
  type CureSnapshot,
  costUnit,
  decisionFits,
  openClock,
  reasonUnit,
  salesSlaUnit,
} from "@/lib/domain/cures";
import { addDays } from "@/lib/domain/dates";

const UNIT = costUnit("webinar");
const CELL = acceptanceUnit("webinar", "ENT");
const SALES = salesSlaUnit("webinar", "ENT");
const REASON = reasonUnit("bad_data");
const week = (asOf: string, state: "breach" | "healthy", unit = UNIT): CureSnapshot => ({
  asOf,
  breached: new Set(state === "breach" ? [unit] : []),
  healthy: new Set(state === "healthy" ? [unit] : []),
});
const weeks = (from: string, states: readonly ("breach" | "healthy")[], unit = UNIT) =>
  states.map((state, index) => week(addDays(from, 7 * index), state, unit));
const B = "breach";
const H = "healthy";
const told = (snapshots: CureSnapshot[], decisions: CureDecision[] = []) =>
  clockHistory(snapshots, decisions).moves.map(
    ({ kind, on, decision }) => `${kind} ${on}${decision ? ` by ${decision.type}` : ""}`,
  );

describe("the moves of a history", () => {
  test.each<[string, CureSnapshot[], CureDecision[], string[]]>([
    [
      "open, due a day after the thirtieth",
      weeks("2027-07-05", [B, B, B, B, B, B]),
      [],
      ["opened 2027-07-05", "due 2027-08-09"],
    ],
    [
      "cured and resumed before it is due",
      weeks("2027-07-05", [B, H, B]),
      [],
      ["opened 2027-07-05", "cured 2027-07-12", "resumed 2027-07-19"],
    ],
    [
      "cured and resumed after it was due: both on one day",
      weeks("2027-07-05", [B, H, H, H, H, B]),
      [],
      ["opened 2027-07-05", "cured 2027-07-12", "resumed 2027-08-09", "due 2027-08-09"],
    ],
    [
      "extended, due again, defunded, at rest, open anew",
      weeks("2027-07-05", [B, B, B, B, B, B, B, B, H, B]),
      [
        { unit: UNIT, on: "2027-08-10", type: "extend", until: "2027-08-20" },
        { unit: UNIT, on: "2027-08-24", type: "defund" },
      ],
      [
        "opened 2027-07-05",
        "due 2027-08-09",
        "extended 2027-08-10 by extend",
        "due 2027-08-23",
        "defunded 2027-08-24 by defund",
        "rested 2027-08-30",
        "opened 2027-09-06",
      ],
    ],
    [
      "no move by a decision that came too early",
      weeks("2027-07-05", [B, B]),
      [{ unit: UNIT, on: "2027-07-06", type: "defund" }],
      ["opened 2027-07-05"],
    ],
  ])("%s", (_, snapshots, decisions, expected) => {
    expect(told(snapshots, decisions)).toEqual(expected);
  });

  test("nothing changed, nothing moved", () => {
    const { clocks } = clockHistory(weeks("2027-07-05", [B]), []);
    expect(movesBetween(clocks, clocks, "2027-07-12")).toEqual([]);
  });

  test("an extension moves the due date with it", () => {
    const { moves } = clockHistory(weeks("2027-07-05", [B, B, B, B, B, B]), [
      { unit: UNIT, on: "2027-08-10", type: "extend" },
    ]);
    expect(moves.map(({ kind, due }) => [kind, due])).toEqual([
      ["opened", "2027-08-04"],
      ["due", "2027-08-04"],
      ["extended", "2027-09-09"],
    ]);
  });
});

describe("what may be decided about a unit", () => {
  test.each([
    [CELL, true, false, true],
    [UNIT, false, true, true],
    [SALES, false, false, true],
    [REASON, false, false, true],
    ["nothing", false, false, false],
  ])("%s: kill %s, defund %s, extend %s", (unit, kill, defund, extend) => {
    expect([decisionFits(unit, "kill"), decisionFits(unit, "defund"), decisionFits(unit, "extend")]).toEqual([
      kill,
      defund,
      extend,
    ]);
    const due = weeks("2027-07-05", [B, B, B, B, B, B], unit);
    const stateAfter = (type: CureDecision["type"]) =>
      clockHistory(due, [{ unit, on: "2027-08-10", type }]).clocks[0]?.state;
    expect([stateAfter("kill"), stateAfter("defund"), stateAfter("extend")]).toEqual([
      kill ? "killed" : "due",
      defund ? "defunded" : "due",
      extend ? "extended" : "due",
    ]);
  });
});

describe("a second clock while one runs", () => {
  const clock = (state: Clock["state"]): Clock => ({
    unit: UNIT,
    opened: "2027-07-05",
    due: "2027-08-04",
    state,
    settledOn: state === "cured" ? "2027-07-12" : null,
    rested: false,
  });

  test.each<Clock["state"]>(["open", "due", "extended"])("is refused beside one that is %s", (state) => {
    expect(() => openClock([clock(state)], UNIT, "2027-08-09")).toThrow(ClockAlreadyOpenError);
    expect(() => openClock([clock(state)], UNIT, "2027-08-09")).toThrow(
      expect.objectContaining({ code: "CLOCK_ALREADY_OPEN" }),
    );
  });

  test("opens after a cured one, and beside that of another unit", () => {
    expect(openClock([clock("cured")], UNIT, "2027-09-06").opened).toBe("2027-09-06");
    expect(openClock([clock("open")], CELL, "2027-07-12").due).toBe("2027-08-11");
  });
});

describe("who owns a breach", () => {
  test.each([
    [CELL, { kind: "role", role: "head_demand_gen" }],
    [UNIT, { kind: "role", role: "head_demand_gen" }],
    [SALES, { kind: "role", role: "head_sdr" }],
    [acceptanceUnit("outbound_bdr", "SMB"), { kind: "role", role: "head_sdr" }],
    [costUnit("outbound_bdr"), { kind: "role", role: "head_sdr" }],
    [REASON, { kind: "reason", reason: "bad_data" }],
    [reasonUnit("other"), null],
    ["other", null],
  ])("%s: %j", (unit, owner) => {
    expect(clockOwner(unit)).toEqual(owner);
  });

  test("by name: the people of the role, the person of the reason, or nobody", () => {
    const person = (name: string, active = true) => ({ id: 1n, name, active });
    const directory = {
      roles: { head_demand_gen: [person("Ada"), person("Bo")], head_sdr: [] },
      reasons: new Map([["bad_data" as const, person("Cy", false)]]),
    };
    expect(ownersOf(CELL, directory).map(({ name }) => name)).toEqual(["Ada", "Bo"]);
    expect(ownersOf(SALES, directory)).toEqual([]);
    expect(ownersOf(REASON, directory)).toEqual([person("Cy", false)]);
    expect(ownersOf(reasonUnit("no_intent"), directory)).toEqual([]);
  });
});

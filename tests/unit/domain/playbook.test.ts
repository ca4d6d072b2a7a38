import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PlaybookFacts, playbook } from "@/lib/domain/playbook";
import { BEGUN, bookOf, on, stepOf } from "@/tests/support/playbook";

describe("day 1", () => {
  test.each([
    ["nothing: not begun", null, null, null],
    ["a round alone", "2027-03-04", null, "2027-03-04"],
    ["a draft alone", null, "2027-03-02", "2027-03-02"],
    ["the earlier of both", "2027-03-04", "2027-03-02", "2027-03-02"],
    ["the earlier of both, the other way", "2027-03-01", "2027-03-02", "2027-03-01"],
  ])("%s", (_, roundOpened, draftOpened, day1) => {
    expect(playbook({ ...BEGUN, roundOpened, draftOpened }, "2027-04-01")?.day1 ?? null).toBe(day1);
  });

  test.each([
    [1, "write"],
    [14, "write"],
    [15, "wire"],
    [45, "wire"],
    [46, "watch"],
    [90, "watch"],
    [91, null],
  ])("day %i is in phase %s", (day, phase) => {
    expect(bookOf({}, on(day))).toMatchObject({ day, phase });
  });
});

describe("a step", () => {
  test.each([
    ["open before its day", null, 13, 0],
    ["open on its day", null, 14, 0],
    ["open a day later", null, 15, 1],
    ["open nine days later", null, 23, 9],
    ["done in time, looked at much later", on(14), 80, 0],
    ["done nine days late, looked at much later", on(23), 80, 9],
    ["done before the playbook began", on(-20), 80, 0],
  ])("%s", (_, signed, today, late) => {
    const step = stepOf({ signed }, on(today), "signatures");
    expect(step).toMatchObject({ dueDay: 14, due: on(14), doneOn: signed, late });
  });

  test("the next one is the first that is open", () => {
    expect(bookOf({}, on(2)).next?.id).toBe("diagnostic");
    expect(bookOf({ bothAnswered: on(2), signed: on(3) }, on(4)).next?.id).toBe("definition");
  });

  test("sources: leads have come in and none is left without a name, whatever was mapped before", () => {
    const step = (facts: Partial<PlaybookFacts>) => stepOf(facts, on(30), "sources").doneOn;
    const mapped = (from: number | null, until: number | null) => ({
      from: from === null ? null : on(from),
      until: until === null ? null : on(until),
    });
    const first = { firstLeads: on(5) };
    expect(step({})).toBeNull();
    expect(step({ values: [mapped(1, 2)] })).toBeNull();
    expect(step({ ...first, values: [mapped(5, null)] })).toBeNull();
    expect(step({ ...first, values: [mapped(null, null)] })).toBeNull();
    expect(step(first)).toBe(on(5));
    expect(step({ ...first, values: [mapped(null, 2)] })).toBe(on(5));
    expect(step({ ...first, values: [mapped(5, 9)] })).toBe(on(9));
    expect(step({ ...first, values: [mapped(8, 12), mapped(5, 9)] })).toBe(on(12));
    expect(step({ ...first, values: [mapped(8, null), mapped(5, 9)] })).toBeNull();
  });

  test("sources: a value that came after all were mapped waits without undoing the step or making it late", () => {
    const values = [
      { from: on(5), until: on(9) },
      { from: on(60), until: on(61) },
      { from: on(70), until: null },
    ];
    expect(stepOf({ firstLeads: on(5), values }, on(80), "sources")).toMatchObject({
      doneOn: on(9),
      late: 0,
      detail: "1 value since waits",
    });
    const waiting = [{ from: on(5), until: null }, ...values];
    expect(stepOf({ firstLeads: on(5), values: waiting }, on(80), "sources")).toMatchObject({
      doneOn: null,
      late: 59,
      detail: "2 sources are not mapped",
    });
  });

  test("spend: of every source that has any, not of one of seven; a source added later does not undo it", () => {
    const spent = (...days: (number | null)[]) =>
      days.map((day) => ({ from: null, until: day === null ? null : on(day) }));
    const step = (spending: PlaybookFacts["spending"]) => stepOf({ spending }, on(30), "spend");
    expect(step(spent(3, null, null))).toMatchObject({ doneOn: null, late: 5, detail: "1 of 3 sources" });
    expect(step(spent(3, 20, 9))).toMatchObject({ doneOn: on(20), late: 0, detail: "3 of 3 sources" });
    expect(step([...spent(3, 20), { from: on(28), until: null }])).toMatchObject({
      doneOn: on(20),
      detail: "2 of 3 sources",
    });
    expect(step([])).toMatchObject({ doneOn: null, detail: "0 of 0 sources" });
  });

  test("owners: done once all five had one; who leaves afterwards does not undo it", () => {
    const step = (facts: Partial<PlaybookFacts>) => stepOf(facts, on(80), "owners");
    expect(step({ ownedReasons: 4 })).toMatchObject({ doneOn: null, late: 35, detail: "4 of 5" });
    expect(step({ ownedReasons: 5, reasonsOwned: on(30) })).toMatchObject({
      doneOn: on(30),
      late: 0,
      detail: "5 of 5",
    });
    expect(step({ ownedReasons: 4, reasonsOwned: on(30) })).toMatchObject({
      doneOn: on(30),
      late: 0,
      detail: "4 of 5",
    });
  });
});

test("lateness never shrinks from day to day while a step is open, and stands still once it is done", () => {
  const day = fc.integer({ min: 1, max: 200 });
  fc.assert(
    fc.property(day, day, fc.option(day), (today, more, done) => {
      const facts = { signed: done === null ? null : on(done) };
      const [now, later] = [today, today + more].map((at) => stepOf(facts, on(at), "signatures").late);
      expect(later).toBe(done === null ? Math.max(0, today + more - 14) : Math.max(0, done - 14));
      expect(later ?? 0).toBeGreaterThanOrEqual(now ?? 0);
    }),
  );
});

test("steps come by phase, and inside a phase by due day", () => {
  const { steps } = bookOf({}, on(1));
  const order = steps.map(({ phase, dueDay }) => ["write", "wire", "watch"].indexOf(phase) * 1000 + dueDay);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(new Set(steps.map(({ id }) => id)).size).toBe(15);
});

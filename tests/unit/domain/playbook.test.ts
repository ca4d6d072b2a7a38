import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { type PlaybookFacts, playbook, reviewWeeks } from "@/lib/domain/playbook";

const DAY1 = "2027-03-01";
const on = (day: number): IsoDate => addDays(DAY1, day - 1);

/** Begun on 1 March 2027, and nothing else done. */
const BEGUN: PlaybookFacts = {
  roundOpened: DAY1,
  draftOpened: null,
  bothAnswered: null,
  definitionDrafted: null,
  signed: null,
  frozen: null,
  firstLeads: null,
  values: [],
  spending: [],
  firstCredit: null,
  firstSnapshot: null,
  ownedReasons: 0,
  reasonsOwned: null,
  reviews: [],
  watchStarted: null,
  fixOpened: null,
  fixOwner: null,
  moved: null,
  thanked: null,
};

const bookOf = (facts: Partial<PlaybookFacts>, today: IsoDate) => {
  const book = playbook({ ...BEGUN, ...facts }, today);
  if (!book) throw new Error("the playbook has begun");
  return book;
};
const stepOf = (facts: Partial<PlaybookFacts>, today: IsoDate, id: string) => {
  const step = bookOf(facts, today).steps.find((own) => own.id === id);
  if (!step) throw new Error(`there is no step ${id}`);
  return step;
};

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

  test("owners: all five, not four", () => {
    expect(stepOf({ ownedReasons: 4, reasonsOwned: on(3) }, on(30), "owners").doneOn).toBeNull();
    expect(stepOf({ ownedReasons: 5, reasonsOwned: on(3) }, on(30), "owners").doneOn).toBe(on(3));
  });
});

describe("reviews every week since the first", () => {
  const reviews = (...mondays: number[]) => mondays.map((day) => ({ asOf: on(day), closedOn: on(day + 1) }));

  test("a week counts once it is over; the running one is not missed", () => {
    // 2027-03-01 is a Monday: days 1, 8, 15, … are.
    expect(reviewWeeks(reviews(22), on(23))).toEqual({ weeks: 1, held: 1, missed: [] });
    expect(reviewWeeks(reviews(22), on(22))).toEqual({ weeks: 0, held: 0, missed: [] });
    expect(reviewWeeks(reviews(22, 29), on(35))).toEqual({ weeks: 1, held: 1, missed: [] });
    expect(reviewWeeks(reviews(22, 29), on(36))).toEqual({ weeks: 2, held: 2, missed: [] });
    expect(reviewWeeks(reviews(22, 36), on(43))).toEqual({ weeks: 3, held: 2, missed: [on(29)] });
    expect(reviewWeeks([], on(43))).toEqual({ weeks: 0, held: 0, missed: [] });
  });

  test("done on day 90 when none was missed, and never when one was", () => {
    const all = reviews(22, 29, 36, 43, 50, 57, 64, 71, 78, 85);
    expect(stepOf({ reviews: all }, on(89), "reviews")).toMatchObject({ doneOn: null, detail: "9 of 9 weeks" });
    expect(stepOf({ reviews: all }, on(90), "reviews")).toMatchObject({ doneOn: on(90), late: 0 });
    expect(stepOf({ reviews: all }, on(300), "reviews")).toMatchObject({ doneOn: on(90), detail: "9 of 9 weeks" });
    const gap = all.filter((_, index) => index !== 3);
    expect(stepOf({ reviews: gap }, on(100), "reviews")).toMatchObject({
      doneOn: null,
      isLapsed: true,
      missed: [on(43)],
      late: 0,
      detail: "8 of 9 weeks",
    });
    expect(stepOf({ reviews: [] }, on(100), "reviews")).toMatchObject({
      doneOn: null,
      isLapsed: true,
      late: 0,
      detail: null,
    });
    expect(stepOf({ reviews: [] }, on(90), "reviews")).toMatchObject({ doneOn: null, isLapsed: false });
  });

  test("a first review in the last week is every week since", () => {
    expect(stepOf({ reviews: reviews(85) }, on(90), "reviews")).toMatchObject({
      doneOn: on(90),
      isLapsed: false,
      detail: "1 of 1 week",
    });
    expect(stepOf({ reviews: reviews(92) }, on(100), "reviews")).toMatchObject({
      doneOn: null,
      isLapsed: true,
      missed: [],
    });
  });

  test("a missed week is nothing to do next", () => {
    const facts = { reviews: reviews(22, 36) };
    const open = [
      "diagnostic",
      "definition",
      "signatures",
      "frozen",
      "sources",
      "monday",
      "spend",
      "credits",
      "owners",
    ];
    const ids = bookOf(facts, on(60)).steps.filter(({ doneOn, isLapsed }) => doneOn === null && !isLapsed);
    expect(ids.map(({ id }) => id)).toEqual([...open, "watch", "fix", "moved", "thanks"]);
    const rest = {
      bothAnswered: on(1),
      definitionDrafted: on(1),
      signed: on(1),
      frozen: on(1),
      firstLeads: on(1),
      firstSnapshot: on(1),
      spending: [{ from: null, until: on(1) }],
      firstCredit: on(1),
      ownedReasons: 5,
      reasonsOwned: on(1),
      watchStarted: on(1),
      fixOpened: on(1),
      moved: on(1),
      thanked: on(1),
    };
    expect(bookOf({ ...facts, ...rest }, on(60)).next).toBeNull();
    expect(bookOf({ reviews: reviews(22, 29), ...rest }, on(42)).next?.id).toBe("reviews");
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

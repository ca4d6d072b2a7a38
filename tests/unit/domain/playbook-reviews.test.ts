import { describe, expect, test } from "vitest";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { reviewWeeks } from "@/lib/domain/playbook";
import { bookOf, on, stepOf } from "@/tests/support/playbook";

describe("reviews every week since the first", () => {
  const reviews = (...mondays: number[]) => mondays.map((day) => ({ asOf: on(day), closedOn: on(day + 1) }));

  test("a week counts once its review is closed or it is over; the running one is not missed", () => {
    // 2027-03-01 is a Monday: days 1, 8, 15, … are.
    const weeksOn = (today: number, ...mondays: number[]) => reviewWeeks(reviews(...mondays), on(85), on(today));
    expect(weeksOn(23, 22)).toEqual({ weeks: 1, held: 1, missed: [] });
    expect(weeksOn(22, 22)).toEqual({ weeks: 0, held: 0, missed: [] });
    expect(weeksOn(29, 22, 29)).toEqual({ weeks: 1, held: 1, missed: [] });
    expect(weeksOn(30, 22, 29)).toEqual({ weeks: 2, held: 2, missed: [] });
    expect(weeksOn(35, 22)).toEqual({ weeks: 1, held: 1, missed: [] });
    expect(weeksOn(36, 22)).toEqual({ weeks: 2, held: 1, missed: [on(29)] });
    expect(weeksOn(43, 22, 36)).toEqual({ weeks: 3, held: 2, missed: [on(29)] });
    expect(weeksOn(43)).toEqual({ weeks: 0, held: 0, missed: [] });
  });

  test.each([
    // Day 1 on a Monday to a Sunday, day 90, the last Monday whose Tuesday is within them, when it is done.
    ["2027-05-31", "2027-08-28", "2027-08-23", "2027-08-28"],
    ["2027-06-01", "2027-08-29", "2027-08-23", "2027-08-29"],
    ["2027-06-02", "2027-08-30", "2027-08-23", "2027-08-30"],
    ["2027-06-03", "2027-08-31", "2027-08-30", "2027-08-31"],
    ["2027-06-04", "2027-09-01", "2027-08-30", "2027-09-01"],
    ["2027-06-05", "2027-09-02", "2027-08-30", "2027-09-02"],
    ["2027-06-06", "2027-09-03", "2027-08-30", "2027-09-03"],
  ])(
    "begun on %s: the week of the last Tuesday counts too, and is decided with its Sunday",
    (day1, day90, lastMonday, done) => {
      const held = (...mondays: IsoDate[]) => mondays.map((asOf) => ({ asOf, closedOn: addDays(asOf, 1) }));
      const before = [addDays(lastMonday, -14), addDays(lastMonday, -7)];
      const over = addDays(lastMonday, 7);
      const step = (mondays: readonly IsoDate[], today: IsoDate) =>
        stepOf({ roundOpened: day1, reviews: held(...mondays) }, today, "reviews");
      expect(addDays(day1, 89)).toBe(day90);
      // Without its review it is open to its last day, and missed from the next one on.
      expect(step(before, addDays(over, -1))).toMatchObject({
        doneOn: null,
        isLapsed: false,
        late: 0,
        detail: "2 of 2 weeks",
      });
      expect(step(before, over)).toMatchObject({
        doneOn: null,
        isLapsed: true,
        missed: [lastMonday],
        detail: "2 of 3 weeks",
      });
      // With it, it is done on day 90 or, where that comes later, with that review.
      const all = [...before, lastMonday];
      expect(step(all, addDays(day90, -1)).doneOn).toBeNull();
      expect(step(all, addDays(over, 100))).toMatchObject({
        doneOn: done,
        isLapsed: false,
        late: 0,
        detail: "3 of 3 weeks",
      });
      // A first review that comes later than that is none of the 90 days.
      expect(step([over], addDays(over, 3))).toMatchObject({ doneOn: null, isLapsed: true, missed: [], detail: null });
    },
  );

  test("a last review that is closed after day 90 but in its week is held", () => {
    // 2027-06-03 is a Thursday: day 90 is Tuesday, 31 August.
    const late = [{ asOf: "2027-08-30", closedOn: "2027-09-03" }];
    const step = (today: IsoDate) => stepOf({ roundOpened: "2027-06-03", reviews: late }, today, "reviews");
    expect(step("2027-09-02")).toMatchObject({ doneOn: null, isLapsed: false, late: 0, detail: null });
    expect(step("2027-09-03")).toMatchObject({ doneOn: "2027-09-03", late: 0, detail: "1 of 1 week" });
  });

  test("done on day 90 when none was missed, and never when one was", () => {
    const all = reviews(22, 29, 36, 43, 50, 57, 64, 71, 78, 85);
    expect(stepOf({ reviews: all }, on(89), "reviews")).toMatchObject({ doneOn: null, detail: "10 of 10 weeks" });
    expect(stepOf({ reviews: all }, on(90), "reviews")).toMatchObject({ doneOn: on(90), late: 0 });
    expect(stepOf({ reviews: all }, on(300), "reviews")).toMatchObject({ doneOn: on(90), detail: "10 of 10 weeks" });
    const gap = all.filter((_, index) => index !== 3);
    expect(stepOf({ reviews: gap }, on(100), "reviews")).toMatchObject({
      doneOn: null,
      isLapsed: true,
      missed: [on(43)],
      late: 0,
      detail: "9 of 10 weeks",
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

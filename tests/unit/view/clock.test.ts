import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { businessMinutesBetween, slaState } from "@/lib/domain/calendar";
import { clockWords, durationWords, readClock } from "@/lib/view/clock";
import { clockFrame, queueContext } from "@/lib/view/queue";
import { calendar, NEW_YORK } from "@/tests/support/calendars";

const DAY = 540;

describe("words", () => {
  test.each([
    [0, "0 min"],
    [59, "59 min"],
    [60, "1 h"],
    [190, "3 h 10 min"],
    [539, "8 h 59 min"],
    [540, "1 d"],
    [1079, "1 d"],
    [1080, "2 d"],
  ])("%i working minutes", (minutes, words) => expect(durationWords(minutes, DAY)).toBe(words));

  test.each([
    ["late", 0, "late"],
    ["late", 60, "1 h late"],
    ["risk", 190, "3 h 10 min left"],
    ["left", 1080, "2 d left"],
  ] as const)("%s by %i minutes", (state, minutes, words) => expect(clockWords(state, minutes, DAY)).toBe(words));
});

describe("a clock that runs on in the browser", () => {
  // Thursday 10:00 in New York.
  const now = new Date("2027-07-08T14:00:00Z");
  const clockAt = (due: Date, zone = NEW_YORK) => {
    const context = queueContext({ calendar: zone, sources: [] }, now);
    const { leftMinutes, beyondMinutes } = slaState({ due, doneAt: null, now }, zone);
    const left = now > due ? -beyondMinutes : leftMinutes;
    return { clock: { at: now.getTime(), due: due.getTime(), left }, frame: clockFrame(context) };
  };
  const at = (text: string) => new Date(text).getTime();

  test("counts working time alone: nothing passes overnight", () => {
    const { clock, frame } = clockAt(new Date("2027-07-09T22:00:00Z"));
    expect(readClock(clock, now.getTime(), frame)).toEqual({ state: "left", minutes: 8 * 60 + DAY });
    expect(readClock(clock, at("2027-07-08T22:00:00Z"), frame)).toEqual({ state: "left", minutes: DAY });
    expect(readClock(clock, at("2027-07-09T13:00:00Z"), frame)).toEqual({ state: "left", minutes: DAY });
    expect(readClock(clock, at("2027-07-09T14:00:00Z"), frame)).toEqual({ state: "risk", minutes: DAY - 60 });
  });

  test("is due at its instant and late after it, also when no working time has passed", () => {
    const due = "2027-07-09T22:00:00Z";
    const { clock, frame } = clockAt(new Date(due));
    expect(readClock(clock, at(due), frame)).toEqual({ state: "risk", minutes: 0 });
    expect(readClock(clock, at(due) + 1, frame)).toEqual({ state: "late", minutes: 0 });
    expect(readClock(clock, at("2027-07-12T14:30:00Z"), frame)).toEqual({ state: "late", minutes: 90 });
  });

  test("goes on being late", () => {
    const { clock, frame } = clockAt(new Date("2027-07-07T22:00:00Z"));
    expect(readClock(clock, now.getTime(), frame)).toEqual({ state: "late", minutes: 60 });
    expect(readClock(clock, at("2027-07-08T15:00:00Z"), frame)).toEqual({ state: "late", minutes: 120 });
  });

  test("shows at any moment of the next days what the server would say", () => {
    const holidays = calendar({ holidays: new Set(["2027-07-12"]), workingDays: [1, 2, 3, 4, 5, 6] });
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 15_000 }), fc.integer({ min: 0, max: 20_000 }), (dueIn, later) => {
        const due = new Date(now.getTime() + dueIn * 60_000);
        const then = new Date(now.getTime() + later * 60_000);
        const { clock, frame } = clockAt(due, holidays);
        const { state, minutes } = readClock(clock, then.getTime(), frame);
        const server = slaState({ due, doneAt: null, now: then }, holidays);
        const states = { missed: "late", at_risk: "risk", running: "left", met: "left" };
        expect({ state, minutes }).toEqual({
          state: states[server.state],
          minutes: then > due ? businessMinutesBetween(due, then, holidays) : server.leftMinutes,
        });
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atRiskBounds } from "@/lib/domain/at-risk";
import { decideBy, slaState, touchBy } from "@/lib/domain/calendar";
import { calendar, NEW_YORK } from "@/tests/support/calendars";

const RULES = { followUpHours: 24, decisionDays: 5 };
const HOUR = 3_600_000;
const monday = Date.parse("2027-07-05T04:00:00Z");

describe("atRiskBounds", () => {
  it("reaches eight working hours on", () => {
    const { until } = atRiskBounds(new Date("2027-07-08T20:00:00Z"), NEW_YORK, RULES);
    expect(until.toISOString()).toBe("2027-07-09T19:00:00.000Z");
  });

  it("encloses exactly what the SLA calls at risk", () => {
    const hour = fc.integer({ min: 0, max: 14 * 24 * 4 });
    fc.assert(
      fc.property(hour, hour, (nowQuarter, agoQuarter) => {
        const now = new Date(monday + (nowQuarter * HOUR) / 4);
        const handedOverAt = new Date(now.getTime() - (agoQuarter * HOUR) / 4);
        const bounds = atRiskBounds(now, NEW_YORK, RULES);
        const touchDue = touchBy(handedOverAt, NEW_YORK, RULES.followUpHours);
        const decisionDue = decideBy(handedOverAt, NEW_YORK, RULES.decisionDays);
        const isSoon = (due: Date) => due >= now && due <= bounds.until;
        expect(isSoon(decisionDue)).toBe(
          slaState({ due: decisionDue, doneAt: null, now }, NEW_YORK).state === "at_risk",
        );
        const isTouchAtRisk = slaState({ due: touchDue, doneAt: null, now }, NEW_YORK).state === "at_risk";
        expect(isSoon(touchDue)).toBe(isTouchAtRisk);
        if (isTouchAtRisk) {
          expect(decisionDue >= bounds.touchDecideFrom && decisionDue <= bounds.touchDecideUntil).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("also encloses what is at risk by a version that was in force before, while any can be", () => {
    const earlier = {
      calendar: calendar({ workingDays: [1, 2, 3, 4], startMinute: 600, endMinute: 900 }),
      followUpHours: 8,
      decisionDays: 12,
    };
    const hour = fc.integer({ min: 0, max: 14 * 24 * 4 });
    fc.assert(
      fc.property(hour, hour, hour, (nowQuarter, agoQuarter, laterQuarter) => {
        const now = new Date(monday + (nowQuarter * HOUR) / 4);
        const handedOverAt = new Date(now.getTime() - (agoQuarter * HOUR) / 4);
        const until = new Date(handedOverAt.getTime() + (laterQuarter * HOUR) / 4);
        const bounds = atRiskBounds(now, NEW_YORK, RULES, [{ ...earlier, until }]);
        const touchDue = touchBy(handedOverAt, earlier.calendar, earlier.followUpHours);
        if (touchDue < now || touchDue > bounds.until) return;
        const decisionDue = decideBy(handedOverAt, earlier.calendar, earlier.decisionDays);
        expect(decisionDue >= bounds.touchDecideFrom && decisionDue <= bounds.touchDecideUntil).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("forgets a version all of whose hand-overs have been due", () => {
    const now = new Date("2027-07-08T20:00:00Z");
    const until = new Date("2027-06-01T04:00:00Z");
    const earlier = { calendar: NEW_YORK, followUpHours: 24, decisionDays: 30, until };
    expect(atRiskBounds(now, NEW_YORK, RULES, [earlier])).toEqual(atRiskBounds(now, NEW_YORK, RULES));
  });

  it("keeps the run of decision times short", () => {
    const { touchDecideFrom, touchDecideUntil } = atRiskBounds(new Date("2027-07-08T20:00:00Z"), NEW_YORK, RULES);
    expect(touchDecideUntil.getTime() - touchDecideFrom.getTime()).toBeLessThanOrEqual(4 * 24 * HOUR);
  });
});

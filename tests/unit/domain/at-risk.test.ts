import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atRiskBounds } from "@/lib/domain/at-risk";
import { decideBy, slaState, touchBy } from "@/lib/domain/calendar";
import { NEW_YORK } from "@/tests/support/calendars";

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

  it("keeps the run of decision times short", () => {
    const { touchDecideFrom, touchDecideUntil } = atRiskBounds(new Date("2027-07-08T20:00:00Z"), NEW_YORK, RULES);
    expect(touchDecideUntil.getTime() - touchDecideFrom.getTime()).toBeLessThanOrEqual(4 * 24 * HOUR);
  });
});

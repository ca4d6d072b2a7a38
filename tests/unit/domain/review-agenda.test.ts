import fc from "fast-check";
import { expect, test } from "vitest";
import { AGENDA, agendaAt, REVIEW_MINUTES } from "@/lib/domain/review-agenda";

const MINUTE = 60_000;

test("three tables, the candidates and one decision take 30 minutes", () => {
  expect(REVIEW_MINUTES).toBe(30);
  expect(AGENDA.map(({ key }) => key)).toEqual(["acceptance", "cost", "influence", "candidates", "decision"]);
});

test.each([
  [-5_000, "acceptance", 30 * MINUTE, 0, 6 * MINUTE],
  [0, "acceptance", 30 * MINUTE, 0, 6 * MINUTE],
  [6 * MINUTE - 1, "acceptance", 24 * MINUTE + 1, 0, 1],
  [6 * MINUTE, "cost", 24 * MINUTE, 0, 5 * MINUTE],
  [11 * MINUTE, "influence", 19 * MINUTE, 0, 4 * MINUTE],
  [15 * MINUTE, "candidates", 15 * MINUTE, 0, 7 * MINUTE],
  [22 * MINUTE, "decision", 8 * MINUTE, 0, 8 * MINUTE],
  [30 * MINUTE - 1, "decision", 1, 0, 1],
  [30 * MINUTE, "decision", 0, 0, 0],
  [33 * MINUTE, "decision", 0, 3 * MINUTE, 0],
])("%i ms after the start: %s", (elapsed, phase, leftMs, overMs, phaseLeftMs) => {
  expect(agendaAt(1_000_000, 1_000_000 + elapsed)).toEqual({ phase, leftMs, overMs, phaseLeftMs });
});

test("left and over add up, and items follow each other", () => {
  const order = AGENDA.map(({ key }) => key);
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (a, b) => {
      const [early, late] = [agendaAt(0, Math.min(a, b)), agendaAt(0, Math.max(a, b))];
      expect(early.leftMs - early.overMs).toBe(30 * MINUTE - Math.min(a, b));
      expect(order.indexOf(early.phase)).toBeLessThanOrEqual(order.indexOf(late.phase));
    }),
  );
});

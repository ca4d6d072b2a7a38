import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { startTimer } from "@/lib/services/reviews/attend";
import { processDatabase } from "@/tests/support/process-database";
import { KILL, MONDAY, MOVED, minutes, reviewRoom, TUESDAY } from "@/tests/support/review-room";

const database = processDatabase();
const { people, forget, open, leadersCome, decide, close, takeBack } = reviewRoom(database);

const VERBS = ["open", "come", "start", "watch", "kill", "defund", "take back", "close"] as const;
type Verb = (typeof VERBS)[number];

const act: Record<Verb, () => Promise<unknown>> = {
  open: () => open(),
  come: () => leadersCome(),
  start: () => startTimer(people().head_sdr, MONDAY, TUESDAY),
  watch: () => decide({}, people().cmo),
  kill: () => decide({ type: "kill", unit: KILL }),
  defund: () => decide(MOVED, people().vp_revops),
  "take back": () => takeBack(people().cro),
  close: () => close(people().cmo, minutes(20)),
};

interface Standing {
  reviews: number;
  decisions: number;
  closed: number;
  /** Clocks that a decision moved. */
  moved: number;
  fits: boolean;
}

async function standing(): Promise<Standing> {
  const { rows } = await database().pool.query<Standing>(`
    SELECT (SELECT count(*)::int FROM reviews) AS reviews, (SELECT count(*)::int FROM review_decisions) AS decisions,
      (SELECT count(*)::int FROM reviews WHERE closed_at IS NOT NULL) AS closed,
      (SELECT count(*)::int FROM clock_moves WHERE decision_id IS NOT NULL) AS moved,
      NOT EXISTS (SELECT FROM reviews r LEFT JOIN review_decisions d ON d.review_id = r.id
        WHERE r.closed_at IS NOT NULL AND r.closed_decision_id IS DISTINCT FROM d.id) AS fits`);
  return rows[0] as Standing;
}

// Whatever the five press, and in whatever order: a closed review has exactly one decision, and none moves a clock before.
test("exactly one decision per closed review, over any sequence of verbs", { timeout: 240_000 }, async () => {
  let closed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(fc.constantFrom(...VERBS), { maxLength: 12 })
        .map((verbs): Verb[] => ["open", "come", "start", ...verbs]),
      async (verbs) => {
        await forget();
        let before = await standing();
        for (const verb of verbs) {
          const refusal = await act[verb]().then(
            () => null,
            (error: unknown) => error,
          );
          if (refusal !== null) expect(refusal).toBeInstanceOf(AppError);
          const after = await standing();
          expect(after.reviews).toBeLessThanOrEqual(1);
          expect(after.decisions).toBeLessThanOrEqual(1);
          expect(after.fits).toBe(true);
          if (after.closed === 0) expect(after.moved).toBe(0);
          if (after.closed === 1) expect(after.decisions).toBe(1);
          if (before.closed === 1) expect(after).toEqual(before);
          before = after;
        }
        closed += before.closed;
      },
    ),
    { numRuns: 40, seed: 20_261_128 },
  );
  expect(closed).toBeGreaterThan(3);
});

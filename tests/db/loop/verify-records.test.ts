import { beforeAll, describe, expect, test } from "vitest";
import { feedbackHash, readFeedback } from "@/lib/data/feedback";
import { readRoom } from "@/lib/data/reviews";
import { verifyAll } from "@/lib/data/verify/all";
import { readWatch } from "@/lib/data/watches";
import { addDays } from "@/lib/domain/dates";
import { acknowledgeFeedback } from "@/lib/services/feedback";
import { closeFix } from "@/lib/services/fix-work";
import { openFix } from "@/lib/services/fixes";
import { addComment } from "@/lib/services/period-comments";
import { seenInRoom, startTimer } from "@/lib/services/reviews/attend";
import { closeReview } from "@/lib/services/reviews/close";
import { recordDecision, takeBackDecision } from "@/lib/services/reviews/decide";
import { openReview } from "@/lib/services/reviews/open";
import { giveThanks } from "@/lib/services/thanks";
import { chooseWatch } from "@/lib/services/watches";
import { seenFix } from "@/tests/support/fixes";
import { freezeMonday } from "@/tests/support/loop";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";
import { differences, forced, redAfter } from "@/tests/support/verify";

const database = processDatabase();
const MONDAY = "2027-07-05";
const TUESDAY = new Date("2027-07-06T14:00:00Z");
const NEXT = addDays(MONDAY, 7);

/** A closed review whose decision, the second one, began a fix; a fix of a person, closed; a thank-you, a receipt and a comment. */
beforeAll(async () => {
  const people = await signedInPeople(database().pool);
  const { cro, cmo, vp_revops, head_demand_gen, head_sdr, ae } = people;
  await freezeMonday(database().prisma, MONDAY, { reasons: { no_intent: 9, bad_data: 4 } });
  const seats = { cro, cmo, vp_revops, head_demand_gen, head_sdr };
  await openReview(
    vp_revops,
    { asOf: MONDAY, seats: Object.fromEntries(Object.entries(seats).map(([seat, { id }]) => [seat, id])) as never },
    TUESDAY,
  );
  await startTimer(cro, MONDAY, TUESDAY);
  for (const leader of [cro, cmo]) await seenInRoom(leader, MONDAY, TUESDAY);
  const decision = { asOf: MONDAY, toSource: "", amount: "", until: "", action: "", fixSource: "", owner: ae.id };
  const words = { unit: "reason:no_intent", why: "It rises.", dueOn: "2027-08-05" };
  const first = await recordDecision(cro, { ...decision, ...words, type: "watch" }, TUESDAY);
  await takeBackDecision(cro, { asOf: MONDAY, seen: first }, TUESDAY);
  const seen = await recordDecision(cro, { ...decision, ...words, type: "fix", action: "Ask first" }, TUESDAY);
  await closeReview(cro, { asOf: MONDAY, seen }, TUESDAY);
  expect((await readRoom(cro, MONDAY)).review?.decision?.fixId).not.toBeNull();
  const fix = { reason: "bad_data", source: "", ownerId: ae.id, action: "Verify addresses" } as const;
  const id = await openFix(vp_revops, fix, TUESDAY);
  await closeFix(ae, { ...(await seenFix(id)), evidence: "No bounces" }, TUESDAY);
  await chooseWatch(vp_revops, { reason: "no_intent" }, TUESDAY);
  const { lanes } = await readFeedback(head_demand_gen, MONDAY, TUESDAY);
  await acknowledgeFeedback(head_demand_gen, { asOf: MONDAY, sha256: feedbackHash(lanes) }, TUESDAY);
  await freezeMonday(database().prisma, NEXT, { reasons: { no_intent: 2, bad_data: 9 } });
  const later = new Date(`${NEXT}T16:00:00Z`);
  const { watch } = await readWatch(cro, later);
  await giveThanks(cro, { watch: watch?.id ?? 0n, text: "Thank you all.", asOf: NEXT }, later);
  const cited = { kind: "monthly", period: "2027-07", asOf: MONDAY, figure: "acceptance:paid_search:SMB" };
  await addComment(cro, { ...cited, text: "It is fine." }, later);
}, 60_000);

test("each record of the loop has its audit entry, and something is compared", async () => {
  expect(await differences(database())).toEqual([]);
  const counts = new Map<string, number>();
  for await (const { name, checked } of verifyAll(database().pool)) counts.set(name, checked);
  for (const [name, count] of [...counts].slice(-5)) expect(count, name).toBeGreaterThan(0);
});

const entry = (action: string, object: string, after = "NULL") =>
  `SELECT audit_append(NULL, 'x', '${action}', '${object}', NULL, ${after}, 1)`;

describe.each<[string, string[]]>([
  [
    "fixes and audit entries one to one",
    [
      forced("DELETE FROM fixes WHERE reason = 'bad_data'"),
      forced(
        "INSERT INTO fixes (reason, owner_id, opened_on, due_on) SELECT 'wrong_persona', owner_id, opened_on, due_on FROM fixes LIMIT 1",
      ),
      forced("UPDATE fixes SET evidence = 'Something else' WHERE reason = 'bad_data'"),
      forced("UPDATE fixes SET closed_on = NULL, closed_by_id = NULL, evidence = NULL"),
      entry("fix.open", "fix:999"),
    ],
  ],
  [
    "reviews, their decisions and audit entries",
    [
      forced("DELETE FROM review_decisions"),
      forced("DELETE FROM reviews"),
      forced("UPDATE review_decisions SET why = 'Something else'"),
      forced("UPDATE review_decisions SET action = 'Something else'"),
      forced("UPDATE review_decisions SET fix_id = NULL"),
      forced("UPDATE reviews SET closed_by_id = cmo_id"),
      forced("UPDATE reviews SET closed_at = NULL, closed_by_id = NULL, closed_decision_id = NULL, candidates = NULL"),
      entry("review.close", "review:2027-07-05"),
      entry("review.decide", "review:2027-07-12", `'{"type": "watch"}'`),
    ],
  ],
  [
    "feedback receipts and audit entries one to one",
    [
      "DELETE FROM feedback_receipts",
      "UPDATE feedback_receipts SET user_id = (SELECT min(id) FROM users)",
      entry("feedback.acknowledge", "feedback:2027-07-12"),
    ],
  ],
  [
    "thank-yous and audit entries one to one",
    [
      "DELETE FROM thanks",
      "UPDATE thanks SET text = 'Something else'",
      "UPDATE thanks SET count = 1",
      entry("thanks.give", "watch:99"),
    ],
  ],
  [
    "comments and audit entries one to one",
    [
      "DELETE FROM review_comments",
      "UPDATE review_comments SET value = '12 %'",
      "UPDATE review_comments SET text = 'Something else'",
      entry("review.comment", "review:monthly:2027-07"),
    ],
  ],
])("%s", (name, damages) => {
  test.each(damages)("red after %s", async (damage) => {
    expect(await redAfter(database(), damage)).toContain(name);
  });
});

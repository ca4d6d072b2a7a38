import { expect, test } from "vitest";
import { confirmed } from "@/lib/auth/actor";
import { startDraft } from "@/lib/services/agreement/drafts";
import { sign } from "@/lib/services/agreement/sign";
import { handOver } from "@/lib/services/leads";
import { addSigners, proposeAndSign, standing } from "@/tests/support/agreements";
import { signedIn, THURSDAY } from "@/tests/support/cycles";
import { fittingLead } from "@/tests/support/fitting-lead";
import { waiting } from "@/tests/support/locks";
import { processDatabase } from "@/tests/support/process-database";
import { differences } from "@/tests/support/verify";

const database = processDatabase();

test("a hand-over during which an agreement comes into force is judged by one version throughout", async () => {
  const { pool } = database();
  const marketing = await signedIn(pool, "head_demand_gen");
  const lead = await fittingLead(pool);
  const signers = await addSigners(pool);
  await startDraft(signers.vp_revops);
  // The lead's score is 71.
  await pool.query(
    `UPDATE agreements SET definition = jsonb_set(definition, '{score_above}', '90'), decision_days = 2 WHERE status = 'draft'`,
  );
  await proposeAndSign(pool, signers, { by: ["cro", "cmo"] });

  const holder = await pool.connect();
  await holder.query("BEGIN; LOCK TABLE touches IN ACCESS EXCLUSIVE MODE");
  const handedOver = handOver(marketing, lead, THURSDAY);
  await waiting(pool, 1);
  const { open } = await standing(pool);
  await sign(
    confirmed(signers.vp_revops, "password"),
    { version: open?.version ?? 0, hash: open?.hash ?? "" },
    new Date(),
  );
  await holder.query("COMMIT");
  holder.release();

  expect((await standing(pool)).judging).toMatchObject({ version: 2, status: "in_force" });
  const { cycleId, evaluation } = await handedOver;
  expect(evaluation).toMatchObject({ passed: true, score: "above" });
  const { rows } = await pool.query(
    `SELECT c.agreement_version AS cycle, e.agreement_version AS event, a.agreement_version AS audit, c.decide_by AS due
     FROM cycles c JOIN lifecycle_events e ON e.cycle_id = c.id JOIN audit_log a ON a.seq = e.audit_seq WHERE c.id = $1`,
    [cycleId],
  );
  expect(rows).toEqual([{ cycle: 1, event: 1, audit: 1, due: new Date("2027-07-08T22:00:00Z") }]);
  expect(await differences(database())).toEqual([]);
}, 60_000);

import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { decide } from "@/lib/services/decisions";
import { cycleState, eventsOf, handedOver, signedIn, THURSDAY } from "@/tests/support/cycles";
import { waiting, writtenMeanwhile } from "@/tests/support/locks";
import { processDatabase } from "@/tests/support/process-database";
import { differences } from "@/tests/support/verify";

/** What is committed between the moment a verdict's statement began and the moment it holds its locks. */
const database = processDatabase();
let bdr: Person;
let other: Person;

beforeAll(async () => {
  bdr = await signedIn(database().pool, "bdr");
  other = await signedIn(database().pool, "bdr", "other");
});

const accept = (cycleId: bigint) => () => decide(bdr, { cycleId, verdict: "accept", touch: "call" }, THURSDAY);
const audited = (cycleId: bigint) => database().prisma.auditEntry.count({ where: { object: `cycle:${cycleId}` } });

test("an opportunity that came in gets its owner from the verdict all the same", async () => {
  const { pool } = database();
  const [id = 0n] = await handedOver(pool, { company: "Raced Ltd", assigned_to: bdr.email });
  const result = await writtenMeanwhile(
    pool,
    async (holder) => {
      await holder.query("SELECT audit_append(NULL, 'test', 'test.import', 'opportunity', NULL, NULL, 1)");
      await holder.query(`
        INSERT INTO opportunities (source_system, external_id, account, account_key, currency, amount, reporting_amount, created_at, created_on, first_seen_on)
        VALUES ('crm', 'raced', 'Raced Ltd', 'raced ltd', 'USD', 50000, 50000, '2027-07-02T10:00:00Z', '2027-07-02', '2027-07-02')`);
    },
    accept(id),
  );
  expect(result.status).toBe("fulfilled");
  expect(await cycleState(pool, id)).toMatchObject({ stage: "sal" });
  expect(await eventsOf(pool, id)).toHaveLength(2);
  expect(await audited(id)).toBe(1);
  const opportunity = await database().prisma.opportunity.findFirstOrThrow({ where: { externalId: "raced" } });
  expect(opportunity).toMatchObject({ originCycleId: id, ownerSource: "webinar" });
  expect(await differences(database())).toEqual([]);
});

test("a lead that was given to somebody else is refused, and nothing is written", async () => {
  const { pool } = database();
  const [id = 0n] = await handedOver(pool, { assigned_to: bdr.email });
  const result = await writtenMeanwhile(
    pool,
    (holder) => holder.query("UPDATE cycles SET assigned_id = $1 WHERE id = $2", [other.id, id]),
    accept(id),
  );
  expect(result).toMatchObject({ status: "rejected", reason: { code: "FORBIDDEN" } });
  expect(await eventsOf(pool, id)).toHaveLength(1);
  expect(await audited(id)).toBe(0);
});

test("a lead that was decided meanwhile names who and when; a later rejection does not overrule it", async () => {
  const { pool } = database();
  const [id = 0n] = await handedOver(pool, {});
  const later = { cycleId: id, verdict: "reject", reason: "bad_data", touch: null } as const;
  let first: Promise<unknown> | undefined;
  const result = await writtenMeanwhile(
    pool,
    async (holder) => {
      // The first one has its locks and waits for the head of the audit chain; the second one then waits for the first.
      await holder.query("SELECT audit_append(NULL, 'test', 'test.hold', 'test', NULL, NULL, 1)");
      first = decide(other, { cycleId: id, verdict: "accept", touch: "call" }, THURSDAY);
      await waiting(pool, 1);
    },
    () => decide(bdr, later, new Date(+THURSDAY + 5)),
    2,
  );
  await first;
  expect(result).toMatchObject({
    status: "rejected",
    reason: { code: "ALREADY_DECIDED", details: { by: other.name } },
  });
  expect(await eventsOf(pool, id)).toHaveLength(2);
  expect(await audited(id)).toBe(1);
  expect(await differences(database())).toEqual([]);
});

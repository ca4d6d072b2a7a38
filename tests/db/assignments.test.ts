import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { reassign } from "@/lib/services/assignments";
import { decide } from "@/lib/services/decisions";
import { setActive } from "@/lib/services/people";
import { cycleState, handedOver, minutesAfter, signedIn, THURSDAY } from "@/tests/support/cycles";
import { processDatabase } from "@/tests/support/process-database";
import { tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
let head: Person;
let from: Person;
let to: Person;
let partnerManager: Person;

beforeAll(async () => {
  const { pool } = database();
  head = await signedIn(pool, "head_sdr");
  from = await signedIn(pool, "bdr", "from");
  to = await signedIn(pool, "bdr", "to");
  partnerManager = await signedIn(pool, "partner_manager");
});

type Input = Parameters<typeof reassign>[1];

async function expectRefused(actor: Person, input: Input, code: string): Promise<void> {
  const { pool } = database();
  const before = await tableDigests(pool);
  await expect(reassign(actor, input)).rejects.toMatchObject({ code });
  expect(await tableDigests(pool)).toEqual(before);
}

const assigned = async (...ids: bigint[]) =>
  Promise.all(ids.map(async (id) => (await cycleState(database().pool, id)).assignedId));

describe("reassigning", () => {
  test("one lead, with who did it and what was before", async () => {
    const { pool, prisma } = database();
    const [id = 0n, stays = 0n] = await handedOver(pool, { assigned_to: from.email }, { assigned_to: from.email });
    expect(await reassign(head, { cycleId: id, personId: to.id, all: false })).toEqual({
      assignedTo: to.name,
      moved: 1,
    });
    expect(await assigned(id, stays)).toEqual([to.id, from.id]);
    const entry = await prisma.auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
    expect(entry).toMatchObject({
      actorId: head.id,
      action: "lead.reassign",
      object: `cycle:${id}`,
      before: { assigned_id: String(from.id) },
      after: { assigned_id: String(to.id) },
    });
    await expect(decide(from, { cycleId: id, verdict: "accept", touch: "call" }, THURSDAY)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await decide(to, { cycleId: id, verdict: "accept", touch: "call" }, THURSDAY);
  });

  test("to the person who has it changes nothing", async () => {
    const { pool, prisma } = database();
    const [id = 0n] = await handedOver(pool, { assigned_to: from.email });
    const audits = await prisma.auditEntry.count();
    expect(await reassign(head, { cycleId: id, personId: from.id, all: true })).toMatchObject({ moved: 0 });
    expect(await prisma.auditEntry.count()).toBe(audits);
  });

  test("a whole desk: what the other may decide moves, the rest stays", async () => {
    const { pool, prisma } = database();
    const left = await signedIn(pool, "bdr", "left");
    const own = { assigned_to: left.email };
    const [a = 0n, b = 0n, sourced = 0n, decided = 0n, elsewhere = 0n] = await handedOver(
      pool,
      own,
      { ...own, source: "partner_referral" },
      { ...own, sourced_by: to.email },
      own,
      { assigned_to: from.email },
    );
    await decide(left, { cycleId: decided, verdict: "accept", touch: "call" }, THURSDAY);
    await setActive(await signedIn(pool, "admin"), left.id, false);
    const audits = await prisma.auditEntry.count();
    expect(await reassign(head, { cycleId: a, personId: to.id, all: true })).toEqual({ assignedTo: to.name, moved: 2 });
    expect(await assigned(a, b, sourced, decided, elsewhere)).toEqual([to.id, to.id, left.id, left.id, from.id]);
    expect((await prisma.auditEntry.count()) - audits).toBe(2);
  });

  test("a partner manager gets partner leads alone", async () => {
    const [partner = 0n, standard = 0n] = await handedOver(
      database().pool,
      { source: "partner_referral", assigned_to: "nobody-1@accord.test" },
      {},
    );
    await reassign(head, { cycleId: partner, personId: partnerManager.id, all: true });
    expect(await assigned(partner, standard)).toEqual([partnerManager.id, null]);
    await expectRefused(head, { cycleId: standard, personId: partnerManager.id, all: false }, "ASSIGNEE_UNFIT");
  });
});

describe("refused, with no table changed but the denial log", () => {
  test.each(["bdr", "cro", "vp_revops", "admin"] as const)("by a %s", async (role) => {
    const [id = 0n] = await handedOver(database().pool, {});
    const actor = await signedIn(database().pool, role, "asks");
    await expectRefused(actor, { cycleId: id, personId: to.id, all: false }, "FORBIDDEN");
  });

  test("to somebody who may not decide it", async () => {
    const { pool } = database();
    const [id = 0n, sourced = 0n] = await handedOver(pool, {}, { sourced_by: to.email });
    const closed = await signedIn(pool, "bdr", "closed");
    await database().prisma.user.update({ where: { id: closed.id }, data: { active: false } });
    for (const personId of [closed.id, head.id, 999_999_999n])
      await expectRefused(head, { cycleId: id, personId, all: false }, "ASSIGNEE_UNFIT");
    await expectRefused(head, { cycleId: sourced, personId: to.id, all: false }, "ASSIGNEE_UNFIT");
  });

  test("of a lead that was decided, or is not there", async () => {
    const [id = 0n] = await handedOver(database().pool, {});
    await decide(to, { cycleId: id, verdict: "accept", touch: "call" }, minutesAfter(THURSDAY, 1));
    await expectRefused(head, { cycleId: id, personId: from.id, all: false }, "ALREADY_DECIDED");
    await expectRefused(head, { cycleId: 999_999_999n, personId: from.id, all: false }, "NOT_FOUND");
  });
});

test("afterwards everything adds up", async () => {
  expect(await differences(database())).toEqual([]);
});

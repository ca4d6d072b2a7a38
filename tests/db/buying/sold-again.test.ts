import { beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readClaims } from "@/lib/data/brief-report";
import { readBrief, readBriefs } from "@/lib/data/briefs";
import { addDays } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { audit } from "@/lib/services/audit";
import { endBrief } from "@/lib/services/briefs";
import type { JsonRecord } from "@/lib/services/parse/records";
import { pgTx } from "@/lib/services/sql";
import { agreementInForce, withoutGuards } from "@/tests/support/agreements";
import { boughtLead as lead, signedBrief, today } from "@/tests/support/briefs";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
const now = new Date();
const at = (daysAgo: number) => `${addDays(today(), -daysAgo)}T15:00:00Z`;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await agreementInForce(database());
});

const send = (leads: readonly JsonRecord[]) => ingest(database().pool, { leads }, now);
const reject = (id: string, daysAgo: number, reason_code = "bad_data") =>
  ingest(
    database().pool,
    {
      decisions: [
        {
          lead_external_id: id,
          decided_at: at(daysAgo),
          verdict: "reject",
          reason_code,
          touched_at: at(daysAgo),
          touch_kind: "call",
        },
      ],
    },
    now,
  );
/** Handed over in the app once more, and rejected unless it is still open. */
const cycle = (id: string, daysAgo: number, reason: string | null) =>
  withoutGuards(database().url, async (client) => {
    await client.query(
      `INSERT INTO cycles (lead_id, number, source_code, segment_code, lane, stage, handed_over_at, handed_over_on, agreement_version, touch_by,
         decide_by, last_activity_on, reason, decided_at, first_decided_at)
       SELECT lead_id, number + 1, source_code, segment_code, lane, CASE WHEN $3::text IS NULL THEN 'mql' ELSE 'rejected' END::stage,
         $2::timestamptz, $2::date, agreement_version, $2::timestamptz + interval '1 day', $2::timestamptz + interval '2 days', $2::date,
         $3::rejection_reason, d.at, d.at
       FROM cycles, (SELECT CASE WHEN $3::text IS NOT NULL THEN $2::timestamptz + interval '1 day' END AS at) AS d
       WHERE lead_id = (SELECT id FROM leads WHERE external_id = $1) ORDER BY number DESC LIMIT 1`,
      [id, at(daysAgo), reason],
    );
    await audit(pgTx(client), { actor: systemActor("test"), action: "lead.hand_over", object: `lead:${id}` });
  });
const report = async (id: bigint) => {
  const brief = await readBrief(people.ae, String(id), now);
  if (!brief) throw new Error("no brief");
  const { delivered, claims, outcome } = brief.counts;
  return { delivered, claims, handedOver: outcome.handedOver, badData: outcome.rejected.bad_data };
};
const claimed = async (id: bigint) =>
  (await readClaims(people.ae, String(id), 9)).map(({ externalId, rejection }) => [externalId, rejection]);

describe("a seller answers for the cycles that its delivery opened", () => {
  test("not for one from before it", async () => {
    const id = await signedBrief(people, { vendor: "Late Seller" });
    expect(
      await send([lead("organic", { bought_from: null, created_at: addDays(today(), -120), handed_over_at: at(100) })]),
    ).toEqual([]);
    expect(await reject("organic", 99)).toEqual([]);
    expect(await send([lead("organic", { bought_from: "Late Seller" })])).toEqual([]);
    expect(await report(id)).toEqual({ delivered: 1, claims: 0, handedOver: 0, badData: 0 });
    expect(await claimed(id)).toEqual([]);
    await cycle("organic", 2, "out_of_icp");
    expect(await report(id)).toEqual({ delivered: 1, claims: 1, handedOver: 1, badData: 0 });
    expect(await claimed(id)).toEqual([["organic", "out_of_icp"]]);
  });

  test("and not for one that another seller's delivery opened; sold back, for its own again", async () => {
    const [a, b] = [
      await signedBrief(people, { vendor: "Seller A" }),
      await signedBrief(people, { vendor: "Seller B" }),
    ];
    const sold = (vendor: string, fields: JsonRecord = {}) =>
      send([lead("twice", { bought_from: vendor, created_at: addDays(today(), -320), ...fields })]);
    expect(await sold("Seller A", { handed_over_at: at(300) })).toEqual([]);
    expect(await reject("twice", 299)).toEqual([]);
    expect(await sold("Seller B")).toEqual([]);
    await cycle("twice", 200, "bad_data");
    expect(await report(a)).toEqual({ delivered: 1, claims: 1, handedOver: 1, badData: 1 });
    expect(await report(b)).toEqual({ delivered: 1, claims: 1, handedOver: 1, badData: 1 });
    expect(await sold("Seller A")).toEqual([]);
    expect(await report(a)).toEqual({ delivered: 1, claims: 1, handedOver: 1, badData: 1 });
    await cycle("twice", 100, "out_of_icp");
    expect(await report(a)).toEqual({ delivered: 1, claims: 1, handedOver: 2, badData: 1 });
    expect(await report(b)).toEqual({ delivered: 1, claims: 1, handedOver: 1, badData: 1 });
    expect([await claimed(a), await claimed(b)]).toEqual([[["twice", "out_of_icp"]], [["twice", "bad_data"]]]);
  });
});

describe("what is no new delivery", () => {
  test("another spelling of the seller, inside the window and after it", async () => {
    const id = await signedBrief(people, { vendor: "Gone" });
    expect(await send([lead("spelt", { bought_from: "Gone" })])).toEqual([]);
    const rows = async () =>
      (
        await database().pool.query(
          "SELECT count(*)::int AS n FROM brief_rows r JOIN leads l ON l.id = r.lead_id WHERE l.external_id = 'spelt'",
        )
      ).rows[0].n;
    expect(await send([lead("spelt", { bought_from: "GONE" })])).toEqual([]);
    expect(await rows()).toBe(1);
    expect(await send([lead("spelt", { bought_from: null })])).toEqual([]);
    expect(await send([lead("spelt", { bought_from: " gone" })])).toEqual([]);
    expect(await rows()).toBe(1);
    const brief = await readBrief(people.vp_revops, String(id), now);
    await endBrief(people.vp_revops, { id, seen: brief?.seen ?? 0n });
    expect(await send([lead("spelt", { bought_from: "Ｇone" })])).toEqual([]);
    expect(await send([lead("spelt", { bought_from: "" })])).toEqual([]);
    expect(await send([lead("spelt", { bought_from: "gone" })])).toEqual([]);
    expect(await send([lead("unspelt", { bought_from: "gone" })])).toMatchObject([{ code: "BRIEF_UNSIGNED" }]);
    expect(await rows()).toBe(1);
  });
});

test("a seller with two briefs has one line over both, with each lead once", async () => {
  const vendor = "Two Terms";
  const first = await signedBrief(people, { vendor });
  expect(await send([lead("T-1", { bought_from: vendor }), lead("T-2", { bought_from: vendor })])).toEqual([]);
  const brief = await readBrief(people.vp_revops, String(first), now);
  await endBrief(people.vp_revops, { id: first, seen: brief?.seen ?? 0n });
  await signedBrief(people, { vendor: "TWO terms" });
  expect(await send([lead("T-1", { bought_from: null })])).toEqual([]);
  expect(
    await send([
      lead("T-1", { bought_from: vendor, handed_over_at: at(2) }),
      lead("T-3", { bought_from: vendor, handed_over_at: at(2) }),
    ]),
  ).toEqual([]);
  expect(await reject("T-3", 1)).toEqual([]);
  const { vendors } = await readBriefs(people.bdr, now);
  expect(
    vendors.map(({ vendor: name, briefs, leads, claims, outcome }) => [name, briefs, leads, claims, outcome]),
  ).toEqual([["TWO terms", 2, 3, 1, expect.objectContaining({ handedOver: 2, accepted: 0, pending: 1 })]]);
});

import { beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readBatches, readClaims } from "@/lib/data/brief-report";
import { readBrief } from "@/lib/data/briefs";
import { addDays } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { ingestRecords } from "@/lib/services/batches";
import { endBrief } from "@/lib/services/briefs";
import type { JsonRecord } from "@/lib/services/parse/records";
import { agreementInForce } from "@/tests/support/agreements";
import { boughtLead as lead, signedBrief, today } from "@/tests/support/briefs";
import { ingest, SOURCE_SYSTEM } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused, fingerprint, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
const now = new Date();

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await agreementInForce(database());
});

const send = (leads: readonly JsonRecord[], at = now) => ingest(database().pool, { leads }, at);
const stored = async (id: string) =>
  (await database().pool.query("SELECT bought_from, email FROM leads WHERE external_id = $1", [id])).rows[0];
describe("with a signed brief", () => {
  let id: bigint;
  beforeAll(async () => {
    id = await signedBrief(people);
  });
  const report = async () => {
    const brief = await readBrief(people.bdr, String(id), now);
    if (!brief) throw new Error("no brief");
    return brief.counts;
  };

  test("rows land whatever the spelling of the vendor, and each is checked as it came in", async () => {
    expect(
      await send([
        lead("B-1", { bought_from: " paperlane   MEDIA " }),
        lead("B-2", { employees: 20, country: "FR" }),
        lead("B-3", { score: "70" }),
        lead("B-4", { score: null, score_vendor: null }),
        lead("B-5", { naics: null, title: "Student" }),
        lead("own-3", { bought_from: null }),
      ]),
    ).toEqual([]);
    const { rows } = await database().pool.query(
      "SELECT l.external_id, r.failed, r.pending FROM brief_rows r JOIN leads l ON l.id = r.lead_id ORDER BY 1",
    );
    const touches = ["behaviour", "time_decay"];
    expect(rows).toEqual([
      { external_id: "B-1", failed: [], pending: touches },
      { external_id: "B-2", failed: ["firmographic", "geography"], pending: touches },
      { external_id: "B-3", failed: ["score"], pending: touches },
      { external_id: "B-4", failed: [], pending: ["score", ...touches] },
      { external_id: "B-5", failed: ["industry", "title", "disqualifiers"], pending: touches },
    ]);
    expect(await report()).toMatchObject({ delivered: 5, passed: 2, claims: 3 });
    expect(await readBatches(people.ae, String(id))).toMatchObject([{ receivedOn: today(), rows: 5, passed: 2 }]);
  });

  test("the same rows again, or other data of a lead that is there, are no second delivery", async () => {
    const before = await report();
    expect(await send([lead("B-1", { bought_from: " paperlane   MEDIA " }), lead("B-2", { employees: 900 })])).toEqual(
      [],
    );
    expect(await report()).toEqual(before);
    expect(await readBatches(people.ae, String(id))).toHaveLength(1);
  });

  test("a lead that names its vendor later is delivered then", async () => {
    expect(await send([lead("own-3")])).toEqual([]);
    expect(await report()).toMatchObject({ delivered: 6, passed: 3 });
    expect(await readBatches(people.ae, String(id))).toMatchObject([{ rows: 1 }, { rows: 5 }]);
  });

  test("a dry run keeps no batch", async () => {
    const options = {
      kind: "leads",
      sourceSystem: SOURCE_SYSTEM,
      via: "api",
      actor: systemActor("test"),
      now,
    } as const;
    await expectNothing(() => ingestRecords(database().pool, { ...options, dryRun: true, records: [lead("dry")] }));
  });
  const expectNothing = async (work: () => Promise<unknown>) => {
    const before = await fingerprint(database().pool);
    await work();
    expect(await fingerprint(database().pool)).toEqual(before);
  };

  test("the report is that of the cycles, and the claims are its failed and rejected rows", async () => {
    const handed_over_at = `${addDays(today(), -2)}T15:00:00Z`;
    const leads = ["ok", "icp", "persona", "intent", "data", "open"].map((name) =>
      lead(`R-${name}`, { handed_over_at }),
    );
    expect(await send(leads)).toEqual([]);
    const decided_at = `${addDays(today(), -1)}T15:00:00Z`;
    const reject = (name: string, reason_code: string) => ({
      lead_external_id: `R-${name}`,
      decided_at,
      verdict: "reject",
      reason_code,
      touched_at: decided_at,
      touch_kind: "call",
    });
    const decisions = [
      { lead_external_id: "R-ok", decided_at, verdict: "accept" },
      reject("icp", "out_of_icp"),
      reject("persona", "wrong_persona"),
      reject("intent", "no_intent"),
      reject("data", "bad_data"),
    ];
    expect(await ingest(database().pool, { decisions }, now)).toEqual([]);
    const counts = await report();
    expect(counts).toMatchObject({ delivered: 12, passed: 9, claims: 6 });
    expect(counts.outcome).toEqual({
      handedOver: 6,
      accepted: 1,
      rejected: { out_of_icp: 1, wrong_persona: 1, no_intent: 1, bad_data: 1, already_in_pipeline: 0 },
      unworked: 0,
      pending: 1,
    });
    const { rows } = await database().pool.query(`
      SELECT c.stage::text, c.reason::text, count(*)::int AS n FROM cycles c JOIN leads l ON l.id = c.lead_id
      WHERE l.bought_from IS NOT NULL GROUP BY 1, 2`);
    const of = (stage: string) => rows.filter((row) => row.stage === stage).reduce((sum, { n }) => sum + n, 0);
    const { rejected, ...outcome } = counts.outcome;
    expect(Object.values(rejected).reduce((a, b) => a + b)).toBe(of("rejected"));
    expect([outcome.accepted, outcome.pending]).toEqual([of("sal"), of("mql")]);
    expect(outcome.handedOver).toBe(rows.reduce((sum, { n }) => sum + n, 0));
    // When the decision SLA has run out, what is undecided counts.
    const late = await readBrief(people.bdr, String(id), new Date(now.getTime() + 30 * 86_400_000));
    expect(late?.counts.outcome).toMatchObject({ unworked: 1, pending: 0 });
    const claims = await readClaims(people.ae, String(id), 100);
    expect(claims.map(({ externalId, failed, rejection }) => [externalId, failed, rejection])).toEqual([
      ["B-2", ["firmographic", "geography"], null],
      ["B-3", ["score"], null],
      ["B-5", ["industry", "title", "disqualifiers"], null],
      ["R-icp", [], "out_of_icp"],
      ["R-persona", [], "wrong_persona"],
      ["R-data", [], "bad_data"],
    ]);
    expect(await readClaims(people.ae, String(id), 2)).toHaveLength(2);
  });

  test("the CFO reads none of it", async () => {
    await expect(readClaims(people.cfo, String(id), 9)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(readBatches(people.cfo, String(id))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("after its end new rows are refused, those that are there may change", async () => {
    const brief = await readBrief(people.vp_revops, String(id), now);
    await endBrief(people.vp_revops, { id, seen: brief?.seen ?? 0n });
    expect(await send([lead("B-9")])).toMatchObject([{ code: "BRIEF_UNSIGNED" }]);
    expect(await send([lead("B-3", { email: "other@buyer.example" })])).toEqual([]);
    expect((await stored("B-3")).email).toBe("other@buyer.example");
    // The same vendor under another spelling is the same.
    expect(await send([lead("B-3", { bought_from: "PAPERLANE MEDIA" })])).toEqual([]);
    await expectRefused(database().pool, () => database().pool.query("UPDATE brief_rows SET failed = '{}'"), {
      code: "42501",
    });
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { addDays } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { writeBrief } from "@/lib/services/briefs";
import { importFile } from "@/lib/services/imports";
import type { JsonRecord } from "@/lib/services/parse/records";
import { agreementInForce } from "@/tests/support/agreements";
import { briefText, boughtLead as lead, signAs, today, VENDOR } from "@/tests/support/briefs";
import { temporaryFolder } from "@/tests/support/files";
import { ingest, SOURCE_SYSTEM } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { fingerprint, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
const now = new Date();
const folder = temporaryFolder();

afterAll(() => folder.remove());
beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await agreementInForce(database());
});

const send = (leads: readonly JsonRecord[]) => ingest(database().pool, { leads }, now);
const stored = async (id: string) =>
  (await database().pool.query("SELECT bought_from, email FROM leads WHERE external_id = $1", [id])).rows[0];
/** Nothing but the import itself was written down. */
const traces = ["imports", "audit_log", "audit_head"];
const unchangedBut = async (work: () => Promise<unknown>) => {
  const pick = async () =>
    Object.entries(await fingerprint(database().pool)).filter(([name]) => !traces.includes(name));
  const before = await pick();
  await work();
  expect(await pick()).toEqual(before);
};

describe("without a signed brief", () => {
  test("rows that name a vendor are refused one by one, the others land", async () => {
    expect(
      await send([lead("own-1", { bought_from: null }), lead("bought-1"), lead("own-2", { bought_from: "" })]),
    ).toEqual([
      {
        line: 1,
        field: "bought_from",
        code: "BRIEF_UNSIGNED",
        message: expect.stringMatching(/"Paperlane Media" is signed by both sides .* Have CRO and CMO sign it/),
      },
    ]);
    expect(await stored("bought-1")).toBeUndefined();
    expect((await stored("own-2")).bought_from).toBeNull();
  });

  test.each(["a draft", "one signature", "a delivery that begins tomorrow"])(
    "%s is none, and no table changes",
    async (what) => {
      const vendor = `Vendor with ${what}`;
      const later = { deliveryFrom: addDays(today(), 1) };
      const id = await writeBrief(
        people.vp_revops,
        briefText({ vendor, ...(what.endsWith("tomorrow") ? later : {}) }),
        now,
      );
      if (what !== "a draft") await signAs(people.cmo, id);
      if (what.endsWith("tomorrow")) await signAs(people.cro, id);
      await unchangedBut(async () => {
        const [refused] = await send([lead("none", { bought_from: vendor })]);
        expect(refused).toMatchObject({ code: "BRIEF_UNSIGNED" });
      });
      await database().pool.query("UPDATE buying_briefs SET ended_at = now() WHERE id = $1", [id]);
    },
  );

  test("a file and a dry run say the same, and name the column of the file", async () => {
    const file = folder.write(
      "bought.csv",
      `Id,Seller,source,created_at\nF-1,${VENDOR},webinar,2026-01-05\nF-2,,webinar,2026-01-05\n`,
    );
    const mapping = { columns: { external_id: "Id", bought_from: "Seller" }, constants: {}, values: {} };
    for (const dryRun of [true, false]) {
      const rejected: unknown[] = [];
      const outcome = await importFile(database().pool, {
        kind: "leads",
        file,
        mapping,
        sourceSystem: SOURCE_SYSTEM,
        via: "cli",
        actor: people.vp_revops,
        now,
        dryRun,
        onRejected: (rows) => void rejected.push(...rows),
      });
      expect(outcome).toMatchObject({ inserted: 1, rejected: 1 });
      expect(rejected).toMatchObject([{ line: 2, column: "Seller", code: "BRIEF_UNSIGNED" }]);
    }
  });
});

import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readFloors } from "@/lib/data/floors";
import { readMonday } from "@/lib/data/monday";
import { readMondays, readRestatement } from "@/lib/data/mondays";
import { fetchRestated } from "@/lib/data/restatements";
import type { RestatedFigure, Restatement } from "@/lib/domain/restatement";
import { termsText } from "@/lib/domain/terms";
import { startDraft } from "@/lib/services/agreement/drafts";
import { setFloors } from "@/lib/services/floors";
import { takeSnapshot } from "@/lib/services/snapshots";
import { restatedLines } from "@/lib/view/loop/mondays";
import { restatementCsv, restatementView } from "@/lib/view/loop/restatement";
import { labelsOf } from "@/lib/view/monday/labels";
import { addPerson } from "@/tests/support/actors";
import { addSigners, proposeAndSign } from "@/tests/support/agreements";
import { ingest, merge } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";
import { DEALS } from "@/tests/support/vector-deals";
import { MONDAY } from "@/tests/support/vectors";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const FIRST = "2027-07-05";
const NEXT = "2027-07-12";
const NOW = new Date("2027-07-13T12:00:00Z");
const take = (asOf: string) => takeSnapshot(database().prisma, systemActor("test"), asOf, NOW);
const today = () => fetchRestated(database().prisma, FIRST);
let reader: Person;

/** A lead that was handed over in a week of both windows and came in after it was frozen. */
const late = (id: string) => ({
  leads: [
    { external_id: id, source: "paid_search", employees: 50, created_at: "2027-06-01", handed_over_at: "2027-06-10" },
  ],
});
const fieldOf = (figures: readonly RestatedFigure[], address: string, name: string) =>
  figures.find(({ figure }) => figure === address)?.fields.find(({ field }) => field === name);

async function recordedIn(asOf: string): Promise<Restatement & { bytes: string; hash: string }> {
  const { rows } = await database().pool.query<{ payload: string; hash: string }>(
    "SELECT payload, encode(hash, 'hex') AS hash FROM restatements WHERE as_of = $1",
    [asOf],
  );
  const { payload = "{}", hash = "" } = rows[0] ?? {};
  return { ...(JSON.parse(payload) as Restatement), bytes: payload, hash };
}

beforeAll(async () => {
  await ingest(database().pool, merge([MONDAY, DEALS]));
  reader = (await signedInPeople(database().pool)).cro;
  await take(FIRST);
});

describe("what came in after a Monday was frozen", () => {
  it("is nothing at first: no line, no row, and the first snapshot records nothing", async () => {
    expect(await today()).toEqual([]);
    expect((await readMonday(FIRST, NOW)).restated).toEqual({ today: 0, recorded: null });
    expect(await database().prisma.restatement.count()).toBe(0);
    const { items } = await readMondays(reader, { limit: 5, offset: 0 });
    expect(items).toMatchObject([{ asOf: FIRST, judges: true, restated: null }]);
    expect(items[0]?.breaches).toBeGreaterThan(0);
  });

  it("shows as figures with their deltas, on the page of that Monday too", async () => {
    await ingest(database().pool, late("late-1"));
    const figures = await today();
    expect(fieldOf(figures, "acceptance:paid_search:SMB", "n")).toMatchObject({ frozen: 20, now: 21, delta: "1" });
    expect(fieldOf(figures, "acceptance:paid_search:SMB", "acceptance")).toMatchObject({
      frozen: "0.5000",
      now: "0.4762",
      delta: "-2.38",
    });
    expect(fieldOf(figures, "acceptance_total", "unworked")).toMatchObject({ delta: "1" });
    expect(figures.some(({ figure }) => figure.startsWith("cost"))).toBe(false);
    const { restated } = await readMonday(FIRST, NOW);
    expect(restated).toEqual({ today: figures.length, recorded: null });
    expect(restatedLines(FIRST, restated)).toEqual([
      { href: `/loop/mondays/${FIRST}`, words: `${figures.length} figures are known better today` },
    ]);
  });

  it("is recorded by the next snapshot, in the same transaction, as it was known at that moment", async () => {
    const known = await today();
    await take(NEXT);
    const { bytes, hash, ...recorded } = await recordedIn(NEXT);
    expect(recorded).toEqual({ as_of: NEXT, earlier: FIRST, figures: known });
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(hash);
    const entry = await database().prisma.auditEntry.findFirstOrThrow({ where: { object: `snapshot:${NEXT}` } });
    expect(entry.after).toMatchObject({ restated: hash });
    const { restated } = await readMonday(NEXT, NOW);
    expect(restated).toEqual({ today: 0, recorded: { earlier: FIRST, figures: known.length } });
    expect(restatedLines(NEXT, restated)).toEqual([
      { href: `/loop/mondays/${FIRST}`, words: `Since last Monday’s snapshot ${known.length} of its figures changed` },
    ]);
    const { items, total } = await readMondays(reader, { limit: 1, offset: 1 });
    expect([total, items]).toEqual([
      2,
      [expect.objectContaining({ asOf: FIRST, restated: { asOf: NEXT, figures: known.length } })],
    ]);
  });

  it("goes on beside what was recorded; the frozen page and the record stay", async () => {
    const before = await recordedIn(NEXT);
    await ingest(database().pool, late("late-2"));
    expect(await recordedIn(NEXT)).toEqual(before);
    const monday = await readRestatement(reader, FIRST);
    if (!monday) throw new Error("it is frozen");
    expect(fieldOf(monday.today, "acceptance:paid_search:SMB", "n")).toMatchObject({ frozen: 20, now: 22 });
    const view = restatementView(monday, labelsOf([], []), ["paid_search"]);
    const row = view.sections[0]?.rows.find(({ key }) => key === "acceptance:paid_search:SMB n");
    expect(row).toMatchObject({ frozen: "20", recorded: "21", today: "22", delta: "+2", name: "paid_search, SMB" });
    expect(row?.href).toContain("segment=SMB");
    expect(restatementCsv(monday)).toContain("acceptance:paid_search:SMB,n,changed,20,21,22,2,count\r\n");
  });

  it("is of no Monday that was never frozen", async () => {
    expect(await readRestatement(reader, "2027-06-28")).toBeNull();
    expect((await readMonday("2027-06-28", NOW)).restated).toEqual({ today: 0, recorded: null });
  });

  it("is no change of who works here: the frozen feed rate stays, and late volume is held against it", async () => {
    const before = await today();
    const { pool } = database();
    await addPerson(pool, "bdr", { tag: "hired" });
    const capacity = (leads: number) =>
      pool.query("UPDATE organisation SET sdr_weekly_capacity = $1 WHERE id = 1", [leads]);
    await capacity(4_000);
    expect(await today()).toEqual(before);
    // The next Monday is frozen below that feed; people who go make it no better.
    const last = "2027-07-19";
    await takeSnapshot(database().prisma, systemActor("test"), last, new Date("2027-07-20T12:00:00Z"));
    await capacity(1);
    expect(await fetchRestated(database().prisma, last)).toEqual([]);
    const volume = (await readMonday(last, NOW)).document.volume;
    expect(volume).toMatchObject({ below_feed: true });
    const handed = {
      ...late("late-3").leads[0],
      external_id: "late-3",
      handed_over_at: "2027-07-14",
      created_at: "2027-07-01",
    };
    await ingest(pool, { leads: [handed] }, new Date("2027-07-20T13:00:00Z"));
    const figures = await fetchRestated(database().prisma, last);
    expect(fieldOf(figures, "volume", "volume")).toMatchObject({ delta: "1" });
    expect([fieldOf(figures, "volume", "feed"), fieldOf(figures, "rejection", "arguable")]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("is judged by the terms of the frozen Monday: a new agreement restates nothing", async () => {
    const before = await today();
    const signers = await addSigners(database().pool);
    await startDraft(signers.vp_revops);
    const { version, terms, seen } = await readFloors(signers.vp_revops, "edited");
    const text = {
      ...termsText(terms),
      rejection_cap: "3",
      acv_min: "0",
      cost_line: "0.01",
      minimum_n: "2",
      "floor.webinar": "99",
    };
    await setFloors(signers.vp_revops, { version, seen, text, reason: "Agreed on Tuesday" });
    await proposeAndSign(database().pool, signers);
    expect(await today()).toEqual(before);
    expect((await readMonday(FIRST, NOW)).restated.today).toBe(before.length);
    expect(await differences(database())).toEqual([]);
  });
});

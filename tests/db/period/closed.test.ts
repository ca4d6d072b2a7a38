import { beforeAll, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { fetchFixes } from "@/lib/data/fixes";
import { readPeriod } from "@/lib/data/period-reviews";
import type { PeriodKind } from "@/lib/domain/periods";
import type { Role } from "@/lib/domain/roles";
import { handOverFix } from "@/lib/services/fix-work";
import { openFixIn } from "@/lib/services/fixes";
import { takeSnapshot } from "@/lib/services/snapshots";
import { prismaTx } from "@/lib/services/sql";
import { sourceReview } from "@/lib/view/period/view";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const NOW = new Date("2027-08-10T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await takeSnapshot(database().prisma, systemActor("test"), "2027-06-28", NOW);
});

const sources = async (kind: PeriodKind, key: string) => {
  const review = await readPeriod(people.bdr, kind, key, NOW);
  if (!review) throw new Error(`${key} is a period`);
  return sourceReview(review);
};

test("a closed quarter stays as it was when a fix that was due in it is handed over afterwards", async () => {
  const { cmo, vp_revops, head_demand_gen, head_sdr } = people;
  const open = (reason: "bad_data" | "no_intent", openedOn: string) =>
    database().prisma.$transaction((client) =>
      openFixIn(prismaTx(client), { reason, sourceCode: "webinar", ownerId: head_sdr.id, action: null, openedOn }),
    );
  const [missed, taken] = [await open("bad_data", "2026-10-01"), await open("no_intent", "2026-10-01")];
  const handOver = async (id: bigint, ownerId: bigint, day: string) => {
    const seen = (await fetchFixes()).find((fix) => fix.id === id)?.seen ?? 0n;
    await handOverFix(vp_revops, { id, seen, ownerId }, new Date(`${day}T16:00:00Z`));
  };
  const shares = async () =>
    (await sources("quarterly", "2026-Q4")).fixes?.rows.map(({ owner, counts }) => [owner, counts]);
  // One who takes it over before it is due misses it.
  await handOver(taken, head_demand_gen.id, "2026-10-30");
  const before = [
    [head_demand_gen.name, "0 of 1"],
    [head_sdr.name, "0 of 1"],
  ].sort();
  expect((await shares())?.sort()).toEqual(before);
  await handOver(missed, cmo.id, "2026-10-31");
  await handOver(taken, vp_revops.id, "2026-11-20");
  await handOver(missed, vp_revops.id, "2026-11-21");
  expect((await shares())?.sort()).toEqual(before);
});

test("a quarter with one frozen Monday has its tables, and says so", async () => {
  const { ends, endsNote } = await sources("quarterly", "2027-Q2");
  expect(ends.map(({ key }) => key)).toEqual(["acceptance", "cost", "influence", "pipeline"]);
  expect(endsNote).toBe("as frozen on 28 Jun, the one frozen Monday");
});

test("a month whose month before has no frozen Monday is held against the last one before it", async () => {
  expect((await sources("monthly", "2027-06")).tableNote).toBe(
    "as frozen on 28 Jun 2027, with nothing frozen before it to hold it against",
  );
  await takeSnapshot(database().prisma, systemActor("test"), "2027-04-26", NOW);
  expect((await sources("monthly", "2027-06")).tableNote).toBe("as frozen on 28 Jun 2027, held against 26 Apr 2027");
});

import { beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { type FrozenFigures, figuresByHash, type Rows } from "@/lib/data/frozen-figures";
import { frozenRejections, latestRejection } from "@/lib/data/frozen-rejections";
import { fetchHistory } from "@/lib/data/snapshots";
import { takeSnapshot } from "@/lib/services/snapshots";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { MONDAY } from "@/tests/support/vectors";

const database = processDatabase();
const NOW = new Date("2027-07-20T12:00:00Z");
const RANGE = { from: "2027-06-28", to: "2027-07-12" };
let payloads = 0;
/** Counts the statements that read what earlier payloads say. */
const rowsOf: Rows = (sql) => {
  if (sql.sql.includes(`',"influence":'`)) payloads += 1;
  return database().prisma.$queryRaw(sql);
};
const take = async (asOf: string) => (await takeSnapshot(database().prisma, systemActor("test"), asOf, NOW)).hash;
const hashes: string[] = [];

beforeAll(async () => {
  await ingest(database().pool, MONDAY);
  for (const asOf of ["2027-06-28", "2027-07-12"]) hashes.push(await take(asOf));
});

it("a payload is read once in a process, whoever asks for what it says", async () => {
  const read = await figuresByHash(rowsOf, hashes);
  expect([...read.values()].map(({ snapshot }: FrozenFigures) => snapshot.asOf).sort()).toEqual([RANGE.from, RANGE.to]);
  payloads = 0;
  expect((await figuresByHash(rowsOf, hashes)).get(hashes[0] ?? "")).toBe(read.get(hashes[0] ?? ""));
  await frozenRejections(rowsOf, RANGE);
  expect((await fetchHistory(rowsOf, "2027-07-19")).mondays).toHaveLength(2);
  expect(payloads).toBe(0);
});

it("a Monday that was frozen after a later one is no point of a trend", async () => {
  await take("2027-07-05");
  expect((await frozenRejections(rowsOf, RANGE)).map(({ asOf }) => asOf)).toEqual([RANGE.from, RANGE.to]);
  expect(await latestRejection(rowsOf, "2027-07-11")).toMatchObject({ asOf: RANGE.from });
});

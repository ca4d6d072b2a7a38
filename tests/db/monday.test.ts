import { beforeAll, expect, it } from "vitest";
import { readMonday } from "@/lib/data/monday";
import type { Reader } from "@/lib/data/reader";
import { connect } from "@/lib/db";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { MONDAY } from "@/tests/support/vectors";

const database = processDatabase();
const NOW = new Date("2027-07-05T12:00:00Z");

/** Reads as the app does and counts the statements. */
function counting(): { reader: Reader; statements: () => number } {
  let count = 0;
  const { prisma } = database();
  const reader: Reader = {
    $queryRaw: ((...args: Parameters<Reader["$queryRaw"]>) => {
      count += 1;
      return prisma.$queryRaw(...args);
    }) as Reader["$queryRaw"],
  };
  return { reader, statements: () => count };
}

const lead = { external_id: "one-more", source: "paid_search", employees: 50, created_at: "2027-06-01" };

beforeAll(async () => {
  await ingest(database().pool, MONDAY);
});

it("asks for two small statements while nothing was written", async () => {
  const first = await readMonday("2027-07-05", NOW);
  const { reader, statements } = counting();
  const again = await readMonday("2027-07-05", NOW, reader);
  expect(statements()).toBe(2);
  expect(again).toEqual(first);
});

it("shows what was written since, by whichever process, on every Monday", async () => {
  const before = await readMonday("2027-07-05", NOW);
  const current = await readMonday(null, NOW);
  expect(current.document).toEqual(before.document);
  const other = connect(database().url);
  await ingest(other.pool, { leads: [{ ...lead, handed_over_at: "2027-06-07" }] });
  await other.close();
  const after = await readMonday("2027-07-05", NOW);
  expect(after.document.acceptance.total.n).toBe(before.document.acceptance.total.n + 1);
  expect((await readMonday(null, NOW)).document).toEqual(after.document);
});

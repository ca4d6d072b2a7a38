import { expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { costUnit } from "@/lib/domain/cures";
import { addDays } from "@/lib/domain/dates";
import { catchUpClocks } from "@/lib/services/clocks";
import { prismaTx } from "@/lib/services/sql";
import { withoutGuards } from "@/tests/support/agreements";
import { freezeMonday } from "@/tests/support/loop";
import { processDatabase } from "@/tests/support/process-database";
import { differences } from "@/tests/support/verify";

const database = processDatabase();

test("a database whose Mondays were frozen before clocks were kept gets them once", async () => {
  for (let week = 0; week <= 5; week++)
    await freezeMonday(database().prisma, addDays("2027-07-05", 7 * week), {
      breached: [costUnit("content_syndication")],
    });
  await withoutGuards(database().url, async (client) => {
    await client.query("DELETE FROM clock_moves");
    await client.query("DELETE FROM clocks");
  });
  const catchUp = () =>
    database().prisma.$transaction((client) => catchUpClocks(prismaTx(client), systemActor("migrate")));
  await catchUp();
  await catchUp();
  expect(await differences(database())).toEqual([]);
  expect(await database().prisma.auditEntry.count({ where: { action: "clocks.catch_up" } })).toBe(1);
});

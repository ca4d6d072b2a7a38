import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/lib/cli/client";
import { connect } from "@/lib/db";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

describe("connect", () => {
  test("works as the app's role, in raw SQL and in Prisma", async () => {
    const raw = await database.pool.query("SELECT current_user AS name");
    expect(raw.rows).toEqual([{ name: "accord_app" }]);
    const prisma = await database.prisma.$queryRaw`SELECT current_user::text AS name`;
    expect(prisma).toEqual([{ name: "accord_app" }]);
  });

  test("may not change what is append-only", async () => {
    await expect(database.pool.query("UPDATE audit_log SET actor = 'x'")).rejects.toMatchObject({ code: "42501" });
    await expect(database.pool.query("DELETE FROM lifecycle_events")).rejects.toMatchObject({ code: "42501" });
  });

  test("reads the same instant whatever zone the server prefers", async () => {
    const at = new Date("2027-07-05T10:00:00.000Z");
    const odd = await freshDatabase();
    await withClient(odd.url, async (client) => {
      const { rows } = await client.query("SELECT current_database() AS name");
      await client.query(`ALTER DATABASE "${rows[0]?.name}" SET timezone TO 'Asia/Kathmandu'`);
    });
    const fresh = connect(odd.url);
    const email = "zone@example.com";
    await fresh.prisma.user.create({ data: { email, name: "Zone", role: "ceo", lastSeenAt: at } });
    expect((await fresh.prisma.user.findUniqueOrThrow({ where: { email } })).lastSeenAt).toEqual(at);
    const raw = await fresh.pool.query("SELECT last_seen_at FROM users WHERE email = $1", [email]);
    expect(raw.rows).toEqual([{ last_seen_at: at }]);
    await fresh.close();
    await odd.drop();
  });

  test("answers with an error when every connection is taken", async () => {
    const small = connect(database.url, { max: 1, patience: 200 });
    const taken = await small.pool.connect();
    await expect(small.pool.query("SELECT 1")).rejects.toThrow(/timeout exceeded/);
    await expect(small.prisma.user.count()).rejects.toThrow(/timeout exceeded/);
    taken.release();
    expect(await small.prisma.user.count()).toBe(0);
    await small.close();
  });
});

test("raw rows hold exact values", async () => {
  const { rows } = await database.pool.query(`
    SELECT 9007199254740993::int8 AS big, 0.1000::numeric AS rate, DATE '2027-02-28' AS day,
           ARRAY[1, NULL]::int8[] AS bigs, ARRAY[0.10]::numeric[] AS rates, ARRAY[DATE '2027-03-01'] AS days,
           TIMESTAMPTZ '2027-07-05 06:00+05:45' AS at, NULL::int8 AS nothing`);
  expect(rows).toEqual([
    {
      big: 9007199254740993n,
      rate: "0.1000",
      day: "2027-02-28",
      bigs: [1n, null],
      rates: ["0.10"],
      days: ["2027-03-01"],
      at: new Date("2027-07-05T00:15:00Z"),
      nothing: null,
    },
  ]);
});

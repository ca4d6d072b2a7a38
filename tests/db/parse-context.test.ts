import { afterAll, beforeAll, expect, test } from "vitest";
import { withClient } from "@/lib/cli/client";
import { loadParseContext, type Query } from "@/lib/services/parse/context";
import { emptyDatabase, type FreshDatabase, freshDatabase } from "@/tests/support/database";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const query: Query = async <T>(text: string) => (await database.pool.query(text)).rows as T[];
/** Monday 00:30 in New York, Sunday evening nowhere east of it. */
const now = new Date("2027-07-05T04:30:00Z");
const load = () => loadParseContext(query, { sourceSystem: "crm", now });

test("the default settings are what records are parsed with", async () => {
  const context = await load();
  expect(context).toMatchObject({
    sourceSystem: "crm",
    zone: "America/New_York",
    calendar: {
      zone: "America/New_York",
      workingDays: [1, 2, 3, 4, 5],
      startMinute: 540,
      endMinute: 1080,
      holidays: new Set(),
    },
    decisionDays: 5,
    followUpHours: 24,
    agreementVersion: 1,
    eras: [
      {
        from: Number.NEGATIVE_INFINITY,
        decisionDays: 5,
        followUpHours: 24,
        calendar: { workingDays: [1, 2, 3, 4, 5] },
      },
    ],
    currency: "USD",
    today: "2027-07-05",
  });
  expect(context.segments.map(({ code, min, max }) => [code, min, max])).toEqual([
    ["SMB", 1, 199],
    ["MM", 200, 1999],
    ["ENT", 2000, null],
    ["Unknown", null, null],
  ]);
  expect(context.stages.get("closed won")).toEqual({ ordinal: 6, isWon: true });
  expect(context.sources("Paid search")).toBe("paid_search");
});

test("what RevOps changes counts from the next run on", async () => {
  await database.pool.query(`
    UPDATE organisation SET time_zone = 'Asia/Kathmandu', currency = 'BRL', working_days = '{7}', work_start_minute = 600;
    UPDATE agreements SET decision_days = 3, follow_up_hours = 8;
    INSERT INTO holidays (day, name) VALUES ('2027-07-06', 'Test');
    INSERT INTO sources (code, label, position, is_unmapped) VALUES ('Unmapped: Fair', 'Unmapped: Fair', 1000, true), ('fairs', 'Fairs', 8, false);
    INSERT INTO source_mappings (value, source_code) VALUES ('trade_fair', 'fairs');
    INSERT INTO stage_names (key, name, stage, ordinal) VALUES ('verbal', 'Verbal', 'pipeline', 5)`);
  const context = await load();
  expect(context).toMatchObject({
    zone: "Asia/Kathmandu",
    calendar: { workingDays: [7], startMinute: 600, holidays: new Set(["2027-07-06"]) },
    decisionDays: 3,
    followUpHours: 8,
    eras: [
      { decisionDays: 3, followUpHours: 8, calendar: { zone: "Asia/Kathmandu", workingDays: [7], startMinute: 600 } },
    ],
    currency: "BRL",
    today: "2027-07-05",
  });
  expect(context.stages.get("verbal")).toEqual({ ordinal: 5, isWon: false });
  expect(["Fair", "Trade Fair", "FAIRS"].map(context.sources)).toEqual(["Unmapped: Fair", "fairs", "fairs"]);
});

test("a database without settings is refused with the command that makes them", async () => {
  const empty = await emptyDatabase();
  await withClient(empty.url, async (client) => {
    await client.query(
      "CREATE TABLE organisation (time_zone text, currency text, working_days int[], work_start_minute int, work_end_minute int)",
    );
    await client.query("CREATE TABLE agreements (version int, decision_days int, follow_up_hours int, status text)");
    const asked = loadParseContext(async <T>(text: string) => (await client.query(text)).rows as T[], {
      sourceSystem: "crm",
      now,
    });
    await expect(asked).rejects.toThrow("npm run migrate");
  });
  await empty.drop();
});

import { expect, test } from "vitest";
import { addDays, dateIn } from "@/lib/domain/dates";
import { frozenUntil } from "@/lib/domain/fiscal";
import { withoutGuards } from "@/tests/support/agreements";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();

test("the database freezes to the same day as the domain, for every day of four years and every month", async () => {
  const days = Array.from({ length: 1_500 }, (_, index) => addDays("2027-01-01", index));
  const months = Array.from({ length: 12 }, (_, index) => index + 1);
  const { rows } = await database().pool.query<{ day: string; month: number; until: string }>(
    `SELECT day::text, month, agreement_frozen_until(day, month)::text AS until
     FROM unnest($1::date[]) AS day CROSS JOIN unnest($2::int[]) AS month`,
    [days, months],
  );
  expect(rows).toHaveLength(days.length * months.length);
  const others = rows.filter(({ day, month, until }) => frozenUntil(day, month) !== until);
  expect(others).toEqual([]);
});

test.each(["Pacific/Kiritimati", "Pacific/Auckland", "America/Los_Angeles", "Pacific/Pago_Pago", "Asia/Kathmandu"])(
  "the day of the server is that of %s",
  async (zone) => {
    await withoutGuards(database().url, (client) => client.query("UPDATE organisation SET time_zone = $1", [zone]));
    const earliest = dateIn(new Date(), zone);
    const { rows } = await database().pool.query<{ day: string }>("SELECT agreement_today()::text AS day");
    expect([earliest, dateIn(new Date(), zone)]).toContain(rows[0]?.day);
  },
);

test("no caller says what day it is", async () => {
  const client = await database().pool.connect();
  try {
    await client.query("SET TimeZone = 'Pacific/Kiritimati'");
    await withoutGuards(database().url, (owner) =>
      owner.query("UPDATE organisation SET time_zone = 'Pacific/Pago_Pago'"),
    );
    const { rows } = await client.query<{ day: string }>("SELECT agreement_today()::text AS day");
    expect(rows[0]?.day).toBe(dateIn(new Date(), "Pacific/Pago_Pago"));
  } finally {
    await client.query("RESET TimeZone");
    client.release();
  }
});

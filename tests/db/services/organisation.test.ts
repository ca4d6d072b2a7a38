import { describe, expect, test } from "vitest";
import { personOfSession, systemActor } from "@/lib/auth/actor";
import { readOrganisation } from "@/lib/data/organisation";
import { setOrganisation } from "@/lib/services/organisation";
import { addPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";

const NOW = new Date("2027-07-05T16:00:00Z");
const database = processDatabase();
const command = systemActor("test");
const state = () => database().prisma.organisation.findUniqueOrThrow({ where: { id: 1 } });

test("is set before there are facts, and written down", async () => {
  const { name, timeZone, currency, fiscalYearStartMonth } = await state();
  const change = { name: " Probe GmbH ", timeZone: "Europe/Berlin", currency: "eur", fiscalYearStartMonth: 4 };
  await setOrganisation(command, change, NOW);
  expect(await readOrganisation()).toMatchObject({ name: "Probe GmbH", timeZone: "Europe/Berlin", currency: "EUR" });
  const entry = await database().prisma.auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
  expect(entry).toMatchObject({ actor: "system:test", action: "organisation.set" });
  expect(entry.before).toEqual({ name, timeZone, currency, fiscalYearStartMonth });
  expect(entry.after).toEqual({ ...change, name: "Probe GmbH", currency: "EUR" });
});

test.each([
  [{ name: " " }, "NAME_REQUIRED", "name"],
  [{ timeZone: "Berlin" }, "ZONE_UNKNOWN", "time-zone"],
  [{ timeZone: "+02:00" }, "ZONE_UNKNOWN", "time-zone"],
  [{ currency: "EURO" }, "CURRENCY_UNKNOWN", "currency"],
  [{ currency: "XXQ" }, "CURRENCY_UNKNOWN", "currency"],
  [{ fiscalYearStartMonth: 0 }, "FISCAL_MONTH_RANGE", "fiscal-start"],
  [{ fiscalYearStartMonth: 13 }, "FISCAL_MONTH_RANGE", "fiscal-start"],
  [{ fiscalYearStartMonth: 1.5 }, "FISCAL_MONTH_RANGE", "fiscal-start"],
  [{ fiscalYearStartMonth: Number.NaN }, "FISCAL_MONTH_RANGE", "fiscal-start"],
])("%j is refused", async (change, code, field) => {
  const before = await state();
  await expect(setOrganisation(command, change, NOW)).rejects.toMatchObject({ code, field });
  expect(await state()).toEqual(before);
});

test("is RevOps' to set", async () => {
  const revops = await addPerson(database().pool, "vp_revops");
  const cro = await addPerson(database().pool, "cro");
  const [may, mayNot] = await Promise.all([personOfSession(revops.id, 1), personOfSession(cro.id, 1)]);
  if (!may || !mayNot) throw new Error("must be signed in");
  await setOrganisation(may, { name: "By RevOps" }, NOW);
  await expect(setOrganisation(mayNot, { name: "By the CRO" }, NOW)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect((await state()).name).toBe("By RevOps");
});

describe("once there are facts", () => {
  test("zone and currency stay, with the reason; name and fiscal year may change", async () => {
    await database().pool.query(
      "INSERT INTO spend (source_code, start_date, end_date, amount, currency, reporting_amount) VALUES ('webinar', '2027-01-01', '2027-01-31', 10, 'EUR', 10)",
    );
    await expect(setOrganisation(command, { currency: "USD" }, NOW)).rejects.toMatchObject({
      code: "LOCKED_BY_DATA",
      field: "currency",
      status: 409,
    });
    await expect(setOrganisation(command, { timeZone: "UTC", name: "X" }, NOW)).rejects.toMatchObject({
      code: "LOCKED_BY_DATA",
      field: "time-zone",
    });
    await setOrganisation(
      command,
      {
        name: "Later",
        fiscalYearStartMonth: 7,
        currency: "EUR",
        timeZone: "Europe/Berlin",
      },
      NOW,
    );
    expect(await state()).toMatchObject({ name: "Later", fiscalYearStartMonth: 7, timeZone: "Europe/Berlin" });
  });
});

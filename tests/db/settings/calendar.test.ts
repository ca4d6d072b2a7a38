import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readCalendar } from "@/lib/data/calendar";
import { ROLES, type Role } from "@/lib/domain/roles";
import { addHoliday, removeHoliday, setWorkingTime, type WorkingTime } from "@/lib/services/calendar";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const NOW = new Date("2027-07-05T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const page = () => readCalendar(people.vp_revops);
const seen = async () => (await page()).seen;
const time = (changes: Partial<WorkingTime> = {}): WorkingTime => ({
  days: [1, 2, 3, 4, 5],
  start: "09:00",
  end: "18:00",
  ...changes,
});

test("working days and hours are set", async () => {
  const edit = { time: time({ days: [5, 1, 2, 3], start: "8:30", end: "24:00" }), seen: await seen() };
  await setWorkingTime(people.vp_revops, edit, NOW);
  expect(await page()).toMatchObject({ workingDays: [1, 2, 3, 5], startMinute: 510, endMinute: 1440 });
  expect(await auditTail(database().pool)).toMatchObject({
    action: "calendar.set_hours",
    object: "calendar",
    before: { working_days: "Mon, Tue, Wed, Thu, Fri", from: "09:00", to: "18:00" },
    after: { working_days: "Mon, Tue, Wed, Fri", from: "08:30", to: "24:00" },
  });
});

test("holidays come with a name and go", async () => {
  await addHoliday(people.vp_revops, { day: "2027-12-24", name: " Christmas   Eve ", seen: await seen() }, NOW);
  expect((await page()).holidays).toEqual([{ day: "2027-12-24", name: "Christmas Eve" }]);
  expect(await auditTail(database().pool)).toMatchObject({
    action: "calendar.add_holiday",
    after: { day: "2027-12-24" },
  });
  await expectRefused(
    database().pool,
    async () => addHoliday(people.vp_revops, { day: "2027-12-24", name: "Again", seen: await seen() }, NOW),
    { code: "HOLIDAY_EXISTS", field: "day", message: expect.stringContaining("Christmas Eve") },
  );
  await removeHoliday(people.vp_revops, { day: "2027-12-24", seen: await seen() }, NOW);
  expect((await page()).holidays).toEqual([]);
  expect(await auditTail(database().pool)).toMatchObject({ action: "calendar.remove_holiday", after: null });
});

describe("refused, and no table changes:", () => {
  const refused = (write: () => Promise<void>, refusal: object) => expectRefused(database().pool, write, refusal);

  test.each([
    ["no working day", time({ days: [] }), "CALENDAR_EMPTY", "days"],
    ["days that are none", time({ days: [0, 8] }), "CALENDAR_EMPTY", "days"],
    ["no hours", time({ start: "09:00", end: "09:00" }), "CALENDAR_EMPTY", "end"],
    ["hours backwards", time({ start: "18:00", end: "09:00" }), "CALENDAR_EMPTY", "end"],
    ["no time", time({ start: "nine" }), "TIME_INVALID", "start"],
    ["61 minutes", time({ end: "17:61" }), "TIME_INVALID", "end"],
    ["25 hours", time({ end: "25:00" }), "TIME_INVALID", "end"],
  ])("%s", async (_, workingTime, code, field) => {
    const edit = { time: workingTime, seen: await seen() };
    await refused(() => setWorkingTime(people.vp_revops, edit, NOW), { code, field });
  });

  test.each([
    ["2027-02-31", "Nowhere", "DATE_INVALID", "day"],
    ["", "Nowhere", "DATE_INVALID", "day"],
    ["2027-12-25", "  ", "NAME_REQUIRED", "name"],
    ["2027-12-25", "x".repeat(81), "NAME_REQUIRED", "name"],
  ])("the holiday %j %j", async (day, name, code, field) => {
    const edit = { day, name, seen: await seen() };
    await refused(() => addHoliday(people.vp_revops, edit, NOW), { code, field });
  });

  test("the removal of a day that is no holiday", async () => {
    const edit = { day: "2027-12-31", seen: await seen() };
    await refused(() => removeHoliday(people.vp_revops, edit, NOW), { code: "NOT_FOUND" });
  });

  test("a holiday that would leave no day to work for years", async () => {
    await database().pool.query("UPDATE organisation SET working_days = '{3}'");
    await database().pool.query(
      "INSERT INTO holidays SELECT day::date, 'Closed' FROM generate_series('2027-07-14'::date, '2045-12-31', '7 days') AS day",
    );
    const edit = { day: "2027-07-07", name: "The last one", seen: await seen() };
    await refused(() => addHoliday(people.vp_revops, edit, new Date("2027-07-06T12:00:00Z")), {
      code: "CALENDAR_EMPTY",
      field: "day",
    });
    await database().pool.query("INSERT INTO holidays VALUES ('2027-07-07', 'Closed')");
    const other = { time: time({ days: [3], start: "10:00" }), seen: await seen() };
    await refused(() => setWorkingTime(people.vp_revops, other, NOW), { code: "CALENDAR_EMPTY" });
    await database().pool.query("DELETE FROM holidays");
  });

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    const opened = await seen();
    const actor = people[role];
    await refused(() => setWorkingTime(actor, { time: time(), seen: opened }, NOW), { code: "FORBIDDEN" });
    await refused(() => addHoliday(actor, { day: "2027-12-25", name: "Christmas", seen: opened }, NOW), {
      code: "FORBIDDEN",
    });
    await refused(() => removeHoliday(actor, { day: "2027-12-25", seen: opened }, NOW), { code: "FORBIDDEN" });
    await expect(readCalendar(actor)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("what somebody else has changed meanwhile", async () => {
    const opened = await seen();
    await addHoliday(people.vp_revops, { day: "2027-12-25", name: "Christmas", seen: opened }, NOW);
    await refused(() => setWorkingTime(people.vp_revops, { time: time(), seen: opened }, NOW), { code: "CONFLICT" });
  });
});

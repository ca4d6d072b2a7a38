import { describe, expect, test } from "vitest";
import { can } from "@/lib/auth/permissions";
import { readCalendarFacts, readRoom } from "@/lib/data/reviews";
import { REVIEW_SEATS, ROLES } from "@/lib/domain/roles";
import { startTimer } from "@/lib/services/reviews/attend";
import { moveReview } from "@/lib/services/reviews/open";
import { addPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { MONDAY, reviewRoom, TUESDAY } from "@/tests/support/review-room";
import { auditTail } from "@/tests/support/settings";

const database = processDatabase();
const { people, open, refused } = reviewRoom(database);

describe("opening", () => {
  test("names five people for a frozen Monday; the entry says who", async () => {
    await open({ actor: people().cmo });
    const { review } = await readRoom(people().ae, MONDAY);
    expect(review?.seats.map(({ name }) => name)).toEqual(REVIEW_SEATS.map((seat) => people()[seat].name));
    expect(review).toMatchObject({
      heldOn: "2027-07-06",
      movedBecause: null,
      openedBy: people().cmo.name,
      closedAt: null,
    });
    expect(await auditTail(database().pool)).toMatchObject({ action: "review.open", object: `review:${MONDAY}` });
  });

  test("a second one of the week is refused, also of two at once", async () => {
    const results = await Promise.allSettled([
      open({ actor: people().cro }),
      open({ actor: people().cmo }),
      open({ actor: people().vp_revops }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "REVIEW_EXISTS", status: 409 });
    }
    await refused(() => open(), { code: "REVIEW_EXISTS" });
  });

  test("needs the snapshot of its Monday", async () => {
    await refused(() => open({ asOf: "2027-07-12", now: new Date("2027-07-13T14:00:00Z") }), {
      code: "SNAPSHOT_MISSING",
    });
  });

  test("of a week that is over is refused", async () => {
    await refused(() => open({ now: new Date("2027-07-12T04:00:00Z") }), { code: "REVIEW_LAPSED" });
  });

  test.each([
    ["nobody in a seat", { head_sdr: null }, "head_sdr"],
    ["an account that does not exist", { cmo: 999_999n }, "cmo"],
  ])("with %s is refused", async (_, changes, field) => {
    await refused(() => open({ changes }), { code: "ATTENDEES_EXACTLY_FIVE", field });
  });

  test("with somebody of another role, or one person twice, is refused", async () => {
    await refused(() => open({ changes: { head_sdr: people().bdr.id } }), { field: "head_sdr" });
    await refused(() => open({ changes: { cmo: people().cro.id } }), { field: "cmo" });
  });

  test("with an account that was closed is refused", async () => {
    const { id } = await addPerson(database().pool, "cmo", { tag: "gone" });
    await database().pool.query("UPDATE users SET active = false WHERE id = $1", [id]);
    await refused(() => open({ changes: { cmo: id } }), {
      code: "ATTENDEES_EXACTLY_FIVE",
      field: "cmo",
    });
  });

  test.each(ROLES.filter((role) => !can(role, "review.open")))("is refused to %s", async (role) => {
    await refused(() => open({ actor: people()[role] }), { code: "FORBIDDEN" });
  });
});

describe("a holiday Tuesday", () => {
  const holiday = () =>
    database().pool.query("INSERT INTO holidays (day, name) VALUES ('2027-07-06', 'Founders’ day')");

  test("sets the review on the next working day, and lets it be moved on within the week", async () => {
    await holiday();
    await open();
    expect((await readRoom(people().cro, MONDAY)).review).toMatchObject({
      heldOn: "2027-07-07",
      movedBecause: "Tuesday is a holiday: Founders’ day",
    });
    const opener = { name: people().vp_revops.name, email: people().vp_revops.email };
    expect(await readCalendarFacts(people().bdr, MONDAY)).toEqual({
      organizer: opener,
      changes: { count: 0, lastAt: null },
    });
    await refused(() => startTimer(people().cro, MONDAY, TUESDAY), { code: "REVIEW_TOO_EARLY" });
    await moveReview(people().cro, { asOf: MONDAY, to: "2027-07-09", reason: "The CMO is back on Friday" }, TUESDAY);
    expect((await readRoom(people().cro, MONDAY)).review).toMatchObject({ heldOn: "2027-07-09" });
    expect((await readCalendarFacts(people().bdr, MONDAY)).changes).toEqual({
      count: 1,
      lastAt: expect.any(Date),
    });
    for (const to of ["2027-07-06", "2027-07-10", "2027-07-12", "2027-07-05", "soon"]) {
      await refused(() => moveReview(people().cro, { asOf: MONDAY, to, reason: "Because" }, TUESDAY), {
        code: "MOVE_REFUSED",
      });
    }
    await refused(() => moveReview(people().cro, { asOf: MONDAY, to: "2027-07-08", reason: " " }, TUESDAY), {
      code: "REASON_REQUIRED",
    });
    await startTimer(people().cro, MONDAY, new Date("2027-07-09T14:00:00Z"));
    await refused(
      () =>
        moveReview(people().cro, { asOf: MONDAY, to: "2027-07-08", reason: "Again" }, new Date("2027-07-09T14:00:00Z")),
      { code: "REVIEW_STARTED" },
    );
  });

  test("that is none any more lets it go back to its Tuesday, without a reason", async () => {
    await holiday();
    await open();
    await database().pool.query("DELETE FROM holidays");
    for (const to of ["2027-07-07", "2027-07-08"]) {
      await refused(() => moveReview(people().cro, { asOf: MONDAY, to, reason: "Because" }, TUESDAY), {
        code: "MOVE_REFUSED",
        message: expect.stringMatching(/Possible: 2027-07-06/),
      });
    }
    await moveReview(people().cro, { asOf: MONDAY, to: "2027-07-06", reason: "" }, TUESDAY);
    expect((await readRoom(people().cro, MONDAY)).review).toMatchObject({ heldOn: "2027-07-06", movedBecause: null });
    await startTimer(people().cro, MONDAY, TUESDAY);
  });

  test("an ordinary Tuesday is not moved", async () => {
    await open();
    await refused(() => moveReview(people().cro, { asOf: MONDAY, to: "2027-07-07", reason: "We are busy" }, TUESDAY), {
      code: "MOVE_REFUSED",
    });
  });
});

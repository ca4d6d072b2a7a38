import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { REVIEW_WEEKS, readReviewWeeks } from "@/lib/data/reviews";
import { addDays } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { openReview } from "@/lib/services/reviews/open";
import { freezeMondays } from "@/tests/support/frozen-mondays";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const LAST = "2027-07-05";
const EARLIER = 3;
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await freezeMondays(database().pool, LAST, REVIEW_WEEKS + EARLIER);
}, 120_000);

const mondayBack = (weeks: number) => addDays(LAST, -7 * weeks);

test("a week keeps its link however old it is: a year, then the weeks before it, each once", async () => {
  const oldest = mondayBack(REVIEW_WEEKS + EARLIER - 1);
  const { cro, cmo, vp_revops, head_demand_gen, head_sdr } = people;
  const seats = {
    cro: cro.id,
    cmo: cmo.id,
    vp_revops: vp_revops.id,
    head_demand_gen: head_demand_gen.id,
    head_sdr: head_sdr.id,
  };
  await openReview(cro, { asOf: oldest, seats }, new Date(`${addDays(oldest, 1)}T15:00:00Z`));
  const first = await readReviewWeeks(people.bdr, null);
  expect(first.hasEarlier).toBe(true);
  expect(first.weeks.map(({ asOf }) => asOf)).toEqual(Array.from({ length: REVIEW_WEEKS }, (_, n) => mondayBack(n)));
  const second = await readReviewWeeks(people.bdr, first.weeks.at(-1)?.asOf ?? null);
  expect(second.hasEarlier).toBe(false);
  expect(second.weeks.map(({ asOf }) => asOf)).toEqual([0, 1, 2].map((n) => mondayBack(REVIEW_WEEKS + n)));
  expect(second.weeks.map(({ review }) => review?.asOf ?? null)).toEqual([null, null, oldest]);
  expect(await readReviewWeeks(people.bdr, "1999-01-01")).toEqual({ weeks: [], hasEarlier: false });
});

test("a CFO does not read them", async () => {
  await expect(readReviewWeeks(people.cfo, null)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

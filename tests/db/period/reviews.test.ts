import { beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { listPeriods, readPeriod } from "@/lib/data/period-reviews";
import type { PeriodKind } from "@/lib/domain/periods";
import type { Role } from "@/lib/domain/roles";
import { takeSnapshot } from "@/lib/services/snapshots";
import { periodLines } from "@/lib/view/period/list";
import { partnerReview, sourceReview } from "@/lib/view/period/view";
import { ingest, merge } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";
import { DEALS } from "@/tests/support/vector-deals";
import { MONDAY } from "@/tests/support/vectors";

const NOW = new Date("2027-08-10T16:00:00Z");
const MONDAYS = ["2027-06-28", "2027-07-05", "2027-07-12", "2027-07-26"];
const database = processDatabase();
let people: Record<Role, Person>;

const read = async (kind: PeriodKind, key: string, now = NOW) => {
  const review = await readPeriod(people.bdr, kind, key, now);
  if (!review) throw new Error(`${key} is a period`);
  return review;
};
const sources = async (kind: PeriodKind, key: string) => sourceReview(await read(kind, key));

const referred = (id: string) => ({
  external_id: `partner-${id}`,
  source: "partner_referral",
  lane: "partner",
  employees: 50,
  created_at: "2027-06-01",
  handed_over_at: "2027-06-08",
});
const decided = (id: string, verdict: string) => ({
  lead_external_id: `partner-${id}`,
  decided_at: "2027-06-09T15:00:00Z",
  verdict,
  ...(verdict === "reject" && { reason_code: "bad_data" }),
});
const ids = Array.from({ length: 10 }, (_, index) => String(index));

/** A review of 5 July that was closed with a decision about a cell whose clock runs, and four fixes of one person. */
async function addLoop(): Promise<void> {
  const { pool } = database();
  const { cro, cmo, vp_revops, head_demand_gen, head_sdr } = people;
  const unit = "acceptance:content_syndication:ENT";
  const one = async (text: string, values: unknown[] = []) =>
    (await pool.query<{ id: string }>(text, values)).rows[0]?.id;
  const clock = await one("SELECT id FROM clocks WHERE unit = $1", [unit]);
  const review = await one(
    `INSERT INTO reviews (as_of, held_on, opened_at, opened_by_id, cro_id, cmo_id, vp_revops_id, head_demand_gen_id, head_sdr_id)
     VALUES ('2027-07-05', '2027-07-06', $1, $2, $2, $3, $4, $5, $6) RETURNING id`,
    ["2027-07-06T14:00:00Z", ...[cro, cmo, vp_revops, head_demand_gen, head_sdr].map(({ id }) => id)],
  );
  const decision = await one(
    `INSERT INTO review_decisions (review_id, type, unit, clock_id, why, owner_id, due_on, decided_at, decided_by_id, cro_id, cmo_id)
     VALUES ($1, 'watch', $2, $3, 'Too early to judge.', $4, '2027-08-04', $5, $6, $6, $7) RETURNING id`,
    [review, unit, clock, head_demand_gen.id, "2027-07-06T14:20:00Z", cro.id, cmo.id],
  );
  await pool.query(
    "UPDATE reviews SET started_at = opened_at, closed_at = opened_at, closed_by_id = cro_id, closed_decision_id = $2, candidates = '[]' WHERE id = $1",
    [review, decision],
  );
  await pool.query(
    `INSERT INTO fixes (reason, owner_id, action, opened_on, due_on, closed_on, closed_by_id, evidence) VALUES
       ('bad_data', $1, 'Check the forms.', '2027-06-01', '2027-07-01', '2027-06-30', $1, 'No bounce in two weeks.'),
       ('out_of_icp', $1, 'New list.', '2027-06-01', '2027-07-01', '2027-07-01', $1, 'List bought.'),
       ('wrong_persona', $1, 'Titles.', '2027-05-26', '2027-06-25', '2027-07-20', $1, 'Late, but done.'),
       ('no_intent', $1, NULL, '2027-07-20', '2027-08-19', NULL, NULL, NULL)`,
    [head_demand_gen.id],
  );
}

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  const partner = { leads: ids.map(referred), decisions: ids.map((id) => decided(id, id < "6" ? "accept" : "reject")) };
  expect(await ingest(database().pool, merge([MONDAY, DEALS, partner]))).toEqual([]);
  for (const asOf of MONDAYS) await takeSnapshot(database().prisma, systemActor("test"), asOf, NOW);
  await addLoop();
});

describe("a monthly review", () => {
  test("shows each source at the last frozen Monday of the month, held against the one of the month before", async () => {
    const { title, note, table, tableNote, bar } = await sources("monthly", "2027-07");
    expect(title).toBe("July 2027");
    expect(note).toBe(
      "From the frozen Mondays of 5 Jul, 12 Jul and 26 Jul alone: data, not opinions. 3 of its 4 Mondays are frozen; the others were never frozen.",
    );
    expect(tableNote).toBe("as frozen on 26 Jul 2027, held against 28 Jun 2027");
    expect(bar).toEqual({ previous: "/review/monthly/2027-06", next: null, agreement: "Agreement v1" });
    const content = table.rows.find(({ key }) => key === "content_syndication");
    const { document } = (await read("monthly", "2027-07")).mondays.at(-1) ?? {};
    const ratio = document?.cost.rows.find(({ source }) => source === "content_syndication");
    expect(content?.cost).toMatchObject({ value: ratio?.ratio, href: "/?as_of=2027-07-26#cost" });
    expect(content?.cost.was).toMatchObject({ day: "28 Jun", href: "/?as_of=2027-06-28#cost" });
    expect(content?.trend.values).toHaveLength(4);
    expect(content?.floor).toBe("40 %");
  });

  test("counts the Mondays in breach, by cell and by cost, and what the clocks of a source did", async () => {
    const { mondays } = await read("monthly", "2027-07");
    const { table, clocks, decisions } = await sources("monthly", "2027-07");
    const expected = (source: string) => ({
      below: mondays.filter(({ document }) =>
        document.acceptance.cells.some((cell) => cell.source === source && /breach/.test(cell.verdict)),
      ).length,
      over: mondays.filter(({ document }) =>
        document.cost.rows.some((row) => row.source === source && ["over_line", "no_pipeline"].includes(row.verdict)),
      ).length,
    });
    for (const source of ["paid_search", "content_syndication", "webinar"]) {
      const row = table.rows.find(({ key }) => key === source);
      const { below, over } = expected(source);
      expect([row?.below.text, row?.over.text], source).toEqual([`${below} of 3`, `${over} of 3`]);
    }
    expect(expected("content_syndication")).toEqual({ below: expect.any(Number), over: 3 });
    expect(expected("content_syndication").below).toBeGreaterThan(0);
    const content = table.rows.find(({ key }) => key === "content_syndication");
    expect(content).toMatchObject({ below: { note: "Enterprise" }, clocks: "1 opened" });
    expect(clocks).toEqual(
      expect.arrayContaining([
        {
          key: "acceptance:content_syndication:ENT",
          label: "Acceptance, Content syndication, Enterprise",
          moves: [{ key: "opened 2027-07-05", words: "opened 5 Jul", href: "/?as_of=2027-07-05" }],
        },
      ]),
    );
    expect(decisions).toMatchObject([
      { day: "5 Jul", title: "Watch Content syndication, Enterprise", why: "Too early to judge." },
    ]);
    const june = await sources("monthly", "2027-06");
    expect(june.clocks.map(({ key }) => key)).toContain("cost:content_syndication");
    expect(june.clocks.map(({ key }) => key)).not.toContain("acceptance:content_syndication:ENT");
    expect(june.decisions).toEqual([]);
  });

  test("stays as it was when late data come", async () => {
    const before = await sources("monthly", "2027-07");
    const late = { ...referred("late"), external_id: "late", source: "paid_search", lane: "standard" };
    expect(await ingest(database().pool, { leads: [late] })).toEqual([]);
    expect(await sources("monthly", "2027-07")).toEqual(before);
  });

  test.each([
    ["2027-05", NOW, "No Monday of this month is frozen", /nothing was frozen between 1 May 2027 and 31 May 2027/],
    ["2027-08", NOW, "No Monday of this month is frozen", /at 06:00 of Monday 16 August 2027/],
    ["2027-09", NOW, "This month has not begun", /Until then/],
  ])("without a frozen Monday says why: %s", async (key, now, title, text) => {
    const view = sourceReview(await read("monthly", key, now));
    expect(view.empty).toEqual({ title, text: expect.stringMatching(text) });
    expect(view.table.rows).toEqual([]);
  });

  test.each(["2027-13", "2027-7", "july", "", "2027-07-05", "__proto__"])("“%s” is no month", async (key) => {
    expect(await readPeriod(people.bdr, "monthly", key, NOW)).toBeNull();
  });
});

describe("a quarterly review", () => {
  test("holds the first and the last Monday side by side, and says whether the number of a decision moved", async () => {
    const { title, note, ends, decisions, table } = await sources("quarterly", "2027-Q3");
    expect(title).toBe("Fiscal quarter 3, July to September 2027");
    expect(note).toMatch(
      /^Of the fiscal year that began on 1 Jan 2027\. From the frozen Mondays of 5 Jul, 12 Jul and 26 Jul alone/,
    );
    expect(ends.map(({ key }) => key)).toEqual(["acceptance", "cost", "influence", "pipeline"]);
    const cost = ends.find(({ key }) => key === "cost")?.rows.find(({ key }) => key === "content_syndication");
    expect(cost?.cells.map(({ was }) => was?.day)).toEqual(["5 Jul", "5 Jul", "5 Jul"]);
    expect(cost?.cells[0]?.value).toBe("30,000");
    const [watched] = decisions;
    expect(watched?.moved).toMatchObject({
      from: { text: "20 %", href: "/?as_of=2027-07-05#acceptance" },
      to: { href: "/?as_of=2027-07-26#acceptance" },
    });
    expect(table.rows.length).toBeGreaterThan(6);
  });

  test("counts each fix once: day 29 is in time, day 30 is not, and what is not due yet does not count", async () => {
    const { fixes } = await sources("quarterly", "2027-Q3");
    expect(fixes?.total).toMatchObject({ counts: "0 of 1", share: "0 %" });
    const before = await sources("quarterly", "2027-Q2");
    // What was closed late counts where it was due.
    expect(before.fixes?.total).toMatchObject({ counts: "1 of 2", share: "50 %" });
    expect(before.fixes?.rows).toMatchObject([{ owner: people.head_demand_gen.name, counts: "1 of 2" }]);
  });

  test("is named by the fiscal year of the organisation", async () => {
    await database().pool.query("UPDATE organisation SET fiscal_year_start_month = 2");
    const { title, note } = await sources("quarterly", "2027-Q2");
    expect(title).toBe("Fiscal quarter 2, May to July 2027");
    expect(note).toMatch(
      /^Of the fiscal year that began on 1 Feb 2027\. From the frozen Mondays of 28 Jun, 5 Jul, 12 Jul and 26 Jul/,
    );
    await database().pool.query("UPDATE organisation SET fiscal_year_start_month = 1");
  });
});

describe("the partner review", () => {
  test("shows the lane by segment with its own floor, and its trend", async () => {
    const { title, sentence, table, mondays, running } = partnerReview(await read("partner", "2027-W27"));
    expect(title).toBe("Week 27, Monday 5 July 2027");
    expect(sentence).toBe("Partner referrals: 60\u00a0% of 10 accepted, below the floor of 70 %.");
    expect(table?.rows[0]).toMatchObject({
      label: "SMB",
      floor: "70 %",
      n: { value: 10 },
      accepted: { value: 6 },
      rejected: { value: 4 },
      unworked: { value: 0 },
      acceptance: { kind: "source", value: "60 %", href: "/?as_of=2027-07-05#acceptance" },
    });
    expect(table?.rows[0]?.n.href).toMatch(
      /^\/leads\?cell=acceptance&as_of=2027-07-05&source=partner_referral&segment=SMB/,
    );
    expect(table?.total.trend.values).toHaveLength(mondays);
    expect(mondays).toBe(2);
    expect(running.map(({ key }) => key)).toContain("acceptance:partner_referral:SMB");
  });

  test("of a week whose Monday is not frozen is empty", async () => {
    expect(partnerReview(await read("partner", "2027-W29")).empty?.title).toBe("No Monday of this week is frozen");
  });
});

test("the lists hold what has a frozen Monday, latest first", async () => {
  const lines = async (kind: PeriodKind) => periodLines((await listPeriods(people.bdr, kind, NOW)).periods);
  expect((await lines("monthly")).map(({ title, mondays }) => [title, mondays])).toEqual([
    ["July 2027", "3 of 4 Mondays frozen: 5 Jul, 12 Jul and 26 Jul"],
    ["June 2027", "1 of 4 Mondays frozen: 28 Jun"],
  ]);
  expect((await lines("quarterly")).map(({ href }) => href)).toEqual([
    "/review/quarterly/2027-Q3",
    "/review/quarterly/2027-Q2",
  ]);
  expect((await lines("partner")).map(({ key }) => key)).toEqual(["2027-W30", "2027-W28", "2027-W27", "2027-W26"]);
});

test("a CFO account reads none of it", async () => {
  await expect(readPeriod(people.cfo, "monthly", "2027-07", NOW)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(listPeriods(people.cfo, "partner", NOW)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

import { beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readMonday } from "@/lib/data/monday";
import { readPeriod } from "@/lib/data/period-reviews";
import type { Role } from "@/lib/domain/roles";
import { setOrganisation } from "@/lib/services/organisation";
import { addComment } from "@/lib/services/period-comments";
import { takeSnapshot } from "@/lib/services/snapshots";
import { mondayView } from "@/lib/view/monday/view";
import { partnerReview, sourceReview } from "@/lib/view/period/view";
import { ingest, merge } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";
import { DEALS } from "@/tests/support/vector-deals";
import { MONDAY } from "@/tests/support/vectors";

const NOW = new Date("2027-07-20T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  const partner = (id: string) => ({
    external_id: `partner-${id}`,
    source: "partner_referral",
    lane: "partner",
    employees: 50,
    created_at: "2027-06-01",
    handed_over_at: "2027-06-07",
  });
  await ingest(database().pool, merge([MONDAY, DEALS, { leads: [partner("one"), partner("two")] }]));
  for (const asOf of ["2027-06-28", "2027-07-05", "2027-07-12"]) {
    await takeSnapshot(database().prisma, systemActor("test"), asOf, NOW);
  }
});

const INPUT = {
  kind: "monthly",
  period: "2027-07",
  asOf: "2027-07-05",
  figure: "acceptance:paid_search:SMB",
  field: "",
  text: "Sales left a third of these alone.",
};
const add = (changes: Partial<typeof INPUT> = {}, actor = people.cro) =>
  addComment(actor, { ...INPUT, ...changes }, NOW);
const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const read = async (kind: "monthly" | "quarterly" | "partner", key: string) => {
  const review = await readPeriod(people.bdr, kind, key, NOW);
  if (!review) throw new Error(`${key} is a period`);
  return review;
};

test("a comment keeps the figure that it cites with the value of its Monday, as the page of that Monday shows it", async () => {
  const id = await add({ text: "  Sales left a third\n of these alone. " });
  const { comments } = sourceReview(await read("monthly", "2027-07"));
  const monday = await readMonday("2027-07-05", NOW);
  const { acceptance } = mondayView(monday, monday.owners, { trend: undefined, now: NOW });
  const shown = acceptance.rows.find(({ key }) => key === "paid_search")?.figures[0]?.text;
  expect(shown).toBe("50 %");
  expect(comments).toEqual([
    {
      key: String(id),
      figure: "Acceptance, Paid search, SMB",
      value: shown,
      day: "5 Jul 2027",
      href: "/?as_of=2027-07-05#acceptance",
      text: "Sales left a third of these alone.",
      signature: `${people.cro.name}, 20 Jul 2027, 12:00`,
    },
  ]);
  expect(await auditTail(database().pool)).toMatchObject({
    actor: people.cro.email,
    action: "review.comment",
    object: "review:monthly:2027-07",
    after: {
      figure: "acceptance:paid_search:SMB#acceptance",
      as_of: "2027-07-05",
      value: "50 %",
      text: "Sales left a third of these alone.",
    },
  });
  // The same words stand under no other review.
  for (const [kind, key] of [
    ["monthly", "2027-06"],
    ["quarterly", "2027-Q3"],
  ] as const) {
    expect((await read(kind, key)).comments).toEqual([]);
  }
});

test.each([
  ["cost:content_syndication", "spend", "Cost per pipeline dollar, Content syndication, spend", "30,000"],
  ["cost:content_syndication", "ratio", "Cost per pipeline dollar, Content syndication", "0.2500"],
  ["acceptance:paid_search:SMB", "n", "Acceptance, Paid search, SMB, handed over (n)", "20"],
  ["acceptance_segment:SMB", "rejected", "Acceptance, all sources, SMB, rejected", expect.any(String)],
])("any cell that a review shows can be cited: %s, %s", async (figure, field, label, value) => {
  const id = await add({ figure, field, text: "Look at this." });
  const stored = await database().prisma.reviewComment.findUniqueOrThrow({ where: { id } });
  expect(stored).toMatchObject({ figure: `${figure}#${field}`, value });
  const { comments, choices } = sourceReview(await read("monthly", "2027-07"));
  expect(comments.at(-1)).toMatchObject({ figure: label, value });
  const chosen = choices.groups.flatMap(({ options }) => options).find((option) => option.value === figure);
  expect(choices.fields[chosen?.kind ?? "sla"]?.map((option) => option.value)).toContain(field);
});

describe("without a figure of a frozen Monday of the period there is no comment:", () => {
  test.each<[string, Partial<typeof INPUT>, string]>([
    ["no figure", { figure: "" }, "figure"],
    ["a figure that the Monday does not have", { figure: "acceptance:nobody:SMB" }, "figure"],
    ["a field that the figure does not have", { field: "spend" }, "figure"],
    ["a field that no figure has", { field: "constructor" }, "figure"],
    ["a figure of the fiscal quarter, which no review shows", { figure: "quarter_cost_total" }, "figure"],
    ["an opinion in place of a figure", { figure: "bad leads" }, "figure"],
    ["no Monday", { asOf: "" }, "as_of"],
    ["no date", { asOf: "yesterday" }, "as_of"],
    ["a Monday that is not frozen", { asOf: "2027-07-19" }, "as_of"],
    ["a day that is no Monday", { asOf: "2027-07-06" }, "as_of"],
    ["a Monday of another month", { asOf: "2027-06-28" }, "as_of"],
  ])("%s", async (_what, changes, field) => {
    await refused(() => add(changes), { code: "CELL_REF_REQUIRED", status: 422, field });
  });

  test("a figure of another lane under a partner review", async () => {
    const partner = { kind: "partner", period: "2027-W27", asOf: "2027-07-05" };
    await refused(() => add({ ...partner, figure: "acceptance:paid_search:SMB" }), { code: "CELL_REF_REQUIRED" });
    await refused(() => add({ ...partner, figure: "acceptance_total" }), { code: "CELL_REF_REQUIRED" });
  });
});

test.each<[string, Partial<typeof INPUT>, object]>([
  ["no words", { text: " \u200b " }, { code: "TEXT_REQUIRED", field: "text" }],
  ["two letters", { text: "ok" }, { code: "TEXT_REQUIRED", field: "text" }],
  [
    "1,001 characters",
    { text: "🙂".repeat(1_001) },
    { code: "TEXT_TOO_LONG", field: "text", message: expect.stringMatching(/by 1 character/) },
  ],
  ["a month that is none", { period: "2027-13" }, { code: "PERIOD_UNKNOWN" }],
  ["a review that is none", { kind: "yearly" }, { code: "PERIOD_UNKNOWN" }],
  ["a name of Object", { kind: "constructor" }, { code: "PERIOD_UNKNOWN" }],
])("refused, and no table changes: %s", async (_what, changes, refusal) => refused(() => add(changes), refusal));

describe("a partner manager", () => {
  test("comments the partner review, with a figure of the lane", async () => {
    const input = {
      kind: "partner",
      period: "2027-W27",
      asOf: "2027-07-05",
      figure: "acceptance_source:partner_referral",
    };
    await add({ ...input, text: "Two are still with us." }, people.partner_manager);
    const { comments, choices } = partnerReview(await read("partner", "2027-W27"));
    expect(comments).toMatchObject([{ figure: "Acceptance, Partner referral", value: "low n (2)" }]);
    expect(choices.groups.flatMap(({ options }) => options).map(({ value }) => value)).toContain(input.figure);
    expect(choices.groups.flatMap(({ options }) => options).every(({ value }) => /partner_referral/.test(value))).toBe(
      true,
    );
    expect(choices.mondays).toEqual([{ value: "2027-07-05", label: "5 Jul 2027" }]);
  });

  test.each(["monthly", "quarterly"])("is refused under a %s one, and the attempt is kept", async (kind) => {
    const period = kind === "monthly" ? "2027-07" : "2027-Q3";
    const input = { kind, period, figure: "acceptance_source:partner_referral" };
    await refused(() => add(input, people.partner_manager), { code: "FORBIDDEN" });
    const [last] = await database().prisma.denial.findMany({ orderBy: { id: "desc" }, take: 1 });
    expect(last).toMatchObject({
      actor: people.partner_manager.email,
      action: "review.comment",
      object: `review:${kind}:${period}`,
      code: "FORBIDDEN",
    });
  });
});

test("the fiscal year stays once a quarter is commented: its comments would stand under none", async () => {
  const command = systemActor("test");
  const move = (fiscalYearStartMonth: number) => setOrganisation(command, { fiscalYearStartMonth }, NOW);
  // A comment of a month holds no quarter.
  await add();
  await move(2);
  await move(1);
  await add({ kind: "quarterly", period: "2027-Q3", text: "The mix is under its line." });
  await refused(() => move(2), {
    code: "LOCKED_BY_DATA",
    field: "fiscal-start",
    message: expect.stringMatching(/Keep its first month/),
  });
  await setOrganisation(command, { fiscalYearStartMonth: 1, name: "Same year" }, NOW);
  expect((await read("quarterly", "2027-Q3")).comments).toHaveLength(1);
});

test("of several comments at once each is kept, in the order of its time", async () => {
  const texts = ["One by the CMO.", "Two by RevOps.", "Three by the CRO."];
  await Promise.all(
    texts.map((text, index) =>
      addComment(
        people.cmo,
        { ...INPUT, period: "2027-06", asOf: "2027-06-28", text },
        new Date(NOW.getTime() + index * 1_000),
      ),
    ),
  );
  expect((await read("monthly", "2027-06")).comments.map(({ text }) => text)).toEqual(texts);
});

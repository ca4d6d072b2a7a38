import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { fetchStanding, rowsOf } from "@/lib/data/agreement-versions";
import { editedAgreement, readAgreement } from "@/lib/data/agreements";
import { readDispute } from "@/lib/data/disputes";
import type { DefinitionKey } from "@/lib/domain/definition";
import type { Role } from "@/lib/domain/roles";
import { propose } from "@/lib/services/agreement/propose";
import { define } from "@/lib/services/agreements";
import { resolve } from "@/lib/services/dispute-picks";
import { raise, statePosition, withdraw } from "@/lib/services/disputes";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused, signedInPeople } from "@/tests/support/settings";

const NOW = new Date("2027-07-05T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;
beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const names = (count: number, what: string) => Array.from({ length: count }, (_, index) => `${what}-${index}.example`);
const tools = (count: number, what = "tool") => ({ any_of: names(count, what) });
const start = (value: unknown, field: DefinitionKey = "tech_stack") =>
  raise(people.cro, { field, value, reason: "We close there." }, NOW);
const reply = (dispute: bigint, value: unknown) =>
  statePosition(people.cmo, { dispute, value: () => value, reason: "Demand is there." }, NOW);
const pick = async (dispute: bigint, side: string) => {
  const seen = (await readDispute(people.ceo, String(dispute)))?.seen ?? 0n;
  await resolve(people.ceo, { dispute, side, reason: "We grow where demand is.", seen }, NOW);
};
const compete = async (count: number) => {
  const { version, definition, seen } = await readAgreement(people.vp_revops, "edited");
  const disqualifiers = { ...definition.disqualifiers, competitors: names(count, "rival") };
  await define(people.vp_revops, { version, seen, definition: { ...definition, disqualifiers } });
};

test("a position that makes the agreement longer than a page is refused where it is stated", async () => {
  const long = {
    code: "OVER_ONE_PAGE",
    status: 422,
    field: "tech_stack",
    message: expect.stringMatching(
      /^With this position the agreement is \d+ lines over one page: shorten Tech-stack signal, which takes \d+ lines\.$/,
    ),
    details: { largest: "tech_stack" },
  };
  await refused(() => start(tools(100)), long);
  const id = await start(tools(2));
  await refused(() => reply(id, tools(100, "other")), long);
  await withdraw(people.cro, id, NOW);
});

test("where something else is the longest, the refusal names it and who shortens it", async () => {
  // The provisional terms may be longer than a page until they are proposed.
  await compete(60);
  await refused(() => start({ days: 30 }, "time_decay"), {
    code: "OVER_ONE_PAGE",
    field: "time_decay",
    message: expect.stringMatching(/Shorten Time decay, or ask the VP RevOps to shorten Disqualifiers first/),
  });
  await compete(1);
});

test("a draft that grew meanwhile stops the pick, and nothing is closed; shortened it takes the pick", async () => {
  const id = await start(tools(14));
  await reply(id, tools(12, "other"));
  const [before, after] = [`shorten Disqualifiers, which takes`, `Then pick again.`];
  await compete(40);
  await refused(() => pick(id, "cro"), {
    code: "OVER_ONE_PAGE",
    field: "side",
    message: expect.stringMatching(new RegExp(`The VP RevOps must ${before}.*${after}$`)),
  });
  await compete(1);
  await pick(id, "cro");
  const { open } = await fetchStanding(rowsOf(database().prisma));
  await propose(people.vp_revops, { version: open?.version ?? 0, effectiveFrom: "" }, NOW);
  expect((await editedAgreement(database().prisma)).definition.tech_stack).toEqual(tools(14));
});

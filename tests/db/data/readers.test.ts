import { beforeAll, expect, test } from "vitest";
import { type Actor, systemActor } from "@/lib/auth/actor";
import { checkKey, createKey } from "@/lib/auth/keys";
import { readDeal } from "@/lib/data/deals";
import { drillCycles } from "@/lib/data/drill";
import { drillOpportunities, drillSpend } from "@/lib/data/drill-deals";
import { leadBatches, listLeads } from "@/lib/data/lead-pages";
import type { CostCell } from "@/lib/domain/cells";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
const ALL = { stage: null, source: null, segment: null, hasDeal: false, query: null };
const PAGE = { page: 1, size: 10 };
const cost: CostCell = { kind: "cost", asOf: "2027-07-05", source: null, span: "trailing" };

let refused: Actor[];
let admitted: Actor;
beforeAll(async () => {
  const people = await signedInPeople(database().pool);
  const key = await createKey(systemActor("test"), { name: "both", scopes: ["read", "ingest"] });
  const integration = await checkKey(`Bearer ${key}`, "test");
  if (!integration) throw new Error("the key must be known");
  refused = [people.cfo, integration];
  admitted = people.bdr;
});

/** Reads of single leads and deals, once more without the page in front of them: each asks who reads. */
test.each<[string, (actor: Actor) => Promise<unknown>]>([
  ["readDeal", (actor) => readDeal(actor, "1")],
  ["drillCycles", (actor) => drillCycles(actor, { kind: "volume", asOf: "2027-07-05" }, PAGE)],
  ["drillOpportunities", (actor) => drillOpportunities(actor, cost, PAGE)],
  ["drillSpend", (actor) => drillSpend(actor, cost, PAGE)],
  ["listLeads", (actor) => listLeads(actor, ALL, PAGE)],
  ["leadBatches", (actor) => leadBatches(actor, ALL).next()],
])("%s refuses whoever may not see leads and deals", async (_name, read) => {
  for (const actor of refused) await expect(read(actor), actor.label).rejects.toMatchObject({ code: "FORBIDDEN" });
  await read(admitted);
});

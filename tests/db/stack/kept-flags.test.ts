import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readStack, readStackForm, retrainFlags } from "@/lib/data/stack";
import { addDays, dateIn } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { startCorrection } from "@/lib/services/agreement/drafts";
import { addTool, changeTool, enterRetrain, setToolActive } from "@/lib/services/stack";
import { agreementInForce, proposeAndSign, type Signers, withoutGuards } from "@/tests/support/agreements";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const ZONE = "America/New_York";
const HOUR = 3_600_000;
const database = processDatabase();
let people: Record<Role, Person>;
let signers: Signers;
const now = new Date();
const today = dateIn(now, ZONE);
const yesterday = addDays(today, -1);

const text = (name: string, vendor: string) => ({
  name,
  vendor,
  yearlyCost: "165,000",
  currency: "USD",
  renewsOn: addDays(today, 200),
});
const seen = async () => (await readStackForm(people.vp_revops)).seen;
const add = async (name: string, vendor: string) =>
  addTool(people.vp_revops, {
    layer: "scoring",
    ownerId: people.cmo.id,
    text: text(name, vendor),
    seen: await seen(),
  });
const page = () => readStack(people.ae, ZONE, now);
const idOf = async (name: string) => BigInt((await page()).tools.find((tool) => tool.name === name)?.id ?? 0);
const rename = async (from: string, name: string, vendor: string) =>
  changeTool(people.vp_revops, {
    id: await idOf(from),
    ownerId: people.cmo.id,
    text: text(name, vendor),
    seen: await seen(),
  });
const retire = async (name: string) =>
  setToolActive(people.vp_revops, { id: await idOf(name), active: false, seen: await seen() });
const send = (external_id: string, score_vendor: string, score_model_version: string) =>
  ingest(
    database().pool,
    {
      leads: [
        { external_id, source: "webinar", created_at: "2026-06-01", score: "80", score_vendor, score_model_version },
      ],
    },
    now,
  );
const retrain = async (modelVersion: string, retrainedOn: string) =>
  enterRetrain(people.vp_revops, { modelVersion, retrainedOn, seen: await seen() }, now);
const short = (flags: Awaited<ReturnType<typeof retrainFlags>>) =>
  flags.map((flag) => `${flag.modelVersion} ${flag.on} ${flag.how} v${flag.agreementVersion}`);
const onMonday = async () => short(await retrainFlags());
const onPage = async () => short((await page()).flags);

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await add("6sense Predictive", "6sense");
  expect(await send("L-0", "6sense", "m1")).toEqual([]);
  ({ signers } = await agreementInForce(database(), { signedAt: new Date(now.getTime() - 20 * HOUR) }));
  await withoutGuards(database().url, (client) =>
    client.query("UPDATE agreements SET in_force_at = in_force_at - interval '30 days' WHERE status = 'in_force'"),
  );
});

test("renaming the tool takes no flag away, and its models stay models of it", async () => {
  await send("L-1", "6sense Predictive", "m1");
  expect(await onMonday()).toEqual([]);
  await retrain("m2", yesterday);
  expect(await onMonday()).toEqual([`m2 ${yesterday} entered v2`]);
  await rename("6sense Predictive", "Sixth Sense", "Sixth Inc");
  expect(await onMonday()).toEqual([`m2 ${yesterday} entered v2`]);
  expect((await retrainFlags())[0]?.tool).toBe("Sixth Sense");
  expect(await send("L-2", "Sixth Inc", "m3")).toEqual([]);
  expect(await onMonday()).toEqual([`m2 ${yesterday} entered v2`, `m3 ${today} seen v2`]);
  expect((await page()).models.map(({ modelVersion }) => modelVersion)).toEqual(["m1", "m1", "m2", "m3"]);
});

test("the freeze of a correction begins with the version that it corrects", async () => {
  const before = await onMonday();
  await startCorrection(signers.vp_revops, now);
  await proposeAndSign(database().pool, signers);
  expect(await onMonday()).toEqual(before);
  await retrain("m4", addDays(today, -3));
  expect(await onMonday()).toEqual([`m4 ${addDays(today, -3)} entered v3`, ...before]);
});

test("another tool in its place takes no flag away; its own first model is none, its next is", async () => {
  const before = await onMonday();
  await retire("Sixth Sense");
  expect(await onMonday()).toEqual(before);
  await add("MadKudu", "MadKudu");
  expect(await send("L-3", "MadKudu", "k1")).toEqual([]);
  expect(await onMonday()).toEqual(before);
  expect(await send("L-4", "MadKudu", "k2")).toEqual([]);
  expect(await onMonday()).toEqual([...before, `k2 ${today} seen v3`]);
});

test("the next version begins anew on Monday; the page of the stack keeps what was, for SQL as well", async () => {
  const before = await onMonday();
  await withoutGuards(database().url, (client) =>
    client.query(`
      UPDATE agreements SET status = 'superseded', superseded_at = now(), frozen_until = current_date WHERE version = 3;
      INSERT INTO agreements SELECT (jsonb_populate_record(a, jsonb_build_object('version', 4, 'status', 'in_force', 'corrects', null, 'superseded_at', null,
        'in_force_at', now(), 'frozen_until', current_date + 365))).* FROM agreements a WHERE version = 3`),
  );
  expect(await onMonday()).toEqual([]);
  expect(await onPage()).toEqual(before);
  for (const set of ["agreement_version = NULL", "frozen_until = NULL"]) {
    await expect(database().pool.query(`UPDATE score_models SET ${set}`)).rejects.toMatchObject({ code: "42501" });
  }
  const forged = `INSERT INTO score_models (vendor, vendor_key, model_version, retrained_on, evidence, agreement_version, frozen_until)
    VALUES ('MadKudu', 'madkudu', 'k3', '2020-01-01', 'entered', 2, '2099-01-01') RETURNING agreement_version`;
  expect((await database().pool.query(forged)).rows).toEqual([{ agreement_version: null }]);
});

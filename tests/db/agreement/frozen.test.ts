import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import * as agreements from "@/lib/actions/agreements";
import * as calendar from "@/lib/actions/calendar";
import * as floors from "@/lib/actions/floors";
import * as organisation from "@/lib/actions/organisation";
import * as requirements from "@/lib/actions/requirements";
import * as segments from "@/lib/actions/segments";
import * as stages from "@/lib/actions/stage-names";
import { authCookie, sealSession } from "@/lib/auth/session";
import { lastSeen } from "@/lib/data/changes";
import { readFloors } from "@/lib/data/floors";
import { addDays, dateIn } from "@/lib/domain/dates";
import { exampleDefinition } from "@/lib/domain/definition";
import { termsText } from "@/lib/domain/terms";
import { definitionForm, type SignalForm, signalName } from "@/lib/view/settings/definition-form";
import { expectInDraft, judged } from "@/tests/support/agreed";
import { agreementInForce, type Signers, standing, withoutGuards } from "@/tests/support/agreements";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";
import { fingerprint } from "@/tests/support/settings";
import { MONDAY } from "@/tests/support/vectors";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

const database = processDatabase();
const ZONE = "America/New_York";
const today = () => dateIn(new Date(), ZONE);
let signers: Signers;

beforeAll(async () => {
  const { pool, url } = database();
  await ingest(pool, MONDAY);
  ({ signers } = await agreementInForce(database()));
  await withoutGuards(url, (client) =>
    client.query("INSERT INTO holidays VALUES ($1, 'Today'), ($2, 'Long ago')", [today(), "2026-01-01"]),
  );
  const value = await sealSession({ uid: String(signers.vp_revops.id), sv: 1 });
  request.cookies.set(authCookie("session").name, value);
  request.headers.set("cookie", `${authCookie("session").name}=${value}`);
});

type Result = { ok: true } | { ok: false; code: string; field?: string; details?: unknown };
type Action = (previous: unknown, form: FormData) => Promise<unknown>;
type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Sends a form as the screen would, having seen everything that was written so far. */
async function send(action: Action, fields: Fields): Promise<Result> {
  const form = new FormData();
  const [row] = (await database().pool.query<{ seq: string }>("SELECT max(seq)::text AS seq FROM audit_log")).rows;
  form.set("seen", row?.seq ?? "0");
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  return (await action(null, form)) as Result;
}

/** The version that the screens show. */
const shown = async (): Promise<string> => {
  const { open, judging } = await standing(database().pool);
  return String((open ?? judging).version);
};

const SEGMENTS = {
  ...{ "SMB.label": "SMB", "MM.label": "Mid-market", "ENT.label": "Enterprise", "Unknown.label": "Unknown" },
  ...{ "SMB.from": "1", "SMB.to": "99", "MM.from": "100", "MM.to": "999", "ENT.from": "1000", "ENT.to": "" },
};
const LINE = { stage: "pipeline", ordinal: "7", crm_value: "" };
/** What the editor would post: a box that is not ticked sends nothing. */
const definition = (): Fields => {
  const { signals, ...form } = definitionForm({ ...exampleDefinition, score_above: 88 });
  const texts = Object.entries(form).filter(([, value]) => value !== false);
  const posted = signals.flatMap((signal, index) =>
    Object.entries(signal).map(([part, value]) => [signalName(index, part as keyof SignalForm), value] as const),
  );
  return { ...Object.fromEntries(texts.map(([name, value]) => [name, String(value)])), ...Object.fromEntries(posted) };
};
const terms = async () => termsText((await readFloors(signers.vp_revops, "edited")).terms);

/** Every action that changes something agreed, with a change of it. */
const EDITS: readonly (readonly [name: string, edit: () => Promise<Result>])[] = [
  ["stages.changeStageName", () => send(stages.changeStageName, { key: "proposal", name: "Proposal", ...LINE })],
  ["stages.removeStageName", () => send(stages.removeStageName, { key: "discovery" })],
  ["stages.mapStageName", () => send(stages.mapStageName, { name: "Discovery", ...LINE })],
  ["segments.setSegments", () => send(segments.setSegments, SEGMENTS)],
  ["calendar.setWorkingTime", () => send(calendar.setWorkingTime, { days: ["1", "2"], start: "10:00", end: "12:00" })],
  ["agreements.define", async () => send(agreements.define, { version: await shown(), ...definition() })],
  [
    "floors.setFloors",
    async () =>
      send(floors.setFloors, {
        ...{ version: await shown(), reason: "Agreed on Tuesday" },
        ...{ ...(await terms()), "floor.webinar": "99", lookback_days: "10", acv_max: "26000", decision_days: "9" },
      }),
  ],
  [
    "requirements.setRequirements",
    async () =>
      send(requirements.setRequirements, {
        ...{ version: await shown(), required_data: ["email", "naics"] },
        ...{ "policy.webinar": "none" },
      }),
  ],
];

/** Every action that changes what no draft holds, with a change that has to wait. */
const HELD: readonly (readonly [name: string, field: string, edit: () => Promise<Result>])[] = [
  ["a holiday of yesterday", "day", () => send(calendar.addHoliday, { day: addDays(today(), -1), name: "Late" })],
  ["one of today removed", "day", () => send(calendar.removeHoliday, { day: today() })],
  ["one of the past removed", "day", () => send(calendar.removeHoliday, { day: "2026-01-01" })],
  ["the zone", "time-zone", () => send(organisation.setOrganisation, { ...COMPANY, "time-zone": "UTC" })],
  ["the currency", "currency", () => send(organisation.setOrganisation, { ...COMPANY, currency: "EUR" })],
  ["the fiscal year", "fiscal-start", () => send(organisation.setOrganisation, { ...COMPANY, "fiscal-start": "2" })],
];
const COMPANY = { name: "Acme", capacity: "0", "cmo-title": "CMO" };

describe("while an agreement is in force", () => {
  test.each(EDITS)("%s goes into the draft and changes nothing that judges", async (_, edit) => {
    await expectInDraft(database().pool, async () => expect(await edit()).toEqual({ ok: true, value: null }));
    expect((await standing(database().pool)).open).toMatchObject({ version: 3, status: "draft" });
  });

  test.each(HELD)("%s is refused with the day", async (_, field, edit) => {
    const before = await fingerprint(database().pool);
    const until = (await standing(database().pool)).judging.frozenUntil;
    expect(await edit()).toMatchObject({ ok: false, code: "FROZEN_UNTIL", field, details: { frozen_until: until } });
    expect(await fingerprint(database().pool)).toEqual(before);
  });

  test("a holiday to come, and what is no part of it, change at once", async () => {
    const day = addDays(today(), 1);
    expect(await send(calendar.addHoliday, { day, name: "Tomorrow" })).toMatchObject({ ok: true });
    expect(await send(calendar.removeHoliday, { day })).toMatchObject({ ok: true });
    expect(await send(organisation.setOrganisation, { ...COMPANY, capacity: "12" })).toMatchObject({ ok: true });
    expect(await lastSeen("organisation")).toBeGreaterThan(0n);
  });

  test("once three have signed the next version it is closed too", async () => {
    const { pool, url } = database();
    await withoutGuards(url, (client) =>
      client.query(
        `UPDATE agreements SET status = 'signed', document = '{}', content_hash = sha256('{}'), signed_at = now(),
           frozen_until = '2099-01-01', effective_from = '2098-01-01',
           (translation, segments, working_time, organisation) = (SELECT translation, segments, working_time, organisation FROM agreements WHERE version = 2)
         WHERE version = 3`,
      ),
    );
    const before = [await judged(pool), await fingerprint(pool)];
    // Every name in use is in the signed one: there is none to put in again.
    const edits = EDITS.filter(([name]) => name !== "stages.mapStageName");
    for (const [name, edit] of edits) expect([name, await edit()]).toMatchObject([name, { code: "ALREADY_SIGNED" }]);
    expect([await judged(pool), await fingerprint(pool)]).toEqual(before);
  });
});

/** Files that write into the tables of an agreement: one more needs its rows above. */
const WRITES =
  /\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+(agreements|floors|agreement_signatures|stage_names|segments|organisation|holidays)\b/i;
const WRITERS = [
  "accountability.ts",
  "agreement/drafts.ts",
  "agreement/in-force.ts",
  "agreement/propose.ts",
  "agreement/requirements.ts",
  "agreement/sign.ts",
  "agreement/signatures.ts",
  "agreement/tables.ts",
  "agreements.ts",
  "calendar.ts",
  "defaults.ts",
  "dispute-picks.ts",
  "floors.ts",
  "organisation.ts",
  "segments.ts",
  "stage-names.ts",
];

test("no other service writes into what is agreed", () => {
  const folder = "lib/services";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const writers = files.filter((file) => WRITES.test(readFileSync(join(folder, file), "utf8"))).sort();
  expect(writers).toEqual(WRITERS);
});

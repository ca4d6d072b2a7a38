import { spawn } from "node:child_process";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { GET as getMetrics } from "@/app/api/v1/metrics/route";
import { GET as getSnapshot } from "@/app/api/v1/snapshots/[asOf]/route";
import { GET as getSnapshots } from "@/app/api/v1/snapshots/route";
import { type Person, systemActor } from "@/lib/auth/actor";
import { createKey } from "@/lib/auth/keys";
import { readAgreement } from "@/lib/data/agreements";
import { lastSeen } from "@/lib/data/changes";
import { readFloors } from "@/lib/data/floors";
import { metricsJson } from "@/lib/data/metrics-document";
import { exampleDefinition } from "@/lib/domain/definition";
import { termsText } from "@/lib/domain/terms";
import { childEnv } from "@/lib/env";
import { setRequirements } from "@/lib/services/agreement/requirements";
import { define } from "@/lib/services/agreements";
import { setWorkingTime } from "@/lib/services/calendar";
import { setFloors } from "@/lib/services/floors";
import { importFile } from "@/lib/services/imports";
import { setSegments } from "@/lib/services/segments";
import { takeSnapshot } from "@/lib/services/snapshots";
import { changeStageName, removeStageName } from "@/lib/services/stage-names";
import { agreementInForce, standing } from "@/tests/support/agreements";
import { temporaryFolder } from "@/tests/support/files";
import { ingest, type Records } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { tableDigests } from "@/tests/support/tables";
import { MONDAY } from "@/tests/support/vectors";

vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

const database = processDatabase();
const AS_OF = "2027-07-05";
const AGREED = ["agreements", "floors", "agreement_signatures", "stage_names", "segments", "organisation", "holidays"];
let revops: Person;
let before: Record<string, string | undefined>;

async function agreed(): Promise<Record<string, string | undefined>> {
  const digests = await tableDigests(database().pool);
  return Object.fromEntries(AGREED.map((table) => [table, digests[table]]));
}

beforeAll(async () => {
  await ingest(database().pool, MONDAY);
  const { signers } = await agreementInForce(database());
  revops = signers.vp_revops;
  before = await agreed();
});

const created_at = "2027-06-01";
const HEAVY = { external_id: "new", company: "New", employees: 40_000, segment: "Huge", source: "Podcast", created_at };
/** Of every kind one record with names that no setting knows, and one that is fine. */
const RECORDS: Readonly<Record<string, Records>> = {
  fx_rates: { fx_rates: [{ currency: "GBP", day: "2027-01-01", rate: "1.3" }] },
  leads: { leads: [HEAVY, { ...HEAVY, external_id: "fine", segment: "SMB", handed_over_at: "2027-06-02T12:00:00Z" }] },
  decisions: {
    decisions: [
      { lead_external_id: "fine", decided_at: "2027-06-03T12:00:00Z", verdict: "reject", reason_code: "bad_data" },
      { lead_external_id: "fine", decided_at: "2027-06-03T12:00:00Z", verdict: "reject", reason_code: "other" },
    ],
  },
  opportunities: {
    opportunities: [
      { external_id: "deal", account: "New", created_at, stage: "Proposal", amount: "30000", currency: "USD" },
      { external_id: "odd", account: "New", created_at, stage: "Brand new stage", amount: "30000", currency: "USD" },
    ],
  },
  stage_history: {
    stage_history: [
      { opportunity_external_id: "deal", stage: "Another new stage", entered_at: "2027-06-20T12:00:00Z" },
      { opportunity_external_id: "deal", stage: "Negotiation", entered_at: "2027-06-21T12:00:00Z" },
    ],
  },
  touches: { touches: [{ external_id: "t", account: "New", source: "Billboard", at: "2027-06-01T12:00:00Z" }] },
  spend: {
    spend: [{ source: "Podcast", start_date: "2027-05-01", end_date: "2027-05-31", amount: "10", currency: "USD" }],
  },
};

describe("nothing from outside changes what is agreed", () => {
  test.each(Object.entries(RECORDS))("records of %s", async (_, records) => {
    await ingest(database().pool, records);
    expect(await agreed()).toEqual(before);
  });

  test("and names that no setting knows wait to be mapped", async () => {
    const { rows } = await database().pool.query("SELECT name FROM unmapped_stages ORDER BY name");
    expect(rows).toEqual([{ name: "Another new stage" }, { name: "Brand new stage" }]);
  });

  test("a file", async () => {
    const folder = temporaryFolder();
    folder.write("leads.csv", "external_id,source,created_at,segment\nfile-1,Newspaper,2027-06-01,Colossal\n");
    const file = `${folder.path}/leads.csv`;
    await importFile(database().pool, {
      actor: revops,
      file,
      kind: "leads",
      sourceSystem: "csv",
      via: "upload",
      now: new Date(),
    });
    folder.remove();
    expect(await agreed()).toEqual(before);
  });

  test("the API", async () => {
    const key = await createKey(systemActor("test"), { name: "all", scopes: ["read", "ingest"] });
    await takeSnapshot(database().prisma, systemActor("test"), AS_OF, new Date("2027-07-06T12:00:00Z"));
    const ask = (path: string) =>
      new Request(`http://localhost/api/v1/${path}`, { headers: { authorization: `Bearer ${key}` } });
    const none = { params: Promise.resolve({}) };
    const answers = [
      await getMetrics(ask(`metrics?as_of=${AS_OF}`), none),
      await getSnapshots(ask("snapshots"), none),
      await getSnapshot(ask(`snapshots/${AS_OF}`), { params: Promise.resolve({ asOf: AS_OF }) }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await agreed()).toEqual(before);
  });

  test.each([[["--fiscal-start", "2"]], [["--time-zone", "Asia/Tokyo"]], [["--currency", "EUR", "--name", "Other"]]])(
    "npm run admin -- set %j is refused with the day",
    async (options) => {
      const until = (await standing(database().pool)).judging.frozenUntil;
      const { code, stderr } = await admin("set", ...options);
      expect([code, stderr]).toEqual([1, expect.stringContaining(`frozen until ${until}`)]);
      expect(await agreed()).toEqual(before);
    },
  );
});

/** Starts the command as the bootstrap script does. */
function admin(...args: string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "lib/cli/admin.ts", ...args], {
    env: childEnv({ DATABASE_URL: database().url }),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}

test("the figures of Mondays are the same byte by byte after the draft was rewritten", async () => {
  const mondays = ["2027-03-01", "2027-06-07", AS_OF];
  const figures = () => Promise.all(mondays.map((day) => metricsJson(day)));
  const was = await figures();
  const seen = async (object: string) => lastSeen([object, `${object}:3`]);
  const definition = { ...exampleDefinition, score_above: 99 };
  await define(revops, { version: 2, seen: (await readAgreement(revops, "edited")).seen, definition });
  const { terms, seen: known } = await readFloors(revops, "edited");
  const floors = { "floor.webinar": "99", "floor.paid_search.SMB": "1", rejection_cap: "1", pipeline_floor: "90" };
  const limits = {
    cost_line: "0.01",
    acv_min: "0",
    acv_max: "1",
    minimum_n: "1",
    lookback_days: "1",
    decision_days: "30",
  };
  const weights = { weight_first: "100", weight_created: "0", weight_won: "0" };
  const text = { ...termsText(terms), ...floors, ...limits, ...weights };
  await setFloors(revops, { version: 3, seen: known, text, reason: "Everything at once" });
  const time = { days: [7], start: "00:00", end: "00:30" };
  await setWorkingTime(revops, { time, seen: await seen("calendar") }, new Date());
  const bounds = { SMB: { from: "1", to: "2" }, MM: { from: "3", to: "4" }, ENT: { from: "5", to: "" } };
  const labels = { SMB: "SMB", MM: "Mid-market", ENT: "Enterprise", Unknown: "Unknown" };
  await setSegments(revops, { bounds, labels, seen: await seen("segments") });
  await removeStageName(revops, { key: "proposal", seen: await seen("stages") });
  const line = { name: "Negotiation", stage: "sql", ordinal: "2", won: false, crmValue: "" };
  await changeStageName(revops, { key: "negotiation", line, seen: await seen("stages") });
  const requirements = { requiredData: ["email", "naics"], spendPolicy: { webinar: "none", paid_search: "none" } };
  await setRequirements(revops, { version: 3, seen: await seen("requirements"), ...requirements });
  expect(await figures()).toEqual(was);
});

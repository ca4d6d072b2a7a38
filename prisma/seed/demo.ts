import pg from "pg";
import { systemActor } from "@/lib/auth/actor";
import { sessionUrl } from "@/lib/database-url";
import { type Database, withDatabase } from "@/lib/db";
import { type IsoDate, instantAtOrAfter } from "@/lib/domain/dates";
import { expireCycles } from "@/lib/jobs/expiry";
import { audit } from "@/lib/services/audit";
import { ingestRecords } from "@/lib/services/batches";
import type { IngestOptions } from "@/lib/services/ingest";
import { prismaTx } from "@/lib/services/sql";
import type { PrismaClient } from "@/prisma/generated/client";
import { writeDemoBriefs } from "./buying";
import { type DemoCompany, demoCompany } from "./company";
import { loadDemoDisputes } from "./disputes";
import { type DemoBatch, lateRecords, onTime } from "./late";
import { liveThroughWeeks } from "./loop";
import { loadDemoReceipts } from "./receipts";
import { type Scene, sceneOf } from "./scene";
import { applyDemoSettings } from "./settings";
import { signDemoAgreement } from "./signed";
import { registerDemoStack } from "./stack";

export interface LoadOptions {
  /** Who loads it, for the audit log. */
  readonly actor: IngestOptions["actor"];
  /** The day on which it is looked at; `asOf` when missing. */
  readonly today?: IsoDate;
  /** When it is looked at; noon of that day when missing. */
  readonly now?: Date;
  /** Told what is being written, before each step. */
  readonly onProgress?: (what: string) => void;
}

/** The system that the ids of the records belong to. */
const SOURCE_SYSTEM = "crm";
/** The one history row with a stage name that no table translates, for RevOps to find on the Monday page. */
const MEANT_TO_FAIL = "STAGE_UNMAPPED";
const NOON = 720;

/**
 * In what order the records are written: the touches that need no opportunity before there are any, because every later touch
 * makes the opportunities that it may credit be looked at again.
 */
function batchesOf({ records }: DemoCompany): DemoBatch[] {
  const ofDeals = records.touches.filter((touch) => touch.opportunity_external_id !== null);
  const ofOthers = records.touches.filter((touch) => touch.opportunity_external_id === null);
  return [
    ["fx_rates", records.fx_rates],
    ["leads", records.leads],
    ["decisions", records.decisions],
    ["touches", ofOthers],
    ["opportunities", records.opportunities],
    ["stage_history", records.stage_history],
    ["touches", ofDeals],
    ["spend", records.spend],
  ];
}

/** Tells the planner how large the tables have become; only their owner may. Without it the next kind takes twice as long. */
async function analyze(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: sessionUrl(url) });
  await client.connect();
  try {
    await client.query("ANALYZE");
  } finally {
    await client.end();
  }
}

/** The mark that all of it is there: only now is the database the sample company's, with sign-in by one click. */
async function markLoaded(prisma: PrismaClient, actor: IngestOptions["actor"]): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.organisation.update({ where: { id: 1 }, data: { isDemo: true } });
    await audit(prismaTx(tx), { actor, action: "demo.loaded", object: "organisation:1", after: { isDemo: true } });
  });
}

type Write = (batches: readonly DemoBatch[], now: Date) => Promise<void>;

/** Writes records as an import does, and looks at what was refused. Throws Error when something was that should not be. */
function writer({ pool }: Database, actor: IngestOptions["actor"]): Write {
  return async (batches, now) => {
    for (const [kind, records] of batches) {
      const common = { kind, sourceSystem: SOURCE_SYSTEM, actor, via: "demo", now } as const;
      const { errors } = await ingestRecords(pool, { ...common, records });
      const wrong = errors.find((error) => error.code !== MEANT_TO_FAIL);
      if (wrong) throw new Error(`The sample company's ${kind} ${wrong.line}: ${wrong.code}, ${wrong.message}`);
    }
  };
}

async function write(url: string, scene: Scene, database: Database, options: LoadOptions): Promise<void> {
  const { actor, onProgress = () => {} } = options;
  const { prisma } = database;
  onProgress("settings and people");
  const company = demoCompany(scene.asOf, scene.today);
  await applyDemoSettings(prisma, scene.asOf, actor);
  await signDemoAgreement(url, scene, actor);
  await loadDemoReceipts(prisma, actor);
  await writeDemoBriefs(url, scene, actor);
  await registerDemoStack(prisma, scene, actor);
  const late = lateRecords(company, scene);
  const ingest = writer(database, actor);
  for (const batch of batchesOf(onTime(company, late))) {
    onProgress(batch[0]);
    await ingest([batch], scene.syncedAt);
    await analyze(url);
  }
  onProgress("twelve weeks");
  const now = options.now ?? instantAtOrAfter(scene.today, NOON, scene.calendar.zone);
  await liveThroughWeeks(scene, { prisma, actor: systemActor("snapshot"), late, ingest, now });
  onProgress("expiry");
  await expireCycles(prisma, scene.now);
  await loadDemoDisputes(prisma, scene, actor);
  await markLoaded(prisma, actor);
}

/**
 * Writes the sample company into a database that has nothing but the default settings: settings and people, then all records
 * by the way that imports take, so that events, counters and audit are real ones, then the weeks of the loop by the services
 * that people use. What marks it as loaded is written last.
 * @param url of the owner; the writes run as the app's role
 * @throws Error when a record is refused that should not be; RangeError when `asOf` is no Monday
 */
export async function loadDemo(url: string, asOf: IsoDate, options: LoadOptions): Promise<void> {
  const scene = sceneOf(asOf, options.today ?? asOf);
  await withDatabase(url, (database) => write(url, scene, database, options));
}

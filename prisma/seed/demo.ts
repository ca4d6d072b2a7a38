import { connect } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import { expireCycles } from "@/lib/jobs/expiry";
import { ingestRecords } from "@/lib/services/batches";
import type { IngestOptions } from "@/lib/services/ingest";
import { DEMO_KINDS, demoCompany } from "./company";
import { sceneOf } from "./scene";
import { applyDemoSettings } from "./settings";

export interface LoadOptions {
  /** Who loads it, for the audit log. */
  readonly actor: IngestOptions["actor"];
  /** The day on which it is looked at; `asOf` when missing. */
  readonly today?: IsoDate;
  /** Told what is being written, before each step. */
  readonly onProgress?: (what: string) => void;
}

/** The system that the ids of the records belong to. */
const SOURCE_SYSTEM = "crm";
/** The one history row with a stage name that no table translates, for RevOps to find on the Monday page. */
const MEANT_TO_FAIL = "STAGE_UNMAPPED";

/**
 * Writes the sample company into a database that has nothing but the default settings: settings and people, then all records
 * by the way that imports take, so that events, counters and audit are real ones.
 * @param url of the owner; the writes run as the app's role
 * @throws Error when a record is refused that should not be; RangeError when `asOf` is no Monday
 */
export async function loadDemo(url: string, asOf: IsoDate, options: LoadOptions): Promise<void> {
  const { actor, today = asOf, onProgress = () => {} } = options;
  const scene = sceneOf(asOf, today);
  onProgress("settings and people");
  const { records } = demoCompany(asOf, today);
  const { prisma, pool, close } = connect(url);
  try {
    await applyDemoSettings(prisma, asOf, actor);
    for (const kind of DEMO_KINDS) {
      onProgress(kind);
      const common = { kind, sourceSystem: SOURCE_SYSTEM, actor, via: "demo", now: scene.syncedAt } as const;
      const { errors } = await ingestRecords(pool, { ...common, records: records[kind] });
      const wrong = errors.find((error) => error.code !== MEANT_TO_FAIL);
      if (wrong) throw new Error(`The sample company's ${kind} ${wrong.line}: ${wrong.code}, ${wrong.message}`);
    }
    onProgress("expiry");
    await expireCycles(prisma, scene.now);
  } finally {
    await close();
  }
}

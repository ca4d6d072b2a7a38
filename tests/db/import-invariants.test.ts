import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { personOfSession, systemActor } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { metricsJson } from "@/lib/data/metrics-document";
import { ingestRecords } from "@/lib/services/batches";
import { CopyText } from "@/lib/services/copy-text";
import { decide } from "@/lib/services/decisions";
import { type Ingest, openIngest } from "@/lib/services/ingest";
import { isRowError } from "@/lib/services/parse/parser";
import { compileRecordParser, type JsonRecord, suppliedFields } from "@/lib/services/parse/records";
import type { RecordKind, StagedRow } from "@/lib/services/records/staging";
import { addPerson } from "@/tests/support/actors";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { ingest, type Records, SOURCE_SYSTEM } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { dice, randomCompany } from "@/tests/support/random-company";
import { TRACES, tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const AS_OF = "2027-07-05";
const NOW = new Date("2027-07-05T12:00:00Z");
const actor = systemActor("test");
const company = randomCompany(7, { round: 0, asOf: AS_OF, leads: 120, opportunities: 50 });
/** An import that changes nothing else still says that it ran. */
const ITS_OWN = [...TRACES, "imports", "audit_log", "audit_head"];

beforeAll(async () => {
  await ingest(database().pool, company);
}, 120_000);

/** Whatever a kind needs comes before it; among the orders that are left any may be chosen. */
const NEEDS: Readonly<Record<RecordKind, readonly RecordKind[]>> = {
  fx_rates: [],
  leads: [],
  decisions: ["leads"],
  opportunities: ["fx_rates", "leads"],
  stage_history: ["opportunities"],
  touches: ["leads", "opportunities"],
  spend: ["fx_rates"],
};

function shuffled<T>(items: readonly T[], roll: (faces: number) => number): T[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(roll(rest.length), 1));
}

/** The kinds in an order that the roll chooses. */
function fileOrder(roll: (faces: number) => number): RecordKind[] {
  const order: RecordKind[] = [];
  const waiting = shuffled(Object.keys(NEEDS) as RecordKind[], roll);
  while (waiting.length > 0) {
    const next = waiting.findIndex((kind) => NEEDS[kind].every((needed) => order.includes(needed)));
    order.push(...waiting.splice(next, 1));
  }
  return order;
}

describe("the same records again", () => {
  test("change no byte of any table, kind by kind", async () => {
    const before = await tableDigests(database().pool, ITS_OWN);
    await ingest(database().pool, company, new Date("2027-07-06T12:00:00Z"));
    expect(await tableDigests(database().pool, ITS_OWN)).toEqual(before);
  });

  test("are counted: rows in is the sum of what became of them, for every import", async () => {
    const rows = company.leads ?? [];
    const records = [...rows, ...rows.slice(0, 9), { external_id: "no-source" }];
    const options = { kind: "leads", sourceSystem: SOURCE_SYSTEM, via: "api", actor, records, now: NOW } as const;
    const { errors, ...outcome } = await ingestRecords(database().pool, options);
    expect(outcome).toEqual({ inserted: 0, updated: 0, unchanged: rows.length, duplicate: 9, rejected: 1 });
    expect(errors).toMatchObject([{ line: rows.length + 9, field: expect.any(String), code: expect.any(String) }]);
    const imports = await database().prisma.import.findMany({ where: { finishedAt: { not: null } } });
    const wrong = imports.filter(
      (run) => run.rowsIn !== run.inserted + run.updated + run.unchanged + run.duplicate + run.rejected,
    );
    expect([imports.length > 6, wrong]).toEqual([true, []]);
  });
});

describe("an import that has lost a row on its way", () => {
  test("is refused by the database and leaves nothing", async () => {
    const before = await tableDigests(database().pool, ITS_OWN);
    const { client, ingesting, rest } = await halfAnImport();
    await ingesting.add(CopyText.of(rest.slice(1)));
    await expect(ingesting.finish({ read: 60, duplicate: 0, rejected: 0 })).rejects.toThrow(/imports_add_up/);
    await ingesting.abort();
    client.release();
    expect(await tableDigests(database().pool, ITS_OWN)).toEqual(before);
  });
});

describe("in any order of files and rows", () => {
  const others: FreshDatabase[] = [];
  afterAll(async () => {
    for (const other of others) await other.drop();
  });

  test.each([11, 12])(
    "the metrics are the same bytes (%i)",
    async (seed) => {
      const roll = dice(seed);
      const other = await freshDatabase();
      others.push(other);
      for (const kind of fileOrder(roll))
        await ingest(other.pool, { [kind]: shuffled(company[kind] ?? [], roll) } as Records);
      expect(await metricsJson(AS_OF, other.prisma)).toBe(await metricsJson(AS_OF, database().prisma));
      expect(await differences(other)).toEqual([]);
    },
    60_000,
  );
});

/** Opens an import of leads that nobody has seen, and sends the first half. */
async function halfAnImport({ dryRun = false } = {}) {
  const client = await database().pool.connect();
  // The pool looks after idle connections only.
  client.on("error", () => {});
  const records: JsonRecord[] = Array.from({ length: 60 }, (_, index) => ({
    external_id: `half-${index}`,
    source: "Never seen",
    company: "Half done",
    score: "80",
    created_at: "2027-06-01",
    handed_over_at: "2027-06-30T14:00:00Z",
  }));
  const ingesting: Ingest = await openIngest(client, {
    kind: "leads",
    sourceSystem: SOURCE_SYSTEM,
    fileName: "half.csv",
    via: "upload",
    actor,
    fields: suppliedFields("leads", records),
    dryRun,
    now: NOW,
  });
  const parser = compileRecordParser("leads", ingesting.context);
  const rows = records
    .map((record, index) => parser.parse(record, index))
    .filter((row): row is StagedRow => !isRowError(row));
  expect(rows).toHaveLength(records.length);
  expect(await ingesting.add(CopyText.of(rows.slice(0, 30)))).toEqual([]);
  return { client, ingesting, rest: rows.slice(30) };
}

describe("an import that does not end", () => {
  const startsOf = async () => {
    const { prisma } = database();
    const open = await prisma.import.count({ where: { finishedAt: null, fileName: "half.csv" } });
    const audited = await prisma.auditEntry.count({ where: { action: "import.start" } });
    return { open, audited, ended: await prisma.auditEntry.count({ where: { action: "import.finish" } }) };
  };

  test.each(["aborted", "its connection killed"])("%s: leaves that it began, and nothing else", async (how) => {
    const [before, starts] = [await tableDigests(database().pool, ITS_OWN), await startsOf()];
    const { client, ingesting, rest } = await halfAnImport();
    if (how === "aborted") await ingesting.abort();
    else {
      const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      await withClient(database().url, (other) => other.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]));
      await expect(ingesting.add(CopyText.of(rest))).rejects.toThrow();
      await ingesting.abort();
    }
    client.release(how !== "aborted");
    expect(await tableDigests(database().pool, ITS_OWN)).toEqual(before);
    expect(await startsOf()).toEqual({ open: starts.open + 1, audited: starts.audited + 1, ended: starts.ended });
    expect(await differences(database())).toEqual([]);
  });

  test("a dry run leaves not even that", async () => {
    const before = await tableDigests(database().pool, []);
    const { client, ingesting, rest } = await halfAnImport({ dryRun: true });
    await ingesting.add(CopyText.of(rest));
    const outcome = await ingesting.finish({ read: 60, duplicate: 0, rejected: 0 });
    client.release();
    expect(outcome).toEqual({ inserted: 60, updated: 0, unchanged: 0, duplicate: 0, rejected: 0 });
    expect(await tableDigests(database().pool, [])).toEqual(before);
  });

  test("people go on deciding other leads meanwhile", async () => {
    const made = await addPerson(database().pool, "bdr");
    const bdr = await personOfSession(made.id, 1);
    if (!bdr) throw new Error("the test's BDR is not there");
    const { client, ingesting, rest } = await halfAnImport();
    const open = await database().prisma.cycle.findMany({
      where: { stage: "mql", handedOverAt: { lt: NOW } },
      take: 3,
    });
    // The import ends after them: if one waited for it, both would stand still and Prisma would give up.
    for (const { id } of open) await decide(bdr, { cycleId: id, touch: "call", verdict: "accept" }, NOW);
    await ingesting.add(CopyText.of(rest));
    expect(await ingesting.finish({ read: 60, duplicate: 0, rejected: 0 })).toMatchObject({ inserted: 60 });
    client.release();
    expect(await database().prisma.decision.count({ where: { decidedById: bdr.id } })).toBe(3);
    expect(await differences(database())).toEqual([]);
  });
});

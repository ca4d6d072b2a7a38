import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import type { AppError } from "@/lib/errors";
import type { RejectedRow } from "@/lib/services/import-batches";
import { importFile } from "@/lib/services/imports";
import { parseMapping } from "@/lib/services/parse/mapping";
import type { RecordKind } from "@/lib/services/records/staging";
import { BASE } from "@/tests/corpus/base";
import type { CorpusFile } from "@/tests/corpus/corpus";
import { ENCODINGS } from "@/tests/corpus/encodings";
import { RECORDS } from "@/tests/corpus/records";
import { SHAPES } from "@/tests/corpus/shapes";
import { VALUES } from "@/tests/corpus/values";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { temporaryFolder } from "@/tests/support/files";
import { TRACES, tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

/** An import says that it ran, whatever came of it. */
const RECORDS_OF_RUNS = ["imports", "audit_log", "audit_head"];

const folder = temporaryFolder();
let database: FreshDatabase;

async function importText(kind: RecordKind, content: string | Uint8Array, mapping?: string) {
  const refused: RejectedRow[] = [];
  const outcome = await importFile(database.pool, {
    kind,
    file: folder.write("file.csv", content),
    ...(mapping !== undefined && { mapping: parseMapping(mapping) }),
    sourceSystem: "crm",
    via: "cli",
    actor: systemActor("test"),
    now: new Date("2027-07-05T12:00:00Z"),
    onRejected: (rows) => void refused.push(...rows),
  });
  return { outcome, refused };
}

beforeAll(async () => {
  database = await freshDatabase();
  for (const [kind, content] of BASE) {
    const { outcome } = await importText(kind, content);
    expect(outcome).toMatchObject({ inserted: content.trim().split("\n").length - 1, rejected: 0 });
  }
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

const digests = (leaves: readonly string[] = []) =>
  tableDigests(database.pool, [...TRACES, ...RECORDS_OF_RUNS, ...leaves]);

async function checkRefusal({ kind, content, mapping, fails: [code, words] = ["", ""] }: CorpusFile): Promise<void> {
  const error = await importText(kind, content, mapping).then(
    () => undefined,
    (thrown: AppError) => thrown,
  );
  expect(error).toMatchObject({ name: "AppError", code, message: expect.stringContaining(words) });
}

async function checkRows({
  kind,
  content,
  mapping,
  rejected = [],
  unchanged = 0,
  duplicate = 0,
}: CorpusFile): Promise<void> {
  const { outcome, refused } = await importText(kind, content, mapping);
  expect(refused.map(({ line, column, code }) => [line, column, code])).toEqual(rejected);
  expect(outcome).toEqual({ inserted: 0, updated: 0, unchanged, duplicate, rejected: rejected.length });
  for (const { message } of refused) expect(message).toMatch(/^[a-z ]+.*\.$/s);
}

const FILES = [...ENCODINGS, ...SHAPES, ...VALUES, ...RECORDS];

test("there are at least forty bad files, each by its own name", () => {
  expect(FILES.length).toBeGreaterThanOrEqual(40);
  expect(new Set(FILES.map(({ name }) => name)).size).toBe(FILES.length);
});

describe("a bad file changes nothing and says why:", () => {
  test.each(FILES.map((file) => [file.name, file] as const))("%s", async (_, file) => {
    const before = await digests(file.leaves);
    await (file.fails ? checkRefusal(file) : checkRows(file));
    expect(await digests(file.leaves)).toEqual(before);
  });

  test("and what it ran into is recorded once it ended", async () => {
    const { rows } = await database.pool.query<{ bad: number; open: number }>(
      `SELECT count(*) FILTER (WHERE rows_in <> inserted + updated + unchanged + duplicate + rejected)::int AS bad,
         count(*) FILTER (WHERE finished_at IS NULL)::int AS open FROM imports`,
    );
    // Only the quote that is never closed is found when the import has begun.
    expect(rows).toEqual([{ bad: 0, open: 1 }]);
  });
});

test("odd texts are kept as they are", async () => {
  const texts = [
    "שלום עולם",
    "a\u200bb",
    "\u202Eabc",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@x",
    "O'Brien; DROP TABLE leads",
    "\\N",
    "\\.",
    "a\\tb",
    "line\nbreak",
    '"quoted"',
    "tab\tbed",
    "{a,b}",
    "😀",
  ];
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = texts.map((text, index) => `X-${index},webinar,2027-06-01,${quoted(text)},${quoted(text)}`);
  const { outcome } = await importText(
    "leads",
    ["external_id,source,created_at,title,technologies", ...rows].join("\n"),
  );
  expect(outcome).toEqual({ inserted: texts.length, updated: 0, unchanged: 0, duplicate: 0, rejected: 0 });
  const stored = await database.prisma.lead.findMany({
    where: { externalId: { startsWith: "X-" } },
    orderBy: { id: "asc" },
  });
  expect(stored.map(({ title }) => title)).toEqual(texts);
  expect(stored.map(({ technologies }) => technologies.join("; "))).toEqual(texts);
});

test("after all of it the database agrees with itself", async () => expect(await differences(database)).toEqual([]));

import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { importFile } from "@/lib/services/imports";
import { parseMapping } from "@/lib/services/parse/mapping";
import type { RecordKind } from "@/lib/services/records/staging";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";

/** Real data that is not part of the project (its README says where it is from); the test runs where it is at hand. */
const FOLDER = new URL("../../../shared/data/olist/", import.meta.url).pathname;
const hasData = existsSync(FOLDER);
if (!hasData) process.stderr.write(`The Olist files are not here (${FOLDER}): only their mappings are read.\n`);

/** The originals, and the same data as other people saved it. */
const FILES = {
  original: ["olist_marketing_qualified_leads_dataset.csv", "olist_closed_deals_dataset.csv"],
  spaces: ["variants/mql__cleberaksenen_spaces.csv", "variants/closed_deals__cleberaksenen_spaces.csv"],
  semicolons: [
    "variants/mql__hiflylabs_bom_semicolon_dots.csv",
    "variants/closed_deals__hiflylabs_bom_semicolon_dots.csv",
  ],
  dmy: ["variants/mql__lasya_ddmmyyyy.csv", "variants/closed_deals__lasya_ddmmyyyy.csv"],
} as const;
type Variant = keyof typeof FILES;

const KINDS = ["leads", "decisions", "opportunities"] as const satisfies readonly RecordKind[];
const mappingOf = (kind: RecordKind, variant: Variant) =>
  parseMapping(readFileSync(new URL(`../corpus/olist/${kind}-${variant}.json`, import.meta.url), "utf8"));

const opened: FreshDatabase[] = [];
afterAll(() => Promise.all(opened.map((database) => database.drop())));

/** Imports one variant into a database of its own; outcomes and facts, times cut to the minute that all variants keep. */
async function load(variant: Variant) {
  const database = await freshDatabase();
  opened.push(database);
  const { pool } = database;
  await pool.query("UPDATE organisation SET currency = 'BRL', time_zone = 'America/Sao_Paulo'");
  const outcomes: Record<string, unknown> = {};
  for (const kind of KINDS) {
    const file = FOLDER + FILES[variant][kind === "leads" ? 0 : 1];
    const common = {
      kind,
      file,
      mapping: mappingOf(kind, variant),
      sourceSystem: "olist",
      via: "cli",
      actor: systemActor("test"),
    } as const;
    outcomes[kind] = await importFile(pool, { ...common, now: new Date("2026-11-22T12:00:00Z") });
  }
  const { rows } = await pool.query(`
    SELECT l.external_id, l.source_code, l.campaign, c.handed_over_on, c.stage, date_trunc('minute', c.decided_at) AS decided_at,
      o.won_on, o.won_amount, o.pipeline_on, o.owner_source
    FROM leads l LEFT JOIN cycles c ON c.lead_id = l.id LEFT JOIN opportunities o ON o.lead_id = l.id ORDER BY l.external_id`);
  return { outcomes, rows };
}

let original: Awaited<ReturnType<typeof load>>;
beforeAll(async () => {
  if (hasData) original = await load("original");
}, 120_000);

const HERE = hasData ? "" : " (no data here: only the mapping is read)";

it(`the originals go in but for one deal that was won before its lead came${HERE}`, () => {
  for (const kind of KINDS) expect(mappingOf(kind, "original").columns).not.toEqual({});
  if (!hasData) return;
  expect(original.outcomes).toMatchObject({
    leads: { inserted: 8_000, rejected: 0 },
    decisions: { inserted: 841, rejected: 1 },
    opportunities: { inserted: 842, rejected: 0 },
  });
});

it.each(["spaces", "semicolons", "dmy"] as const)(
  `the variant %s gives the same facts${HERE}`,
  async (variant) => {
    expect(mappingOf("leads", variant).columns.external_id).toBe("mql_id");
    if (!hasData) return;
    const { outcomes, rows } = await load(variant);
    expect(outcomes).toEqual(original.outcomes);
    expect(rows).toEqual(original.rows);
  },
  120_000,
);

import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import { withClient } from "@/lib/cli/client";
import { CliError } from "@/lib/cli/progress";
import { run } from "@/lib/cli/run";
import type { Bench } from "./bench";
import { HEADER, writeLeads } from "./lead-file";
import { inSeconds, type Line, median, seconds } from "./measure";

const MEGABYTE = 1_000_000;
const report = z.object({ seconds: z.number(), growth: z.number(), inserted: z.number() });

/** Columns of the file as `leads` types them, with what the table adds to them, and its indexes. */
const YARDSTICK = `
  CREATE TABLE yardstick (id bigserial, source_system text NOT NULL DEFAULT 'bench', external_id text NOT NULL, email text, first_name text,
    last_name text, company text, account_key text GENERATED ALWAYS AS (lower(company)) STORED, domain text, title text, country char(2), naics text,
    employees int, annual_revenue decimal(16,2), technologies text, source text NOT NULL, campaign text, segment text, lane text,
    created_at timestamptz(3) NOT NULL, handed_over_at timestamptz(3), score decimal(8,3), score_vendor text, score_model_version text,
    assigned_to text, bought_from text)`;

/** Seconds of COPY of the file, from the disk of this process, into a table of its shape with the indexes of leads. */
async function copyTime(url: string, file: string): Promise<number> {
  return withClient(url, async (client) => {
    await client.query(YARDSTICK);
    const { rows } = await client.query<{ definition: string }>(
      "SELECT indexdef AS definition FROM pg_indexes WHERE tablename = 'leads' ORDER BY indexname",
    );
    for (const { definition } of rows)
      await client.query(definition.replace(/INDEX \S+ ON public\.leads/, "INDEX ON yardstick"));
    const statement = `COPY yardstick (${HEADER.join(", ")}) FROM STDIN (FORMAT csv, HEADER)`;
    return seconds(() => pipeline(createReadStream(file), client.query(copyFrom(statement))));
  });
}

/** Imports the file in a process of its own, as `npm run import` does. */
async function importOnce(url: string, file: string): Promise<z.infer<typeof report>> {
  const script = join("tests", "bench", "import-process.ts");
  const flags = ["--conditions=react-server", "--import", "tsx"];
  const { code, output } = await run(process.execPath, [...flags, script, url, file]);
  if (code !== 0) throw new CliError(`The import ended with ${code}:\n${output}`);
  return report.parse(JSON.parse(output));
}

/** P4: the import of leads, half of them handed over, against COPY of the same file; both into empty tables. */
export async function fileImport({ server, home, importRows, pairs }: Bench): Promise<Line[]> {
  const file = join(home, "leads.csv");
  await writeLeads(file, importRows);
  const { database, drop } = await server();
  const found: { ours: number; copy: number; growth: number }[] = [];
  for (let pair = 0; pair < Math.ceil(pairs / 3); pair += 1) {
    const url = await database();
    const copy = await copyTime(url, file);
    await withClient(url, (client) => client.query("DROP TABLE yardstick; CHECKPOINT"));
    const { seconds: ours, growth, inserted } = await importOnce(url, file);
    if (inserted !== importRows) throw new CliError(`${inserted} of ${importRows} rows were imported.`);
    await drop(url);
    found.push({ ours, copy, growth });
  }
  const of = (pick: (pair: (typeof found)[number]) => number) => median(found.map(pick));
  const ratio = of(({ ours, copy }) => copy / ours);
  const growth = Math.max(...found.map((pair) => pair.growth)) / MEGABYTE;
  return [
    {
      what: `import of ${importRows.toLocaleString("en-US")} leads, speed`,
      measured: inSeconds(of((pair) => pair.ours)),
      against: `${inSeconds(of((pair) => pair.copy))} COPY`,
      ratio,
      mustReach: "≥ 0.4",
      isReached: ratio >= 0.4,
    },
    {
      what: "memory growth of the importing process",
      measured: `${growth.toFixed(0)} MB`,
      against: "",
      ratio: growth,
      mustReach: "≤ 250 MB",
      isReached: growth <= 250,
    },
  ];
}

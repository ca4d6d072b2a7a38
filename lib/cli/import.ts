import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { systemActor } from "@/lib/auth/actor";
import { pool } from "@/lib/db";
import type { RejectedRow } from "@/lib/services/import-batches";
import { type ImportOptions, importFile } from "@/lib/services/imports";
import { isRecordKind, RECORD_KINDS } from "@/lib/services/parse/kinds";
import { type Mapping, NO_MAPPING, parseMapping } from "@/lib/services/parse/mapping";
import type { Outcome, RecordKind } from "@/lib/services/records/staging";
import { inWords } from "./as-of";
import { userPath, withDatabase } from "./command";
import { CliError, say } from "./progress";
import { progressBar } from "./progress-bar";
import { openRejects } from "./rejects";

const USAGE = `npm run import -- KIND FILE [--mapping M.json] [--dry-run] [--rejects OUT.csv] [--source-system NAME]
    KIND is ${RECORD_KINDS.join(", ")}`;

/** The system that ids belong to when nobody says. */
const SOURCE_SYSTEM = "csv";
const SHOWN_REJECTS = 10;
const SOME_REJECTED = 2;

interface Arguments {
  kind: RecordKind;
  file: string;
  mapping: Mapping;
  rejects: string | undefined;
  sourceSystem: string;
  dryRun: boolean;
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        mapping: { type: "string" },
        rejects: { type: "string" },
        "source-system": { type: "string", default: SOURCE_SYSTEM },
        "dry-run": { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error), USAGE);
  }
}

function readMapping(path: string | undefined): Mapping {
  if (path === undefined) return NO_MAPPING;
  let text: string;
  try {
    text = readFileSync(userPath(path), "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`The mapping file cannot be read: ${reason}`, "Check its name.");
  }
  return parseMapping(text);
}

function checkArguments(args: string[]): Arguments {
  const { values, positionals } = readArguments(args);
  const [kind, file, ...more] = positionals;
  if (kind === undefined || file === undefined || more.length > 0) throw new CliError("Give a kind and a file.", USAGE);
  if (!isRecordKind(kind)) throw new CliError(`There is no kind "${kind}".`, `Use one of: ${RECORD_KINDS.join(", ")}.`);
  const sourceSystem = values["source-system"].trim();
  if (sourceSystem === "" || sourceSystem.length > 100)
    throw new CliError("--source-system needs a name of at most 100 characters.", USAGE);
  const rejects = values.rejects === undefined ? undefined : userPath(values.rejects);
  if (rejects === userPath(file))
    throw new CliError("--rejects names the file that is imported.", "Name another file.");
  return {
    kind,
    file: userPath(file),
    mapping: readMapping(values.mapping),
    rejects,
    sourceSystem,
    dryRun: values["dry-run"],
  };
}

/** The first refused rows in words, for people who did not ask for a rejects file. */
function rejectPrinter() {
  let shown = 0;
  return (rows: readonly RejectedRow[]) => {
    for (const { line, code, message } of rows.slice(0, SHOWN_REJECTS - shown)) {
      say(`  line ${line} ${code} ${message}`);
      shown += 1;
    }
  };
}

function summary({ inserted, updated, unchanged, duplicate, rejected }: Outcome): string {
  return `inserted=${inserted} updated=${updated} unchanged=${unchanged} duplicate=${duplicate} rejected=${rejected}\n`;
}

async function runImport({ rejects, ...given }: Arguments): Promise<Outcome> {
  const refused = rejects === undefined ? undefined : openRejects(rejects);
  const bar = progressBar();
  const print = rejectPrinter();
  const options: ImportOptions = {
    ...given,
    via: "cli",
    actor: systemActor("import"),
    now: new Date(),
    onStart(header, notes) {
      refused?.start(header);
      for (const note of notes) say(note);
    },
    onProgress: bar.show,
    onRejected: (rows) => {
      bar.clear();
      if (refused) refused.add(rows);
      else print(rows);
    },
  };
  try {
    return await importFile(pool(), options);
  } finally {
    bar.clear();
    refused?.close();
  }
}

// npm run import: reads a CSV file into the database; the last line of standard output is the result.
await withDatabase(({ args }) =>
  inWords(async () => {
    const given = checkArguments(args);
    const outcome = await runImport(given);
    if (given.dryRun) say("Dry run: nothing was written.");
    if (outcome.rejected > SHOWN_REJECTS && given.rejects === undefined)
      say("  … --rejects FILE writes all refused rows to a file.");
    process.stdout.write(summary(outcome));
    return outcome.rejected > 0 ? SOME_REJECTED : 0;
  }),
);

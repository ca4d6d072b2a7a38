import { systemActor } from "@/lib/auth/actor";
import { pool } from "@/lib/db";
import type { RejectedRow } from "@/lib/services/import-batches";
import { type ImportOptions, importFile } from "@/lib/services/imports";
import type { Outcome } from "@/lib/services/records/staging";
import { inWords } from "./as-of";
import { withDatabase } from "./command";
import { type ImportArguments, importArguments } from "./import-arguments";
import { say } from "./progress";
import { progressBar } from "./progress-bar";
import { openRejects } from "./rejects";

const SHOWN_REJECTS = 10;
const SOME_REJECTED = 2;

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

async function runImport({ rejects, ...given }: ImportArguments): Promise<Outcome> {
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
    const given = importArguments(args);
    const outcome = await runImport(given);
    if (given.dryRun) say("Dry run: nothing was written.");
    if (outcome.rejected > SHOWN_REJECTS && given.rejects === undefined)
      say("  … --rejects FILE writes all refused rows to a file.");
    process.stdout.write(summary(outcome));
    return outcome.rejected > 0 ? SOME_REJECTED : 0;
  }),
);

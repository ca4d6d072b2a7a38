import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isRecordKind, RECORD_KINDS } from "@/lib/services/parse/kinds";
import { type Mapping, NO_MAPPING, parseMapping } from "@/lib/services/parse/mapping";
import type { RecordKind } from "@/lib/services/records/staging";
import { userPath } from "./command";
import { CliError } from "./progress";

const USAGE = `npm run import -- KIND FILE [--mapping M.json] [--dry-run] [--rejects OUT.csv] [--source-system NAME]
    KIND is ${RECORD_KINDS.join(", ")}`;

/** The system that ids belong to when nobody says. */
const SOURCE_SYSTEM = "csv";

export interface ImportArguments {
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

/** What was typed after `npm run import --`. Throws CliError with the cure; AppError when the mapping cannot be used. */
export function importArguments(args: string[]): ImportArguments {
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

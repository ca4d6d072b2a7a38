import { ROLES, type Role } from "@/lib/domain/roles";

/** Callers that are nobody's role: each is refused or let through like a role. */
const STRANGERS = ["out", "disabled", "demoted", "ingest", "read"] as const;
export type Stranger = (typeof STRANGERS)[number];
export type Caller = Role | Stranger;

/** One row of the matrix: who is let through. */
export type Row = Readonly<Record<Caller, boolean>>;

const CALLERS: readonly Caller[] = [...ROLES, ...STRANGERS];

/**
 * Reads a matrix as people write it: a header with every caller, then one line per entry with `yes` or `no` in each cell.
 * Throws on a cell that says neither, so that nothing is let through by a slip of the pen.
 */
export function readMatrix(text: string): ReadonlyMap<string, Row> {
  const [header, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells.length > 1);
  const callers = header?.slice(1) ?? [];
  if (callers.join() !== CALLERS.join()) throw new Error(`the header must be: ${CALLERS.join(" ")}`);
  const rows = lines.map(([name = "", ...cells]) => {
    if (cells.length !== CALLERS.length || cells.some((cell) => cell !== "yes" && cell !== "no")) {
      throw new Error(`${name} needs ${CALLERS.length} cells of yes or no`);
    }
    return [name, Object.fromEntries(CALLERS.map((caller, index) => [caller, cells[index] === "yes"])) as Row] as const;
  });
  if (new Set(rows.map(([name]) => name)).size !== rows.length) throw new Error("an entry stands twice");
  return new Map(rows);
}

import { type RecordKind, type RowError, STAGING, type StagedRow } from "@/lib/services/records/staging";
import { type Binding, bindFields } from "./binding";
import type { ParseContext } from "./context";
import { decisionParser } from "./decisions";
import { compileFields, type Fields } from "./fields";
import { fxRateParser } from "./fx-rates";
import { leadParser } from "./leads";
import type { Mapping } from "./mapping";
import { opportunityParser } from "./opportunities";
import type { Cell, KindParser, Row } from "./row";
import { spendParser } from "./spend";
import { stageHistoryParser } from "./stage-history";
import { touchParser } from "./touches";

const KINDS: Record<RecordKind, (fields: Fields, context: ParseContext) => KindParser> = {
  leads: leadParser,
  decisions: decisionParser,
  opportunities: opportunityParser,
  stage_history: stageHistoryParser,
  touches: touchParser,
  spend: spendParser,
  fx_rates: fxRateParser,
};

export interface Parser extends Pick<Binding, "fields" | "headerOf" | "unused"> {
  /** Cells of one row in the order of the header → its tuple, or the first thing that is wrong with it. */
  parse(cells: readonly (string | undefined)[], line: number): StagedRow | RowError;
  /** Equal exactly for rows that are the same record (formats.md, Canonical records). */
  identity(staged: StagedRow): string;
}

/** A tuple is an array, an error is none. */
export function isRowError(result: StagedRow | RowError): result is RowError {
  return !Array.isArray(result);
}

function identityOf(kind: RecordKind, columns: readonly string[]): (staged: StagedRow) => string {
  const places = columns.map((name) => STAGING[kind].findIndex(([column]) => column === name));
  // No stored text holds NUL, so joined parts are equal only when the parts are.
  return (staged) => {
    let key = "";
    for (const place of places) key += `${staged[place] ?? ""}\0`;
    return key;
  };
}

/**
 * Compiles the parser of one file or batch. Throws AppError when header and mapping do not fit the
 * kind (see `bindFields`). The parser keeps nothing of a row.
 */
export function compileParser(
  kind: RecordKind,
  header: readonly string[],
  mapping: Mapping,
  context: ParseContext,
): Parser {
  const binding = bindFields(kind, header, mapping);
  const { columns, identity } = KINDS[kind](compileFields(binding, mapping, context), context);
  const own: Record<string, Cell> = { line: (row) => String(row.line), source_system: () => context.sourceSystem };
  const cells = STAGING[kind].map(([name]): Cell => {
    const cell = columns[name] ?? own[name];
    if (!cell) throw new Error(`No field of ${kind} fills the staged column ${name}.`);
    return cell;
  });
  return {
    fields: binding.fields,
    headerOf: binding.headerOf,
    unused: binding.unused,
    identity: identityOf(kind, identity),
    parse(values, line) {
      const row: Row = { line, cells: values, error: null };
      const staged: (string | null)[] = new Array(cells.length);
      for (let index = 0; index < cells.length; index++) staged[index] = (cells[index] as Cell)(row);
      return row.error ?? staged;
    },
  };
}

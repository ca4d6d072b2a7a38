import { type RecordKind, type RowError, STAGING, type StagedRow } from "@/lib/services/records/staging";
import { type Binding, bindFields } from "./binding";
import type { ParseContext } from "./context";
import { compileDateFormat } from "./date-format";
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
  /** Equal exactly for rows of one identity of which either may stand for both; null when any may. */
  agreement(staged: StagedRow): string | null;
  /** The refusal of a row that does not agree with an earlier one of its identity. */
  conflict(staged: StagedRow): RowError;
}

/** A tuple is an array, an error is none. */
export function isRowError(result: StagedRow | RowError): result is RowError {
  return !Array.isArray(result);
}

function keyOf(kind: RecordKind, columns: readonly string[]): (staged: StagedRow) => string {
  const places = columns.map((name) => STAGING[kind].findIndex(([column]) => column === name));
  // No stored text holds NUL, so joined parts are equal only when the parts are.
  return (staged) => {
    let key = "";
    for (const place of places) key += `${staged[place] ?? ""}\0`;
    return key;
  };
}

/** How rows of one identity are told apart. */
function sameness(
  kind: RecordKind,
  { identity, agreed }: KindParser,
): Pick<Parser, "identity" | "agreement" | "conflict"> {
  const agreement = agreed && keyOf(kind, [...identity, ...agreed.columns]);
  return {
    identity: keyOf(kind, identity),
    agreement: (staged) => agreement?.(staged) ?? null,
    conflict(staged) {
      if (!agreed) throw new Error(`Rows of ${kind} with one identity are never in conflict.`);
      const { field, code, problem } = agreed;
      return { line: Number(staged[0]), field, code, message: `${field}: ${problem}` };
    },
  };
}

/** A file whose columns are matched; what its rows mean depends on the settings under which they are written. */
export interface BoundFile extends Pick<Binding, "fields" | "unused"> {
  parser(context: ParseContext): Parser;
}

/** Matches the header of a file. Throws AppError when header or mapping cannot be used (see `bindFields`, `compileDateFormat`). */
export function bindFile(kind: RecordKind, header: readonly string[], mapping: Mapping): BoundFile {
  const binding = bindFields(kind, header, mapping);
  if (mapping.date_format !== undefined) compileDateFormat(mapping.date_format);
  const { fields, unused } = binding;
  return { fields, unused, parser: (context) => compileBound(kind, binding, mapping, context) };
}

/**
 * Compiles the parser of one file or batch. Throws AppError as `bindFile`. The parser keeps nothing of a row.
 */
export function compileParser(
  kind: RecordKind,
  header: readonly string[],
  mapping: Mapping,
  context: ParseContext,
): Parser {
  return bindFile(kind, header, mapping).parser(context);
}

function compileBound(kind: RecordKind, binding: Binding, mapping: Mapping, context: ParseContext): Parser {
  const parts = KINDS[kind](compileFields(binding, mapping, context), context);
  const own: Record<string, Cell> = { line: (row) => String(row.line), source_system: () => context.sourceSystem };
  const cells = STAGING[kind].map(([name]): Cell => {
    const cell = parts.columns[name] ?? own[name];
    if (!cell) throw new Error(`No field of ${kind} fills the staged column ${name}.`);
    return cell;
  });
  return {
    fields: binding.fields,
    headerOf: binding.headerOf,
    unused: binding.unused,
    ...sameness(kind, parts),
    parse(values, line) {
      const row: Row = { line, cells: values, error: null };
      const staged: (string | null)[] = new Array(cells.length);
      for (let index = 0; index < cells.length; index++) staged[index] = (cells[index] as Cell)(row);
      return row.error ?? staged;
    },
  };
}

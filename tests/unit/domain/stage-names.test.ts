import { expect, test } from "vitest";
import { parseStageName, type StageNameText } from "@/lib/domain/stage-names";

const line: StageNameText = { name: "Verbal yes", stage: "pipeline", ordinal: "5", won: false, crmValue: "" };
const codes = (changes: Partial<StageNameText>) => {
  const result = parseStageName({ ...line, ...changes });
  return result.ok ? [] : result.errors.map(({ field, code }) => `${code} ${field}`);
};

test("a line is read with its texts trimmed and blanks as nothing", () => {
  expect(parseStageName({ ...line, name: "  Verbal   yes ", crmValue: "  " })).toEqual({
    ok: true,
    line: { name: "Verbal yes", stage: "pipeline", ordinal: 5, isWon: false, crmValue: null },
  });
});

test.each([
  [{}, []],
  [{ ordinal: "" }, []],
  [{ stage: "sql", ordinal: "2" }, []],
  [{ stage: "mql", ordinal: "" }, []],
  [{ ordinal: "6", won: true }, []],
  [{ ordinal: "2" }, ["STAGE_ORDINAL ordinal"]],
  [{ stage: "sql", ordinal: "3" }, ["STAGE_ORDINAL ordinal"]],
  [{ stage: "lead", ordinal: "1" }, ["STAGE_ORDINAL ordinal"]],
  [{ ordinal: "0" }, ["STAGE_ORDINAL ordinal"]],
  [{ ordinal: "three" }, ["STAGE_ORDINAL ordinal"]],
  [{ ordinal: "100" }, ["STAGE_ORDINAL ordinal"]],
  [{ stage: "rejected" }, ["STAGE_UNKNOWN stage"]],
  [{ name: " ", stage: "" }, ["NAME_REQUIRED name", "STAGE_UNKNOWN stage"]],
  [{ stage: "sql", ordinal: "1", won: true }, ["STAGE_WON won"]],
])("%j", (changes, expected) => {
  expect(codes(changes)).toEqual(expected);
});

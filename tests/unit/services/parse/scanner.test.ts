import { parse as csvParse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CELL_LIMIT, Scanner } from "@/lib/services/parse/scanner";
import { csvLine } from "@/lib/view/csv";

interface Scanned {
  cells: string[];
  line: number;
  flaw: string | undefined;
}

function scan(chunks: readonly string[], delimiter = ","): Scanned[] {
  const records: Scanned[] = [];
  const scanner = new Scanner(delimiter, (cells, line, flaw) => records.push({ cells, line, flaw: flaw?.code }));
  for (const chunk of chunks) scanner.write(chunk);
  scanner.end();
  return records;
}

const cellsOf = (...chunks: string[]) => scan(chunks).map(({ cells }) => cells);
const linesOf = (...chunks: string[]) => scan(chunks).map(({ line }) => line);

describe("cells", () => {
  test.each<[string, string[][]]>([
    [
      "a,b\nc,d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a,b\r\nc,d\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a,b\rc,d\r",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a,\n,b\n,",
      [
        ["a", ""],
        ["", "b"],
        ["", ""],
      ],
    ],
    ['"a,b","c\nd","e""f",""', [["a,b", "c\nd", 'e"f', ""]]],
    ['"a" ,"b"  \nc', [["a", "b"], ["c"]]],
    ['5" pipe,a"b"', [['5" pipe', 'a"b"']]],
    [' "a"', [[' "a"']]],
    ['""""', [['"']]],
    ['"\r\n"', [["\r\n"]]],
    ["\n\n\r\n", []],
    ["", []],
    ['""', [[""]]],
    [" ", [[" "]]],
  ])("of %j", (text, expected) => expect(cellsOf(text)).toEqual(expected));

  test("with another delimiter", () => {
    expect(scan(['a;b,c;"d;e"\n'], ";").map(({ cells }) => cells)).toEqual([["a", "b,c", "d;e"]]);
    expect(scan(["a b c"], " ").map(({ cells }) => cells)).toEqual([["a", "b", "c"]]);
  });

  test("text after a closing quote spoils its row, not the next", () => {
    const records = scan(['1,"a"b,c\n2,"say "hi", you",d\n3,ok,e\n']);
    expect(records.map(({ line, flaw }) => [line, flaw])).toEqual([
      [1, "QUOTE_MISPLACED"],
      [2, "QUOTE_MISPLACED"],
      [3, undefined],
    ]);
    expect(records[0]?.cells).toEqual(["1", "ab", "c"]);
  });
});

describe("physical lines", () => {
  test("are those of an editor, with line ends inside quotes and empty lines counted", () => {
    expect(linesOf('a\n"b\nb"\nc\n\n\nd\n"e\r\ne"\r\nf\r\n"g\rg"\rh')).toEqual([1, 2, 4, 7, 8, 10, 11, 13]);
  });

  test.each([
    ["a\r", "\nb"],
    ["a\r\n", "b"],
    ['"a\r', '\n"\nb'],
    ['"a\r', '"\nb'],
    ['"a"', '"\n"\nb'],
  ])("are right when a chunk ends after %j", (...chunks) => {
    expect(linesOf(...chunks)).toEqual(linesOf(chunks.join("")));
    expect(cellsOf(...chunks)).toEqual(cellsOf(chunks.join("")));
  });

  test("an unclosed quote is named by the line on which it opened", () => {
    const unclosed = 'a,b\nc,"d\ne,f\n\ng';
    expect(() => scan([unclosed])).toThrow(
      expect.objectContaining({ code: "QUOTE_NOT_CLOSED", message: expect.stringContaining("line 2 ") }),
    );
    expect(() => scan(['"a""'])).toThrow(expect.objectContaining({ code: "QUOTE_NOT_CLOSED" }));
  });
});

describe("limits", () => {
  const huge = "x".repeat(CELL_LIMIT + 1);

  test.each([
    ["in one piece", [`a,${huge},c\nd`]],
    ["in quotes", [`a,"${huge}",c\nd`]],
    ["in several pieces", ["a,", ...Array.from({ length: 5 }, () => huge.slice(0, CELL_LIMIT / 4)), ",c\nd"]],
  ])("a cell of over a million characters %s refuses its row", (_, chunks) => {
    expect(scan(chunks).map(({ cells, flaw }) => [cells.length, flaw])).toEqual([
      [3, "FIELD_TOO_LONG"],
      [1, undefined],
    ]);
  });

  test("a row of many long cells is refused as well, and cells beyond ten thousand are not kept", () => {
    const long = "x".repeat(CELL_LIMIT - 1);
    expect(scan([Array.from({ length: 5 }, () => long).join(",")])[0]?.flaw).toBe("FIELD_TOO_LONG");
    expect(scan([",".repeat(20_000)])[0]?.cells).toHaveLength(10_000);
  });
});

const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", ";", "\n", "\r", " ", "😀", "\t", "1") });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
/** Cuts a text at arbitrary places. */
const cuts = fc.array(fc.nat({ max: 200 }), { maxLength: 6 });

function cut(text: string, places: readonly number[]): string[] {
  const sorted = [0, ...places.map((place) => Math.min(place, text.length)).sort((a, b) => a - b), text.length];
  return sorted.slice(1).map((end, index) => text.slice(sorted[index], end));
}

/** Cells that our writer leaves as they are: it puts an apostrophe before what a spreadsheet would run. */
const isInert = (text: string) => !/^[=+\-@\t\r]/.test(text);

test("what our own writer writes is read back, wherever the file is cut", () => {
  fc.assert(
    fc.property(table, cuts, (rows, places) => {
      const inert = rows.filter((row) => row.every(isInert));
      const text = inert.map((row) => csvLine(row)).join("");
      expect(cellsOf(...cut(text, places))).toEqual(inert);
    }),
  );
});

test("well-formed files are read as csv-parse reads them", () => {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(table, fc.constantFrom("\n", "\r\n", "\r"), cuts, (rows, end, places) => {
      const text = rows.map((row) => row.map(quoted).join(";") + end).join("");
      const expected = csvParse(text, { delimiter: ";", relax_column_count: true, record_delimiter: end });
      expect(scan(cut(text, places), ";").map(({ cells }) => cells)).toEqual(expected);
    }),
  );
});

test("chunks change nothing, not even in nonsense", () => {
  const attempt = (chunks: string[]) => {
    try {
      return scan(chunks);
    } catch (error) {
      return String(error);
    }
  };
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", " ") }), cuts, (text, places) => {
      expect(attempt(cut(text, places))).toEqual(attempt([text]));
    }),
    { numRuns: 1_000 },
  );
});

import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { openCsv } from "@/lib/services/parse/reader";
import { csvLine, csvText } from "@/lib/view/csv";
import { temporaryFolder } from "@/tests/support/files";

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Cells as an import reads them. */
async function readBack(csv: string): Promise<(readonly string[])[]> {
  const file = await openCsv(folder.write("export.csv", csv));
  const rows: (readonly string[])[] = [file.header];
  for await (const _ of file.rows((cells) => rows.push(cells)));
  return rows;
}

describe("formula cells", () => {
  test.each([
    ["=cmd()", "'=cmd()"],
    ["-abc", "'-abc"],
    ["@x", "'@x"],
    ["'=cmd()", "''=cmd()"],
    ["''", "'''"],
  ])("%s is written as %s, which no spreadsheet runs", (text, cell) => expect(csvLine([text])).toBe(`${cell}\r\n`));

  test.each(["-12.5", "'tis", "'", "a=b", "Unmapped: x"])("%s is no formula and stays as it is", (text) =>
    expect(csvLine([text])).toBe(`${text}\r\n`),
  );

  test("a guarded header comes back too", async () => {
    expect(await readBack(csvText(["-id", "'=x"], [["1", "2"]]))).toEqual([
      ["-id", "'=x"],
      ["1", "2"],
    ]);
  });
});

test("what was exported is read as the same text, whatever it is (E7)", async () => {
  const mark = fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "\n", '"', ",", ";", "1", ".", "a");
  const text = fc.oneof(fc.string({ unit: mark, maxLength: 6 }), fc.string({ unit: "binary", maxLength: 12 }));
  const table = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(table, async (cells) => {
      const rows = cells.map(([first, second]) => [first, "row", second]);
      expect((await readBack(csvText(["a", "b", "c"], rows))).slice(1)).toEqual(rows);
    }),
    { numRuns: 100 },
  );
});

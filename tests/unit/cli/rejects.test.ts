import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openRejects } from "@/lib/cli/rejects";
import { openCsv } from "@/lib/services/parse/reader";
import { temporaryFolder } from "@/tests/support/files";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const path = join(folder.path, "rejects.csv");

/** The lines of a rejects file with one refused row. */
function rejectsOf(header: readonly string[], cells: readonly string[]): string[] {
  const file = openRejects(path);
  file.start(header);
  file.add([{ line: 7, column: "title", code: "TEXT_INVALID", message: "title: is no text.", cells }]);
  file.close();
  return readFileSync(path, "utf8").trimEnd().split("\r\n");
}

const OURS = "7,title,TEXT_INVALID,title: is no text.";

test("our columns stand before those of the file", () => {
  expect(rejectsOf(["id", "title"], ["1", "=x"])).toEqual(["line,column,code,reason,id,title", `${OURS},1,'=x`]);
});

test("a column of the file that reads like one of ours gives ours a number, so that each name is there once", () => {
  const header = ["Code", "reason", "reason_2", "id"];
  expect(rejectsOf(header, ["a", "b", "c", "d"])).toEqual([
    "line,column,code_2,reason_3,Code,reason,reason_2,id",
    `${OURS},a,b,c,d`,
  ]);
});

test.each([[["id", "title"]], [["reason", "id"]], [["line", "code", "line_2"]]])(
  "of a rejects file with %j our columns are replaced, not doubled, and the cells stay",
  async (header) => {
    const cells = header.map((name) => `'=${name}`);
    const first = rejectsOf(header, cells);
    const again = await openCsv(path);
    const rows: (readonly string[])[] = [];
    for await (const _ of again.rows((row) => rows.push(row)));
    expect(rejectsOf(again.header, rows[0] ?? [])).toEqual(first);
  },
);

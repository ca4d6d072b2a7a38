import { expect, test } from "vitest";
import { CopyText } from "@/lib/services/copy-text";

const textOf = (rows: CopyText): string => Buffer.concat([...rows.chunks()]).toString();

test("writes missing values and what COPY would read as a mark of its own", () => {
  const rows = CopyText.of([
    ["1", null, "a\tb\nc\rd\\N", ""],
    ["2", "\\N", "é🙂", null],
  ]);
  expect(textOf(rows)).toBe("1\t\\N\ta\\tb\\nc\\rd\\\\N\t\n2\t\\\\N\té🙂\t\\N\n");
});

test("holds every row once, in order, over many chunks", () => {
  const rows = new CopyText();
  for (let index = 0; index < 1_001; index += 1) rows.add([String(index)]);
  expect(rows.rows).toBe(1_001);
  expect(textOf(rows)).toBe(Array.from({ length: 1_001 }, (_, index) => `${index}\n`).join(""));
  expect(textOf(rows)).toBe("");
});

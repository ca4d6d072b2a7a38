import { afterAll, describe, expect, test } from "vitest";
import { decoderFor } from "@/lib/services/parse/encoding";
import { openCsv } from "@/lib/services/parse/reader";
import { temporaryFolder, utf16be } from "@/tests/support/files";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const refused = (code: string, words = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(words) });

async function read(content: string | Uint8Array, delimiter?: string) {
  const file = await openCsv(folder.write("file.csv", content), delimiter);
  const rows: [line: number, cells: readonly string[], flaw?: string][] = [];
  let bytes = 0;
  for await (const soFar of file.rows((cells, line, flaw) =>
    rows.push(flaw ? [line, cells, flaw.code] : [line, cells]),
  ))
    bytes = soFar;
  return { header: file.header, notes: file.notes, rows, bytes, size: file.bytes };
}

const TEXT = "name,city\r\nŽofie,Köln €5\r\n😀,\u200fחיפה\r\n";
const EXPECTED = {
  header: ["name", "city"],
  rows: [
    [2, ["Žofie", "Köln €5"]],
    [3, ["😀", "\u200fחיפה"]],
  ],
};

describe("encodings", () => {
  test.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${TEXT}`)],
    ["UTF-16 LE with a mark", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
    ["UTF-16 BE with a mark", utf16be(`\ufeff${TEXT}`)],
  ])("%s", async (_, bytes) =>
    expect(await read(bytes)).toMatchObject({ ...EXPECTED, bytes: bytes.length, size: bytes.length }),
  );

  test("Windows-1252 is taken where bytes are no UTF-8, and said", async () => {
    const bytes = Buffer.from("name,city\nK\xf6ln,\x80\x8a\x9f \x93x\x94\n", "latin1");
    const { rows, notes } = await read(bytes);
    expect(rows).toEqual([[2, ["Köln", "€ŠŸ “x”"]]]);
    expect(notes).toEqual(["The file is no UTF-8; it was read as Windows-1252. Check names with accents."]);
  });

  test("one wrong byte at the end of a long file is found, and the rows before keep their text", async () => {
    const long = `name,city\n${"Köln,Žofie 😀\n".repeat(200_000)}`;
    const { rows, notes } = await read(Buffer.concat([Buffer.from(long), Buffer.from([0x61, 0x2c, 0xf6, 0x0a])]));
    expect(rows).toHaveLength(200_001);
    expect(rows[199_999]).toEqual([200_001, ["Köln", "Žofie 😀"]]);
    expect(rows[200_000]?.[2]).toBe("TEXT_INVALID");
    expect(notes).toEqual(["Parts of the file are no UTF-8; the rows they are in are refused."]);
  });

  test("a character cut by a chunk of the first reading is no wrong byte", async () => {
    for (const padding of [0, 1, 2, 3]) {
      const text = `a,b\n1,${"x".repeat(600_000)}\n2,${"x".repeat(448_562 + padding)}😀\n`;
      expect((await read(text)).notes).toEqual([]);
    }
  });

  test("bytes of UTF-16 may come one by one", () => {
    const bytes = utf16be("a😀é\n");
    const decoder = decoderFor("utf-16be");
    const text = [...bytes].map((byte) => decoder.write(Buffer.from([byte]))).join("");
    expect(text + decoder.end()).toBe("a😀é\n");
  });

  test("a surrogate written as UTF-8 refuses its row", async () => {
    const bytes = Buffer.concat([Buffer.from("a,b\nx,"), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from("\ny,z\n")]);
    expect((await read(bytes)).rows.map(([line, , flaw]) => [line, flaw])).toEqual([
      [2, "TEXT_INVALID"],
      [3, undefined],
    ]);
  });

  test("a character cut by the end of a chunk is whole", async () => {
    for (const padding of [0, 1, 2, 3]) {
      const text = `a,b\n${"x".repeat(262_137 + padding)},😀é\n`;
      expect((await read(text)).rows[0]?.[1][1]).toBe("😀é");
      expect((await read(utf16be(`\ufeff${text}`))).rows[0]?.[1][1]).toBe("😀é");
    }
  });

  test.each<[string, Uint8Array | string, string, string]>([
    ["UTF-16 without a mark", Buffer.from("a,b\n1,2\n", "utf16le"), "ENCODING_UNSUPPORTED", "UTF-8"],
    ["a spreadsheet", Buffer.from("PK\x03\x04rest", "latin1"), "FILE_NOT_CSV", "spreadsheet"],
    ["a gzip file", Buffer.from([0x1f, 0x8b, 8, 0]), "FILE_NOT_CSV", "gzip"],
    ["nothing", "", "FILE_EMPTY", "header"],
    ["a mark alone", "\ufeff", "FILE_EMPTY", "header"],
    ["empty lines alone", "\n\r\n\n", "FILE_EMPTY", "header"],
  ])("%s is refused", async (_, content, code, words) => {
    await expect(read(content)).rejects.toThrow(refused(code, words));
  });
});

describe("delimiters", () => {
  test.each([
    [",", "a,b;c,d\n1,2,3\n"],
    [";", 'a;b,c;"d,e,f,g"\n1;2;3\n'],
    ["\t", "a\tb\tc\n1\t2\t3\n"],
    ["|", "\n\na|b|c\n1|2|3\n"],
    [";", '"a\n,,,";b;c\n1;2;3\n'],
    [";", "sep=;\na;b;c,,,,,\n1;2;3\n"],
  ])("%j is found", async (_, text) =>
    expect((await read(text)).rows.map(([, cells]) => cells)).toEqual([["1", "2", "3"]]),
  );

  test("a header of one column needs none", async () =>
    expect((await read("name\na\nb\n")).rows).toEqual([
      [2, ["a"]],
      [3, ["b"]],
    ]));

  test("the mapping's wins", async () => expect((await read("a,b;c\n1,2;3\n", ";")).header).toEqual(["a,b", "c"]));

  test("a found one is said unless it is the comma", async () => {
    expect((await read("a;b\n")).notes).toEqual(["The delimiter of the file is ;."]);
    expect((await read("a\tb\n")).notes).toEqual(["The delimiter of the file is tab."]);
    expect((await read("a;b\n", ";")).notes).toEqual([]);
  });
});

describe("shapes", () => {
  test("ragged rows are refused, and the lines stay right", async () => {
    const { rows } = await read('a,b\n1\n"2\n2",2\n3,3,3\n,\n\n4,4\n');
    expect(rows.map(([line, , flaw]) => [line, flaw])).toEqual([
      [2, "COLUMN_COUNT"],
      [3, undefined],
      [5, "COLUMN_COUNT"],
      [8, undefined],
    ]);
  });

  test("a header alone has no rows", async () => expect((await read("a,b\r\n")).rows).toEqual([]));

  test("an unclosed quote is an error of the file", async () => {
    await expect(read('a,b\n1,"2\n3,4\n')).rejects.toThrow(refused("QUOTE_NOT_CLOSED", "line 2"));
    await expect(read('a,"b\n1,2\n')).rejects.toThrow(refused("QUOTE_NOT_CLOSED", "line 1"));
  });

  test("a thousand columns are possible, one more is not", async () => {
    const header = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`).join(",");
    expect((await read(`${header(1_000)}\n`)).header).toHaveLength(1_000);
    await expect(read(`${header(1_001)}\n`)).rejects.toThrow(refused("TOO_MANY_COLUMNS", "1001"));
    await expect(read(header(10_000))).rejects.toThrow(refused("TOO_MANY_COLUMNS", "10000"));
  });

  test("a cell of over a million characters refuses its row", async () => {
    const { rows } = await read(`a,b\n1,"${"x\n".repeat(700_000)}"\n2,2\n`);
    expect(rows.map(([line, , flaw]) => [line, flaw])).toEqual([
      [2, "FIELD_TOO_LONG"],
      [700_003, undefined],
    ]);
  });

  test("a misplaced quote in the header is an error of the file", async () => {
    await expect(read('"a"x,b\n1,2\n')).rejects.toThrow(refused("HEADER_INVALID", "Column 1"));
  });
});

test("a file that is none is named", async () => {
  await expect(openCsv("/no/such/file.csv")).rejects.toThrow(refused("FILE_UNREADABLE", "/no/such/file.csv"));
  await expect(openCsv(folder.path)).rejects.toThrow(refused("FILE_UNREADABLE", "is no file"));
});

test("rows can be read again, and only as far as one likes", async () => {
  const file = await openCsv(folder.write("again.csv", `a,b\n${"1,2\n".repeat(100_000)}`));
  const count = async (limit: number) => {
    let rows = 0;
    for await (const _ of file.rows(() => (rows += 1))) if (rows > limit) break;
    return rows;
  };
  expect(await count(10)).toBeLessThan(100_000);
  expect(await count(Number.POSITIVE_INFINITY)).toBe(100_000);
});

import { afterAll, describe, expect, test } from "vitest";
import { importArguments } from "@/lib/cli/import-arguments";
import { temporaryFolder } from "@/tests/support/files";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const mapping = folder.write("mapping.json", '{"decimal":","}');
const broken = folder.write("broken.json", "columns");

describe("npm run import --", () => {
  test("takes a kind and a file, and has defaults for the rest", () => {
    expect(importArguments(["fx_rates", "/data/rates.csv"])).toEqual({
      kind: "fx_rates",
      file: "/data/rates.csv",
      mapping: { columns: {}, constants: {}, values: {} },
      rejects: undefined,
      sourceSystem: "csv",
      dryRun: false,
    });
  });

  test("takes options in any place", () => {
    const given = [
      "--mapping",
      mapping,
      "leads",
      "--dry-run",
      "/a.csv",
      "--rejects",
      "/b.csv",
      "--source-system",
      " crm ",
    ];
    expect(importArguments(given)).toMatchObject({
      kind: "leads",
      rejects: "/b.csv",
      sourceSystem: "crm",
      dryRun: true,
      mapping: { decimal: "," },
    });
  });

  test.each([
    ["no arguments", [], "npm run import -- KIND FILE"],
    ["no file", ["leads"], "npm run import -- KIND FILE"],
    ["two files", ["leads", "a", "b"], "npm run import -- KIND FILE"],
    [
      "an unknown kind",
      ["lead", "a"],
      "Use one of: leads, decisions, opportunities, stage_history, touches, spend, fx_rates.",
    ],
    ["an unknown option", ["leads", "a", "--force"], "--force"],
    ["a missing mapping", ["leads", "a", "--mapping", "/none.json"], "/none.json"],
    ["a broken mapping", ["leads", "a", "--mapping", broken], "no JSON"],
    ["a blank source system", ["leads", "a", "--source-system", " "], "--source-system"],
    ["the file as its own rejects", ["leads", "/a.csv", "--rejects", "/b/../a.csv"], "--rejects"],
  ])("%s is refused with the cure", (_, args, words) => expect(() => importArguments(args)).toThrow(words));
});

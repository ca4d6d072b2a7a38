import { describe, expect, test } from "vitest";
import { completeMonths, meanWords, monthOf, readScore } from "@/lib/domain/pulse";

describe("the conflict pulse", () => {
  test.each([
    ["0", 0],
    ["10", 10],
    ["7", 7],
    ["11", null],
    ["-1", null],
    ["7.5", null],
    ["07", null],
    ["", null],
    [" 7", null],
    ["1e1", null],
  ])("a typed %o is %o", (text, score) => {
    expect(readScore(text)).toBe(score);
  });

  test("a month that only one has answered is in no list", () => {
    const rows = [
      { month: "2027-07-01", side: "cro", score: 7 },
      { month: "2027-06-01", side: "cmo", score: 0 },
      { month: "2027-08-01", side: "cmo", score: 3 },
      { month: "2027-06-01", side: "cro", score: 9 },
    ] as const;
    expect(completeMonths(rows)).toEqual([{ month: "2027-06-01", cro: 9, cmo: 0 }]);
  });

  test("months and means", () => {
    expect(monthOf("2027-07-31")).toBe("2027-07-01");
    expect(meanWords({ cro: 7, cmo: 8 })).toBe("7.5");
    expect(meanWords({ cro: 0, cmo: 0 })).toBe("0.0");
  });
});

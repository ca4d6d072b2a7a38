import { describe, expect, test } from "vitest";
import {
  argumentFacts,
  argumentLine,
  argumentPages,
  argumentsAddress,
  argumentsHref,
  argumentsTitle,
  argumentTabs,
} from "@/lib/view/agreement/arguments";
import { searchParamsOf } from "@/lib/view/cells";

const counts = (cac: number, attribution: number, headcount: number, definition: number) => ({
  cac,
  attribution,
  headcount,
  definition,
});

describe("what people really argue about, in a sentence", () => {
  test.each([
    [counts(0, 0, 0, 0), "No argument was logged in the last 90 days."],
    [counts(0, 0, 1, 0), "Headcount: the one argument of the last 90 days."],
    [counts(0, 3, 0, 0), "Attribution: 3 arguments of the last 90 days."],
    [counts(1, 3, 2, 1), "Attribution leads: 3 of 7 arguments in the last 90 days."],
    [counts(2, 2, 0, 1), "5 arguments in 90 days, and no kind leads."],
  ])("%j", (given, title) => {
    expect(argumentsTitle(given)).toBe(title);
  });
});

describe("the filter lives in the address", () => {
  test.each([
    ["", { kind: null, page: 1 }],
    ["?about=cac", { kind: "cac", page: 1 }],
    ["?about=cac&page=3", { kind: "cac", page: 3 }],
    ["?page=2", { kind: null, page: 2 }],
  ] as const)("%s", (query, address) => {
    expect(argumentsAddress(searchParamsOf(`http://x/agreement/arguments${query}`))).toEqual(address);
    expect(argumentsHref(address)).toBe(`/agreement/arguments${query}`);
  });

  test.each(["?about=lead_quality", "?about=CAC", "?about=cac&about=definition", "?page=0", "?page=-1", "?page=1e9"])(
    "%s asks for nothing that there is",
    (query) => {
      expect(argumentsAddress(searchParamsOf(`http://x/${query}`))).toEqual({ kind: null, page: 1 });
    },
  );

  test("facts and tabs open each kind", () => {
    expect(argumentFacts(counts(1, 3, 2, 1)).map(({ value, href }) => [value, href])).toEqual([
      ["1", "/agreement/arguments?about=cac"],
      ["3", "/agreement/arguments?about=attribution"],
      ["2", "/agreement/arguments?about=headcount"],
      ["1", "/agreement/arguments?about=definition"],
    ]);
    expect(argumentTabs("definition").filter(({ current }) => current)).toEqual([
      { href: "/agreement/arguments?about=definition", label: "Definition", current: true },
    ]);
  });
});

test("pages beside a list that one page does not hold", () => {
  const at = (page: number, total: number) => argumentPages({ kind: "cac", page }, total, 50);
  expect(at(1, 50)).toBeNull();
  expect(at(1, 51)).toEqual({
    words: "Arguments 1–50 of 51",
    previousHref: null,
    nextHref: "/agreement/arguments?about=cac&page=2",
  });
  expect(at(2, 51)).toEqual({
    words: "Arguments 51–51 of 51",
    previousHref: "/agreement/arguments?about=cac",
    nextHref: null,
  });
  expect(at(9, 51)?.words).toBe("51 arguments");
});

test("a line opens the cell of the Monday of its week", () => {
  const labels = { source: () => "Webinar", segment: () => "Mid-market" };
  const logged = {
    id: 4n,
    kind: "attribution",
    text: "Who?",
    isListed: true,
    by: "Ida",
    at: new Date("2027-07-08T02:00:00Z"),
  } as const;
  const zone = "America/New_York";
  expect(argumentLine({ ...logged, source: "webinar", segment: "MM" }, labels, zone)).toMatchObject({
    label: "Attribution",
    signature: "Ida, 7 Jul 2027, 22:00",
    cell: { words: "Webinar, Mid-market", href: expect.stringContaining("as_of=2027-07-05") },
  });
  expect(argumentLine({ ...logged, source: "webinar", segment: null }, labels, zone).cell?.words).toBe("Webinar");
  expect(
    argumentLine({ ...logged, source: "webinar", segment: null, isListed: false }, labels, zone).cell?.href,
  ).toBeNull();
  expect(argumentLine({ ...logged, source: null, segment: null }, labels, zone).cell).toBeNull();
});

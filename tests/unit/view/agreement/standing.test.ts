import { describe, expect, test } from "vitest";
import {
  holdWords,
  judgingNote,
  openTitle,
  possibleStarts,
  type Standing,
  signatureRows,
  statusWords,
} from "@/lib/view/agreement/standing";

const at = new Date("2027-02-10T15:00:00Z");
const signature = (role: "cro" | "cmo" | "vp_revops", name: string) => ({ role, name, at });
const draft: Standing = {
  version: 3,
  status: "draft",
  corrects: null,
  effectiveFrom: null,
  frozenUntil: null,
  signatures: [],
};
const provisional: Standing = { ...draft, version: 1, status: "provisional" };
const inForce: Standing = {
  ...draft,
  version: 2,
  status: "in_force",
  frozenUntil: "2028-02-01",
  signatures: [signature("cmo", "Tobias"), signature("cro", "Ingrid"), signature("vp_revops", "Priya")],
};
const february = (today: string) => ({ today, startMonth: 2 });

describe("until when it would hold, before anybody signs", () => {
  test.each<[string, Standing, Standing, string, RegExp]>([
    ["the first one", provisional, draft, "2027-02-10", /with the third signature and is frozen until 1 February 2028/],
    ["the first one, late in the year", provisional, draft, "2027-08-10", /frozen until 1 February 2029/],
    ["the next one", inForce, draft, "2027-06-01", /on 1 February 2028 and is frozen until 1 February 2029/],
    [
      "the next one, after the boundary and its grace",
      inForce,
      draft,
      "2028-03-01",
      /on 1 February 2029 and is frozen until 1 February 2030/,
    ],
    [
      "the next one, in the days of grace",
      inForce,
      draft,
      "2028-02-15",
      /on 1 February 2028 and is frozen until 1 February 2029/,
    ],
    [
      "one with a day of its own",
      inForce,
      { ...draft, status: "proposed", effectiveFrom: "2029-02-01" },
      "2027-06-01",
      /on 1 February 2029 and is frozen until 1 February 2030/,
    ],
    [
      "a slip of the pen",
      inForce,
      { ...draft, corrects: 2 },
      "2027-02-11",
      /in place of version 2|the place of version 2 at once, until 1 February 2028 as before/,
    ],
    [
      "one that three have signed",
      inForce,
      { ...draft, status: "signed", effectiveFrom: "2028-02-01", frozenUntil: "2029-02-01" },
      "2027-06-01",
      /from 1 February 2028 until 1 February 2029/,
    ],
  ])("%s", (_, judging, open, today, words) => {
    expect(holdWords(judging, open, february(today))).toMatch(words);
  });
});

test("a next version may come into force on three fiscal-year starts; a first one and a correction with the signature", () => {
  const dates = possibleStarts(inForce, draft, february("2027-06-01")).map(({ date }) => date);
  expect(dates).toEqual(["2028-02-01", "2029-02-01", "2030-02-01"]);
  expect(possibleStarts(provisional, draft, february("2027-06-01"))).toEqual([]);
  expect(possibleStarts(inForce, { ...draft, corrects: 2 }, february("2027-06-01"))).toEqual([]);
});

test("titles and states", () => {
  expect(openTitle(draft, 0)).toBe("Version 3 is a draft with no changes.");
  expect(openTitle(draft, 1)).toBe("Version 3 is a draft with one change.");
  expect(openTitle({ ...draft, status: "proposed", signatures: [signature("cro", "Ingrid")] }, 4)).toContain("1 of 3");
  expect(openTitle({ ...draft, status: "signed", effectiveFrom: "2028-02-01" }, 4)).toContain("1 February 2028");
  expect(judgingNote(provisional)).toContain("nobody has signed it");
  expect(judgingNote(inForce)).toContain("until 1 February 2028, signed by Tobias, Ingrid and Priya");
  expect([provisional, draft, inForce].map(statusWords)).toEqual([
    "Provisional",
    "Draft",
    "In force until 1 February 2028",
  ]);
});

test("the three lines stand in the order of the roles, signed or not", () => {
  const rows = signatureRows({ signatures: [signature("vp_revops", "Priya")] }, "VP Marketing");
  expect(rows.map(({ roleLabel, name }) => [roleLabel, name])).toEqual([
    ["Chief Revenue Officer", null],
    ["VP Marketing", null],
    ["VP RevOps", "Priya"],
  ]);
});

import { describe, expect, test } from "vitest";
import {
  holdWords,
  isMendable,
  judgingNote,
  lateWords,
  openTitle,
  possibleStarts,
  type Standing,
  signatureRows,
  signedWords,
  statusWords,
} from "@/lib/view/agreement/standing";

const at = new Date("2027-02-10T15:00:00Z");
const signature = (role: "cro" | "cmo" | "vp_revops", name: string) => ({ role, name, at, userId: name });
const draft: Standing = {
  version: 3,
  status: "draft",
  corrects: null,
  effectiveFrom: null,
  typoFrom: null,
  frozenUntil: null,
  signatures: [],
};
const provisional: Standing = { ...draft, version: 1, status: "provisional" };
const inForce: Standing = {
  ...draft,
  version: 2,
  status: "in_force",
  typoFrom: at,
  frozenUntil: "2028-02-01",
  signatures: [signature("cmo", "Tobias"), signature("cro", "Ingrid"), signature("vp_revops", "Priya")],
};
const february = (today: string) => ({ now: new Date(`${today}T14:00:00Z`), today, startMonth: 2 });

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
  expect(possibleStarts(inForce, { ...draft, corrects: 2 }, february("2027-02-11"))).toEqual([]);
});

describe("what the server would refuse", () => {
  const proposed: Standing = { ...draft, status: "proposed", effectiveFrom: "2028-02-01" };
  const slip: Standing = { ...draft, corrects: 2 };

  test.each<[string, Standing, string, RegExp | null]>([
    ["a proposal before its day", proposed, "2027-12-01", null],
    ["a proposal in the days of grace", proposed, "2028-02-15", null],
    [
      "a proposal after them",
      proposed,
      "2028-02-16",
      /to come into force on 1 February 2028, .* proposed anew, .* on 1 February 2029 at the earliest/,
    ],
    ["the first one", { ...proposed, effectiveFrom: null }, "2029-06-01", null],
    ["a proposed slip of the pen in its 24 hours", { ...slip, status: "proposed" }, "2027-02-11", null],
    [
      "a proposed slip of the pen after them",
      { ...slip, status: "proposed" },
      "2027-02-12",
      /^The 24 hours .* can no longer be signed\. .* the next version, .* on 1 February 2028 at the earliest/,
    ],
    ["a draft", slip, "2027-02-12", null],
  ])("%s", (_, open, today, words) => {
    const late = lateWords(inForce, open, february(today));
    if (words === null) expect(late).toBeNull();
    else {
      expect(late).toMatch(words);
      expect(holdWords(inForce, open, february(today))).toBe(late);
    }
  });

  test("a draft of a slip of the pen becomes the next version, with a choice of dates", () => {
    const words = holdWords(inForce, slip, february("2027-02-12"));
    expect(words).toMatch(/^The 24 hours .* the draft of the next version\. Signed today, .* on 1 February 2028/);
    expect(possibleStarts(inForce, slip, february("2027-02-12"))).toHaveLength(3);
  });

  test("a correction of a correction does not begin the 24 hours again", () => {
    const now = new Date("2027-02-11T14:00:00Z");
    expect(isMendable(inForce, now)).toBe(true);
    const typoFrom = new Date("2027-02-10T13:59:00Z");
    expect(isMendable({ ...inForce, typoFrom }, now)).toBe(false);
    expect(possibleStarts({ ...inForce, typoFrom }, slip, february("2027-02-11"))).toHaveLength(3);
    expect(isMendable(provisional, now)).toBe(false);
  });

  test("a second signature of one person in another role, and one of another person for a role that has signed", () => {
    const given = { signatures: [{ ...signature("cro", "Ingrid"), userId: "7" }] };
    expect(signedWords(given, { id: 7n, role: "cmo" }, "CMO")).toMatch(/^You have signed it, as Chief Revenue Officer/);
    expect(signedWords(given, { id: 8n, role: "cro" }, "CMO")).toMatch(/^Ingrid has signed it as Chief Revenue/);
    expect(signedWords(given, { id: 8n, role: "cmo" }, "CMO")).toBeNull();
  });
});

test("titles and states", () => {
  expect(openTitle(draft, 0)).toBe("Version 3 is a draft with no changes.");
  expect(openTitle(draft, 1)).toBe("Version 3 is a draft with one change.");
  expect(openTitle({ ...draft, status: "proposed", signatures: [signature("cro", "Ingrid")] }, 4)).toContain("1 of 3");
  expect(openTitle({ ...draft, status: "signed", effectiveFrom: "2028-02-01" }, 4)).toContain("1 February 2028");
  expect(judgingNote(provisional, "2027-06-01")).toContain("nobody has signed it");
  expect(judgingNote(inForce, "2027-06-01")).toContain("until 1 February 2028, signed by Tobias, Ingrid and Priya");
  expect([provisional, draft, inForce].map((one) => statusWords(one, "2028-01-31"))).toEqual([
    "Provisional",
    "Draft",
    "In force until 1 February 2028",
  ]);
  const ended = "in force; its freeze ended on 1 February 2028";
  expect(judgingNote(inForce, "2028-02-01")).toContain(`Version 2, ${ended}; signed by Tobias`);
  expect(statusWords(inForce, "2028-02-01")).toBe("In force; its freeze ended on 1 February 2028");
});

test("the three lines stand in the order of the roles, signed or not", () => {
  const rows = signatureRows({ signatures: [signature("vp_revops", "Priya")] }, "VP Marketing");
  expect(rows.map(({ roleLabel, name }) => [roleLabel, name])).toEqual([
    ["Chief Revenue Officer", null],
    ["VP Marketing", null],
    ["VP RevOps", "Priya"],
  ]);
});

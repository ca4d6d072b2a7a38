import { describe, expect, test } from "vitest";
import { SIGNER_ROLES } from "@/lib/domain/agreement-status";
import { PAGE } from "@/lib/domain/one-page/layout";
import { textWidth } from "@/lib/domain/one-page/measure";
import { pageUse } from "@/lib/domain/one-page/page-use";
import { onePageModel, pageMeter, type Standing } from "@/lib/view/agreement/one-page";
import { defaultDocument, defaultLabels } from "@/tests/support/default-agreement";

const ZONE = "America/New_York";
/** The evening of 31 December in New York, the next year in Kathmandu. */
const AT = new Date("2027-01-01T01:30:00Z");
const HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

const draft: Standing = {
  version: 3,
  status: "draft",
  corrects: null,
  effectiveFrom: null,
  signedAt: null,
  frozenUntil: null,
  inForceAt: null,
  supersededAt: null,
  hash: null,
  signatures: [],
};
const inForce: Standing = {
  ...draft,
  status: "in_force",
  corrects: 2,
  signedAt: AT,
  inForceAt: AT,
  frozenUntil: "2028-01-01",
  hash: HASH,
  signatures: SIGNER_ROLES.map((role) => ({ role, name: `Signer ${role}`, at: AT })),
};

const model = (standing: Standing) => onePageModel(defaultDocument, defaultLabels, { standing, zone: ZONE });
const values = (standing: Standing) => model(standing).facts.map(({ value }) => value);

test.each<[Partial<Standing>, string]>([
  [{}, "Draft, not signed"],
  [{ status: "provisional" }, "Provisional, not signed"],
  [{ status: "proposed", signatures: inForce.signatures.slice(1) }, "Proposed, 2 of 3 signatures"],
  [{ status: "signed", signedAt: AT }, "Signed 31 Dec 2026, not yet in force"],
  [{ status: "in_force", signedAt: AT }, "Signed 31 Dec 2026, in force"],
  [{ status: "superseded", signedAt: AT, supersededAt: AT }, "Signed 31 Dec 2026, superseded 31 Dec 2026"],
  [{ status: "superseded", supersededAt: AT }, "Not signed, superseded 31 Dec 2026"],
])("%j is said in words", (change, words) => {
  expect(model({ ...draft, ...change }).state).toBe(words);
});

test("how it stands has room beside the longest name of an organisation, and every fact in its column", () => {
  const [day, until] = [new Date("2026-09-30T15:00:00Z"), "2026-09-30"];
  const longest: Standing = {
    ...inForce,
    version: 123,
    corrects: 122,
    status: "superseded",
    signedAt: day,
    inForceAt: day,
  };
  const { state, facts } = model({ ...longest, supersededAt: day, frozenUntil: until, hash: "d".repeat(64) });
  const px = (text: string) => textWidth(text, "strong") * PAGE.textPx;
  expect(px(state)).toBeLessThan(PAGE.widthPx - PAGE.partyPx);
  for (const value of [...facts.map((fact) => fact.value), ...values(draft)])
    expect(px(value), value).toBeLessThan(170);
});

test("version, dates and hash stand in the head; what is not known yet says when it will be", () => {
  expect(values(draft)).toEqual(["3", "The third signature", "Set when signed", "Set when proposed"]);
  expect(values({ ...draft, effectiveFrom: "2027-01-01" })[1]).toBe("1 Jan 2027");
  expect(values(inForce)).toEqual(["3, corrects 2", "31 Dec 2026", "1 Jan 2028", "9f86d081884c"]);
});

describe("signatures", () => {
  test("a draft has three blank lines with the titles of the roles", () => {
    expect(model(draft).signatures).toEqual([
      { role: "cro", label: ["Chief Revenue Officer"], name: [], signed: null },
      { role: "cmo", label: ["Chief Marketing Officer"], name: [], signed: null },
      { role: "vp_revops", label: ["VP RevOps"], name: [], signed: null },
    ]);
  });

  test("who has signed stands on the line of the role, with the time in the organisation's zone", () => {
    const [first, second] = model({ ...inForce, signatures: inForce.signatures.slice(0, 1) }).signatures;
    expect(first).toMatchObject({ name: ["Signer cro"], signed: "Signed 31 Dec 2026, 20:30" });
    expect(second).toMatchObject({ name: [], signed: null });
  });

  test("move nothing: the page is as high signed as unsigned", () => {
    expect(model(inForce).page).toEqual(model(draft).page);
  });
});

test("the meter says in words what its bar shows", () => {
  const use = pageUse(defaultDocument, defaultLabels);
  expect(pageMeter(use)).toMatchObject({ fits: true, words: `Fits on one page: ${use.used} of 59 lines.` });
  const over = pageMeter({
    ...use,
    fits: false,
    overBy: 3,
    largest: { key: "titles", label: "Job-title pattern", lines: 7 },
  });
  expect(over.words).toBe("▲ 3 lines over one page: shorten Job-title pattern, which takes 7 lines.");
});

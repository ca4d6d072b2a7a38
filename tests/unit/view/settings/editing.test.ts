import { describe, expect, test } from "vitest";
import { draftOf, type Editing, type EditTarget, isClosed, isLive } from "@/lib/domain/editing";
import { boundsNow, lineNow, timeText } from "@/lib/view/settings/agreed-now";
import { editingModel, savedWords } from "@/lib/view/settings/editing";
import { requirementsModel } from "@/lib/view/settings/requirements";

const target = (more: Partial<EditTarget>): EditTarget => ({
  ...{ version: 3, status: "new", signatures: 0, effectiveFrom: null },
  ...more,
});
const editing = (more: Partial<EditTarget>, rest: Partial<Editing> = {}): Editing => ({
  ...{ judging: 2, frozenUntil: "2028-02-01", isFrozen: true, target: target(more) },
  ...rest,
});
const PROVISIONAL: Partial<Editing> = { judging: 1, frozenUntil: null, isFrozen: false };

describe("the line on top of what is agreed", () => {
  test.each([
    [
      "nobody has signed",
      editing({ version: 1, status: "provisional" }, PROVISIONAL),
      "Part of agreement version 1, which nobody has signed yet: a change counts at once.",
      false,
    ],
    [
      "the first is being written",
      editing({ version: 2, status: "draft" }, PROVISIONAL),
      "Part of agreement version 1, which counts until three have signed the first. A change goes into the draft of version 2.",
      true,
    ],
    [
      "in force, no draft yet",
      editing({}),
      "Part of agreement version 2, in force until 1 February 2028. A change goes into the draft of version 3.",
      false,
    ],
    [
      "its boundary has passed",
      editing({ status: "draft" }, { isFrozen: false }),
      "Part of agreement version 2, in force; its freeze ended on 1 February 2028. A change goes into the draft of version 3.",
      true,
    ],
    [
      "the next is signed",
      editing({ status: "signed", effectiveFrom: "2028-02-01" }),
      "Part of agreement version 2, in force until 1 February 2028.",
      true,
    ],
  ])("%s", (_, facts, line, hasDraft) => {
    expect(editingModel(facts)).toMatchObject({ line, hasDraft });
  });

  test("warns of what an edit voids, and says how what is signed is opened", () => {
    const noticeOf = (more: Partial<EditTarget>) => editingModel(editing(more)).notice;
    expect(noticeOf({ status: "draft" })).toBeNull();
    expect(noticeOf({ status: "proposed" })).toMatchObject({ kind: "warn", words: "It is then proposed anew." });
    expect(noticeOf({ status: "proposed", signatures: 1 })?.words).toContain("1 signature, which it voids");
    expect(noticeOf({ status: "proposed", signatures: 2 })?.words).toContain("2 signatures, which it voids");
    expect(noticeOf({ status: "signed", effectiveFrom: "2028-02-01" })).toMatchObject({
      kind: "info",
      title: "Version 3 is signed and waits for 1 February 2028, so nothing agreed can be changed.",
      words: expect.stringContaining("send it back for socialization"),
    });
  });

  test("says where it was saved", () => {
    expect(savedWords(editing({}), "Saved.")).toBe("Saved in the draft of version 3.");
    const live = editing({ version: 1, status: "provisional" }, PROVISIONAL);
    expect([savedWords(live, "Saved."), draftOf(live), isLive(live)]).toEqual(["Saved.", null, true]);
    expect([isClosed(editing({ status: "signed" })), isClosed(editing({ status: "proposed" }))]).toEqual([true, false]);
  });
});

describe("what counts today beside it", () => {
  const line = { name: "Proposal", stage: "pipeline", ordinal: 3, isWon: false, crmValue: null };
  test.each([
    [line, null],
    [null, "not in use yet"],
    [{ ...line, ordinal: 4 }, "now: Pipeline, place 4"],
    [{ ...line, stage: "sql", ordinal: 2 }, "now: SQL, place 2"],
    [{ ...line, stage: "mql", ordinal: null }, "now: MQL, no place"],
    [{ ...line, isWon: true }, "now: Pipeline, place 3, won"],
    [{ ...line, crmValue: "S3" }, "now: CRM S3"],
    [{ ...line, name: "PROPOSAL" }, "now: PROPOSAL"],
  ])("%j", (live, words) => {
    expect(lineNow(line, live)).toBe(words);
  });

  test("a CRM value that goes", () => {
    expect(lineNow({ ...line, crmValue: "S3" }, line)).toBe("now: no CRM value");
  });

  test("bounds and working time", () => {
    expect(boundsNow({ minEmployees: 1, maxEmployees: 1999 })).toBe("now 1–1,999");
    expect(boundsNow({ minEmployees: 2000, maxEmployees: null })).toBe("now 2,000 and more");
    const time = { workingDays: [1, 5], startMinute: 540, endMinute: 1440 };
    expect(timeText(time)).toBe("Mon, Fri, 09:00 to 24:00");
  });

  test("required data and policies", () => {
    const sources = [
      { code: "webinar", label: "Webinar", isActive: true },
      { code: "old", label: "Old", isActive: false },
    ];
    const edited = { requiredData: ["email"], spendPolicy: { webinar: "none" } } as const;
    const live = { requiredData: ["naics"], spendPolicy: {} } as const;
    const model = requirementsModel(edited, live, sources);
    expect(model.fields.filter(({ now }) => now !== null)).toEqual([
      { field: "email", label: "E-mail", isRequired: true, now: "now not required" },
      { field: "naics", label: "NAICS code", isRequired: false, now: "now required" },
    ]);
    expect(model.sources).toEqual([
      { code: "webinar", label: "Webinar", policy: "none", now: "now Programme" },
      { code: "old", label: "Old, not in use", policy: "program", now: null },
    ]);
  });
});

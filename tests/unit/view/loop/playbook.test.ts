import { describe, expect, test } from "vitest";
import type { Playbook, PlaybookStep } from "@/lib/domain/playbook";
import { lateWords, nextStep, phaseSections, playbookTitle, watchFrom } from "@/lib/view/loop/playbook";
import { bookOf } from "@/tests/support/playbook";

const STEP: PlaybookStep = {
  id: "signatures",
  phase: "write",
  words: "Signed",
  detail: null,
  dueDay: 14,
  due: "2027-03-14",
  doneOn: null,
  late: 0,
  isLapsed: false,
  missed: [],
  href: "/settings/sources",
};
const book = (changes: Partial<Playbook>): Playbook => ({
  day1: "2027-03-01",
  day: 1,
  phase: "write",
  steps: [STEP],
  next: STEP,
  ...changes,
});

describe("the playbook in words", () => {
  test.each([
    [null, "The 90-day playbook has not begun."],
    [book({ day: 37, phase: "wire" }), "Day 37 of 90: wire the three metrics."],
    [book({ day: 90, phase: "watch" }), "Day 90 of 90: watch one metric move."],
    [book({ day: 133, phase: null }), "Day 133. The 90 days are over, 1 of 1 steps is open."],
    [
      book({ day: 91, phase: null, steps: [{ ...STEP, doneOn: "2027-03-14" }] }),
      "Day 91. The 90 days are over, every step is done.",
    ],
    [
      book({
        day: 91,
        phase: null,
        steps: [
          { ...STEP, isLapsed: true },
          { ...STEP, doneOn: "2027-03-14" },
        ],
      }),
      "Day 91. The 90 days are over, 1 of 2 steps was missed.",
    ],
    [
      book({ day: 91, phase: null, steps: [{ ...STEP, isLapsed: true }, STEP] }),
      "Day 91. The 90 days are over, 1 of 2 steps is open and 1 was missed.",
    ],
  ])("%#: %s", (shown, title) => {
    expect(playbookTitle(shown)).toBe(title);
  });

  test("late in days, the same for done and open", () => {
    expect(lateWords({ late: 0 })).toBeNull();
    expect(lateWords({ late: 1 })).toBe("1 day late");
    expect(lateWords({ late: 9 })).toBe("9 days late");
  });

  test("the next step says when; settings are no link for those who may not open them", () => {
    const late = book({ next: { ...STEP, late: 9 } });
    expect(nextStep(late, () => true)).toEqual({
      words: "Signed",
      href: "/settings/sources",
      when: "due 14 Mar, 9 days late",
    });
    expect(nextStep(late, () => false)?.href).toBeNull();
    expect(nextStep(book({ next: null }), () => true)).toBeNull();
  });

  test("a step that can be done no more names the weeks it lacks, and is neither open nor late", () => {
    const lineOf = (missed: string[]) =>
      phaseSections(book({ steps: [{ ...STEP, detail: "8 of 9 weeks", isLapsed: true, missed }] }), () => true)[0]
        ?.lines[0];
    expect(lineOf(["2026-10-19"])).toMatchObject({
      detail: "8 of 9 weeks, missed: 19 Oct",
      isOpen: false,
      isLapsed: true,
      late: null,
    });
    expect(lineOf(["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"])?.detail).toBe(
      "8 of 9 weeks, missed: 5 Oct, 12 Oct, 19 Oct and 1 more",
    );
  });

  test("phases with their dates and how much is done", () => {
    const facts = {
      bothAnswered: "2027-03-20",
      values: [
        { from: null, until: null },
        { from: null, until: null },
      ],
    };
    const [write, wire] = phaseSections(bookOf(facts, "2027-03-25"), (href) => !href.startsWith("/settings"));
    expect(write).toMatchObject({
      title: "Days 1 to 14: write the doc, freeze the model",
      note: "1 – 14 March · 1 of 4 steps done",
    });
    expect(write?.lines[0]).toMatchObject({ done: "20 Mar 2027", due: "5 Mar", late: "15 days late", isOpen: false });
    expect(wire?.note).toBe("15 March – 14 April · 0 of 6 steps done · today is in it");
    expect(wire?.lines[0]).toMatchObject({ href: null, detail: "2 sources are not mapped", late: "4 days late" });
  });

  test("from when a watch is meant, only while that is ahead", () => {
    expect(watchFrom(book({ day: 45 }))).toBe("2027-04-15");
    expect(watchFrom(book({ day: 46 }))).toBeNull();
    expect(watchFrom(null)).toBeNull();
  });
});

import { describe, expect, test } from "vitest";
import type { ReadingQuestion } from "@/lib/domain/reading-check";
import { checkResults, coverageLine, ownReceiptView, receiptsView } from "@/lib/view/agreement/receipts";

const QUESTIONS: ReadingQuestion[] = [
  { prompt: "Cap?", options: ["17 %", "22 %", "27 %", "12 %"], right: 1, line: "Rejection cap: 22 %" },
  { prompt: "Days?", options: ["90 days", "30 days", "60 days", "120 days"], right: 0, line: "90 days" },
];
const own = { version: 3, readAt: new Date("2027-07-05T12:00:00Z"), score: null, questions: QUESTIONS };
const view = (change: Partial<Parameters<typeof ownReceiptView>[0]> = {}) =>
  ownReceiptView({ ...own, ...change }, "America/New_York");

describe("one's own receipt", () => {
  test("tells no right answer before the questions are answered", () => {
    const { readAt, questions, results } = view();
    expect(readAt).toBe("5 July 2027, 08:00");
    expect(questions).toEqual(QUESTIONS.map(({ prompt, options }) => ({ prompt, options })));
    expect(results).toEqual([]);
    expect(JSON.stringify(view())).not.toMatch(/right|Rejection cap/);
  });

  test("asks nothing of who has not confirmed it", () => expect(view({ readAt: null }).questions).toEqual([]));

  test("shows the answers with their lines afterwards, and what was chosen only while it is known", () => {
    expect(view({ score: 0 })).toMatchObject({
      questions: [],
      results: [{ prompt: "Cap?", right: "22 %", line: "Rejection cap: 22 %", chosen: null, isRight: null }, {}],
    });
    expect(checkResults(QUESTIONS, [1, 2])).toMatchObject([
      { chosen: "22 %", isRight: true },
      { right: "90 days", chosen: "60 days", isRight: false },
    ]);
  });
});

describe("coverage", () => {
  const team = (key: string, read: number, of: number, missing: string[] | null = null) => ({
    key,
    label: key,
    read,
    of,
    people: missing && { missing, checked: read, allRight: 0 },
  });

  test("is one line on the Monday page, and none while nothing is in force", () => {
    expect(coverageLine({ version: 3, teams: [team("BDRs", 3, 4), team("AEs", 1, 2), team("Heads", 2, 2)] })).toBe(
      "Agreement v3 read by 3 of 4 BDRs, 1 of 2 AEs and 2 of 2 heads",
    );
    expect(coverageLine(null)).toBeNull();
  });

  test("names who is missing, where the reader may know", () => {
    const page = receiptsView({ version: 3, teams: [team("BDRs", 3, 4, ["Wes"]), team("AEs", 2, 2, [])] });
    expect(page).toMatchObject({ title: "1 person has not read version 3 yet.", total: "5 of 6", hasNames: true });
    expect(page.rows).toMatchObject([
      { read: "3 of 4", missing: "Wes", check: "0 of 3" },
      { missing: "", check: "0 of 2" },
    ]);
  });

  test("counts them otherwise, and says when nobody is", () => {
    const page = receiptsView({ version: 3, teams: [team("BDRs", 2, 4)] });
    expect(page).toMatchObject({ title: "2 people have not read version 3 yet.", hasNames: false });
    expect(page.rows).toMatchObject([{ missing: "2", check: null }]);
    expect(receiptsView({ version: 3, teams: [team("BDRs", 4, 4)] }).title).toBe(
      "Everybody who works by version 3 has read it.",
    );
  });
});

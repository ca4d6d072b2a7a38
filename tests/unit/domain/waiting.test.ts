import { describe, expect, test } from "vitest";
import { type EarlierQueue, waitingWeeks } from "@/lib/domain/candidates";
import type { Reason } from "@/lib/domain/reasons";

describe("waiting", () => {
  const own = { kind: "kill", unit: "acceptance:webinar:SMB" } as const;
  const week = (candidates: EarlierQueue["candidates"], decided: string | null = null, shut: Reason[] = []) => ({
    candidates,
    shut,
    decided,
  });
  test.each([
    ["no earlier Monday", [], 0],
    ["two in a row", [week([own]), week([own])], 2],
    ["a gap ends the row", [week([own]), week([]), week([own])], 1],
    ["as another kind it did not wait", [week([{ kind: "floor", unit: own.unit }])], 0],
    ["another decision lets it wait", [week([own], "cost:intent"), week([own])], 2],
    ["its own decision ends the row", [week([own]), week([own], own.unit), week([own])], 1],
  ] as const)("%s", (_, earlier, weeks) => {
    expect(waitingWeeks(own, [...earlier])).toBe(weeks);
  });

  const top = { kind: "reason", unit: "reason:bad_data" } as const;
  const due = { ...top, kind: "due_reason" } as const;
  const shut = week([], null, ["bad_data"]);
  test.each([
    ["waits on when others lead and its clock is due", due, [week([top]), week([due]), week([top])], 3],
    ["waits on when it leads again", top, [week([due]), week([top])], 2],
    [
      "waits on over a week in which it was not arguable, which does not count",
      top,
      [week([top]), shut, shut, week([due])],
      2,
    ],
    [
      "waits anew where it was watched in such a week",
      top,
      [week([top]), { ...shut, decided: top.unit }, week([top])],
      1,
    ],
    ["waits anew where another was not arguable", top, [week([top]), week([], null, ["no_intent"]), week([top])], 1],
  ] as const)("a reason %s", (_, reason, earlier, weeks) => {
    expect(waitingWeeks(reason, [...earlier])).toBe(weeks);
  });
});

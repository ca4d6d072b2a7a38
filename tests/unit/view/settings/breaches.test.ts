import { expect, test } from "vitest";
import type { Breach } from "@/lib/domain/breaches";
import { breachPreview } from "@/lib/view/settings/breaches";

const labels = {
  source: (code: string) => code.toUpperCase(),
  segment: (code: string) => (code === "MM" ? "Mid-market" : code),
};
const cell: Breach = {
  kind: "acceptance",
  owner: "source",
  source: "intent",
  segment: "MM",
  accepted: 1_099,
  n: 2_000,
  floor: "55",
};
const sales: Breach = { ...cell, owner: "sales_sla", segment: "ENT", accepted: 3, n: 10 };
const cap: Breach = { kind: "cap", rejected: 23, n: 100, cap: "22" };
const rate: Breach = { kind: "pipeline", segment: "SMB", reached: 10, n: 100, floor: "11" };
const cost: Breach = { kind: "cost", source: "intent", spend: 2_300n, pipeline: 10_000n, line: "0.22" };
const wasted: Breach = { kind: "cost", source: "webinar", spend: 2_300n, pipeline: 0n, line: "0.22" };

test("each breach in words, with what it is measured against and whose it is", () => {
  const draft = [cell, sales, cap, rate, cost, wasted];
  const preview = breachPreview({ asOf: "2027-07-05", now: [], draft, recredited: false }, labels);
  expect(preview).toMatchObject({
    title: "No breach today, 6 with this draft",
    asOf: "Monday 5 July 2027, live figures",
    note: null,
  });
  expect(preview.opened.map(({ where, what, limit, kind }) => [where, what, limit, kind])).toEqual([
    ["INTENT, Mid-market", "54.95 % of 2000 accepted", "floor 55 %", "source"],
    ["INTENT, ENT", "30 % of 10 accepted", "floor 55 %", "sla"],
    ["Rejection cap", "23.0 % of 100 rejected", "cap 22 %", "over_cap"],
    ["MQL → pipeline, SMB", "10.0 % of 100", "floor 11 %", "under"],
    ["INTENT", "0.2300 per pipeline dollar", "line 0.22", "over_line"],
    ["WEBINAR", "spend without pipeline", "line 0.22", "over_line"],
  ]);
});

test("what ends and what stays stand apart, and a new model is told", () => {
  const preview = breachPreview({ asOf: "2027-07-05", now: [cell, cap], draft: [cap], recredited: true }, labels);
  expect(preview.title).toBe("2 breaches today, 1 with this draft");
  expect([preview.opened, preview.ended, preview.kept].map((lines) => lines.map(({ key }) => key))).toEqual([
    [],
    ["acceptance:intent:MM:source"],
    ["cap"],
  ]);
  expect(preview.note).toContain("computed again");
  expect(breachPreview({ asOf: "2027-07-05", now: [cap], draft: [], recredited: false }, labels).title).toBe(
    "1 breach today, none with this draft",
  );
});

import { expect, test } from "vitest";
import { type Breach, breachUnit, compareBreaches } from "@/lib/domain/breaches";

const cell = (source: string, owner: "source" | "sales_sla", floor = "40"): Breach => ({
  kind: "acceptance",
  owner,
  source,
  segment: "ENT",
  accepted: 2,
  n: 10,
  floor,
});
const cost = (source: string): Breach => ({ kind: "cost", source, spend: 3_000n, pipeline: 10_000n, line: "0.22" });
const cap: Breach = { kind: "cap", rejected: 23, n: 100, cap: "22" };
const rate: Breach = { kind: "pipeline", segment: "MM", reached: 1, n: 100, floor: "11" };

test("a draft opens, ends and keeps breaches; those it keeps carry its own limits", () => {
  const now = [cell("webinar", "source"), cap, cost("intent")];
  const draft = [cell("webinar", "source", "45"), rate, cost("intent")];
  expect(compareBreaches(now, draft)).toEqual({ opened: [rate], ended: [cap], kept: [draft[0], draft[2]] });
});

test("a cell that changes its owner is one breach ended and another opened", () => {
  const [marketing, sales] = [cell("webinar", "source"), cell("webinar", "sales_sla")];
  expect(compareBreaches([sales], [marketing])).toEqual({ opened: [marketing], ended: [sales], kept: [] });
});

test("every unit has a name of its own", () => {
  const all = [cell("a", "source"), cell("a", "sales_sla"), cell("b", "source"), cost("a"), cost("b"), cap, rate];
  expect(new Set(all.map(breachUnit)).size).toBe(all.length);
});

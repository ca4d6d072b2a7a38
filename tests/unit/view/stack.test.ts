import { expect, test } from "vitest";
import { flagLines, flagWords, modelLines, stackLayers, stackTitle, type ToolInput } from "@/lib/view/stack";

const tool = (changes: Partial<ToolInput>): ToolInput => ({
  id: "1",
  layer: "scoring",
  name: "6sense Predictive",
  vendor: "6sense",
  yearlyCost: "165000.00",
  currency: "USD",
  renewsOn: "2027-08-01",
  owner: { id: "9", name: "Priya", isActive: true },
  active: true,
  ...changes,
});
const attribution = tool({
  id: "2",
  layer: "attribution",
  name: "Dreamdata",
  vendor: "Dreamdata",
  renewsOn: "2028-08-01",
});

test("the layers in their order, with renewal, lock and an owner who has left in words", () => {
  const retired = tool({ id: "3", name: "Old", active: false, owner: { id: "8", name: "Gone", isActive: false } });
  const layers = stackLayers([tool({}), retired, { ...attribution, owner: retired.owner }], {
    today: "2027-07-05",
    lockedUntil: "2028-02-01",
  });
  expect(layers.map(({ layer, tools }) => [layer, tools.length])).toEqual([
    ["scoring", 2],
    ["attribution", 1],
    ["crm", 0],
    ["warehouse", 0],
  ]);
  const [scoring, locked] = layers.flatMap(({ tools }) => tools).filter(({ isActive }) => isActive);
  expect(scoring).toMatchObject({
    cost: "165,000.00 USD a year",
    soon: "renews in 27 days",
    isLocked: false,
    lock: null,
    isOwnerGone: false,
  });
  expect(locked).toMatchObject({
    vendor: null,
    soon: null,
    isLocked: true,
    lock: "locked until 1 Feb 2028",
    isOwnerGone: true,
  });
  expect(layers[0]?.tools[1]).toMatchObject({ soon: null, isOwnerGone: false });
});

test("the registry in a sentence", () => {
  expect(stackTitle([tool({}), attribution])).toBe(
    "Every score comes from 6sense Predictive; credit is read from Dreamdata.",
  );
  expect(stackTitle([tool({ active: false })])).toBe("No scoring and no attribution tool is registered yet.");
  expect(stackTitle([attribution])).toBe("No scoring tool is registered; credit is read from Dreamdata.");
});

test("models by version, the latest first, each with whose it is, and a flag in words", () => {
  const at = (day: string) => new Date(`${day}T12:00:00Z`);
  const of6sense = { tool: "6sense Predictive", retrainedOn: null, frozen: null };
  const frozen = { agreementVersion: 2, until: "2028-02-01" };
  const models = [
    { ...of6sense, tool: "Old", modelVersion: "a", recordedAt: at("2025-01-05") },
    { ...of6sense, modelVersion: "a", recordedAt: at("2026-01-05") },
    { ...of6sense, modelVersion: "b", retrainedOn: "2027-05-01", recordedAt: at("2027-05-03"), frozen },
    { ...of6sense, modelVersion: "b", recordedAt: at("2027-05-04"), frozen },
  ];
  const flag = {
    modelVersion: "b",
    on: "2027-05-01",
    how: "entered" as const,
    tool: "6sense Predictive",
    agreementVersion: 2,
    frozenUntil: "2028-02-01",
  };
  const lines = modelLines({ tools: [tool({}), attribution], models, flags: [flag] }, "America/New_York");
  expect(lines).toMatchObject([
    { version: "b", of: null, seen: "4 May 2027", retrained: "1 May 2027", flag: "inside the freeze of v2" },
    { version: "a", of: null, seen: "5 Jan 2026", retrained: "—", flag: null },
    { version: "a", of: "Old", seen: "5 Jan 2025", retrained: "—", flag: null },
  ]);
  expect(flagWords(flag)).toBe(
    "Model b of 6sense Predictive was retrained on 1 May 2027, inside the freeze of agreement v2 until 1 Feb 2028: scores before and after are not of one measure.",
  );
  expect(flagWords({ ...flag, how: "seen" })).toContain("came with scores on 1 May 2027");
  const again = { ...flag, agreementVersion: 4, frozenUntil: "2029-02-01" };
  const other = { ...flag, tool: "Old" };
  expect(new Set(flagLines([flag, again, other]).map(({ key }) => key)).size).toBe(3);
});

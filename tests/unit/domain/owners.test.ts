import { describe, expect, test } from "vitest";
import { type OwnerCandidate, ownerError } from "@/lib/domain/owners";

const person: OwnerCandidate = {
  name: "Camille Oseyre",
  email: "camille.oseyre@x.example",
  role: "head_demand_gen",
  active: true,
};

test("an active person may own", () => {
  expect(ownerError(person)).toBeNull();
  expect(ownerError({ ...person, name: "Deska Allan", email: "deska.allan@x.example" })).toBeNull();
  expect(ownerError({ ...person, name: "Salesa Groupe", email: "s.groupe@x.example" })).toBeNull();
});

describe("no team, queue, shared mailbox, closed account, CFO or CEO", () => {
  test.each([
    [{ active: false }, /not active/],
    [{ name: "Demand-gen team" }, /one person/],
    [{ name: "SDR Queue" }, /one person/],
    [{ name: "Everyone at sales" }, /one person/],
    [{ email: "marketing@x.example" }, /one person/],
    [{ email: "rev-ops@x.example" }, /one person/],
    [{ email: "leads.inbox@x.example" }, /one person/],
    [{ role: "cfo" as const }, /CFO/],
    [{ role: "ceo" as const }, /CEO/],
  ])("%j", (change, words) => {
    expect(ownerError({ ...person, ...change })).toMatch(words);
  });
});

import { describe, expect, test } from "vitest";
import { PERMISSIONS } from "@/lib/auth/permissions";
import { byDay } from "@/lib/view/audit/days";
import { type TrailLine, trailLine } from "@/lib/view/audit/entry";
import { actorWords, objectWords, permissionWords } from "@/lib/view/audit/object-words";
import { plainLabels } from "@/lib/view/settings/changes";

const ENTRY: Parameters<typeof trailLine>[0] = {
  seq: 1204n,
  at: new Date("2026-11-24T15:05:00Z"),
  who: "Jo Smith",
  actor: "jo@accord.test",
  action: "decision.reject",
  object: "cycle:7",
  before: { stage: "MQL" },
  after: { verdict: "reject", reason: "out_of_icp", touch: null },
  agreementVersion: 2,
  prevHash: "ab",
  hash: "cd".repeat(32),
  leadId: 12n,
  person: null,
};
const lineOf = (changed: Partial<typeof ENTRY>): TrailLine =>
  trailLine({ ...ENTRY, ...changed }, plainLabels, () => false);

test("a line says what was done first, how much more there is, and what it is about", () => {
  expect(lineOf({})).toMatchObject({
    number: "1,204",
    who: "Jo Smith",
    actor: "jo@accord.test",
    title: "Lead rejected: Out of ICP",
    first: "Stage: no longer MQL",
    more: 1,
    about: { text: "Lead 12", href: "/leads/12" },
    objectTrail: "/audit?object=cycle%3A7",
    version: { text: "Agreement v2" },
  });
});

test("what has no page leads to its own trail, and an account has a name", () => {
  const about = lineOf({ object: "user:5", leadId: null, person: "Ann Lee" }).about;
  expect(about).toEqual({ text: "Ann Lee", href: "/audit?object=user%3A5" });
});

describe("names", () => {
  test.each([
    ["cycle:7", "Cycle 7"],
    ["review:2026-11-16", "Review of 16 Nov 2026"],
    ["review:monthly:2026-10", "Monthly review 2026-10"],
    ["review:partner:2026-11-16", "Partner review of 16 Nov 2026"],
    ["snapshot:2026-11-16", "Monday 16 Nov 2026"],
    ["pulse:2026-11", "Pulse of November 2026"],
    ["floors:3", "Floors of v3"],
    ["agreement:2", "Agreement v2"],
    ["organisation:1", "Organisation"],
    ["api_keys", "Keys"],
    ["constructor", "constructor"],
    ["toString:3", "toString:3"],
    ["review:constructor:3", "review:constructor:3"],
    ["/audit/export", "/audit/export"],
  ])("%s is called %s", (object, words) => {
    expect(objectWords(object)).toBe(words);
  });

  test.each([
    ["system:snapshot", "system:snapshot", "Scheduled work: snapshot"],
    ["system:demo", null, "Command line: demo"],
    ["key:CRM: sandbox", "key:CRM: sandbox", "Key CRM: sandbox"],
    ["jo@accord.test", "Jo Smith", "Jo Smith"],
    ["gone@accord.test", null, "gone@accord.test"],
  ])("%s is %s", (actor, name, words) => {
    expect(actorWords(actor, name)).toBe(words);
  });

  test("every permission can be refused in words", () => {
    expect(PERMISSIONS.filter((permission) => permissionWords(permission) === permission)).toEqual([]);
  });
});

test("days are those of the zone", () => {
  const at = ["2026-11-24T05:30:00Z", "2026-11-24T05:00:00Z", "2026-11-24T04:59:00Z"].map((text) => ({
    at: new Date(text),
  }));
  const days = byDay(at, "America/New_York");
  expect(days.map(({ heading, rows }) => [heading, rows.length])).toEqual([
    ["Tuesday 24 November 2026", 2],
    ["Monday 23 November 2026", 1],
  ]);
});

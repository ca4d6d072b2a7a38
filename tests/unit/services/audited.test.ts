import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WORDINGS } from "@/lib/view/settings/wordings";
import { CallGraph } from "@/tests/support/call-graph";
import { filesUnder } from "@/tests/support/source-files";

const FOLDERS = ["lib/services", "lib/auth", "lib/jobs"];
const graph = new CallGraph(FOLDERS);
const files = FOLDERS.flatMap(filesUnder).filter((name) => name.endsWith(".ts"));

/** A write of a person, a key or a job: exported, with who does it or the database first. */
const VERB =
  /^export async function (\w+)\(\s*(?:(?:actor|person): (?:Actor|Person|SystemActor)|confirmed: Confirmed|prisma: PrismaClient|now: Date)\b/gm;

/** Says who has a room open; it decides nothing (prisma/schema.prisma, ReviewPresence). */
const HEARTBEAT = "seenInRoom";

/** Gates, which write nothing themselves but a refusal. */
const GATES = ["authorize", "loggingRefusals", "confirmPerson", "confirmationOf", "requirePassword"];

const verbs = files.flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(VERB)]
    .map(([, name]) => name ?? "")
    .filter((name) => !GATES.includes(name) && name !== HEARTBEAT)
    .map((name) => [`${file}: ${name}`, file, name] as const),
);

// That the entry is in the same transaction and says the right thing is for the tests of each service; this finds what has none at all.
test.each(verbs)("%s comes to the audit chain", (_label, file, name) => {
  expect(graph.reaches(file, name, "audit_append(")).toBe(true);
});

test("there are verbs to look at, and a function without an entry would be seen", () => {
  expect(verbs.length).toBeGreaterThan(50);
  expect(graph.reaches("lib/auth/actor.ts", "authorize", "audit_append(")).toBe(false);
});

test("every action has words", () => {
  const written = files.flatMap((file) => [
    ...readFileSync(file, "utf8").matchAll(/\baction: "([a-z_]+\.[a-z_]+)"|audit_append\([^']*'([a-z_]+\.[a-z_]+)'/g),
  ]);
  const actions = new Set(written.map(([, plain, inSql]) => plain ?? inSql ?? ""));
  expect(actions.size).toBeGreaterThan(30);
  expect([...actions].filter((action) => !(action in WORDINGS))).toEqual([]);
});

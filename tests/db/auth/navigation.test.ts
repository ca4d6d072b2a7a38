import { beforeAll, expect, test } from "vitest";
import { personOfSession } from "@/lib/auth/actor";
import { navigationFor } from "@/lib/auth/navigation";
import type { Role } from "@/lib/domain/roles";
import { addPeople, type TestPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();
let people: Record<Role, TestPerson>;

beforeAll(async () => {
  people = await addPeople(database().pool);
});

const READING = ["/", "/review", "/leads", "/deals", "/loop", "/agreement"];
const DESK = ["/", "/review", "/queue", "/leads", "/deals", "/loop", "/agreement"];

test.each<[Role, string[]]>([
  ["cro", [...READING, "/audit"]],
  ["cmo", [...READING, "/audit"]],
  ["ceo", READING],
  ["ae", READING],
  ["head_demand_gen", READING],
  ["bdr", DESK],
  ["head_sdr", DESK],
  ["partner_manager", DESK],
  ["vp_revops", [...READING, "/audit", "/settings"]],
  ["admin", [...READING, "/audit", "/settings"]],
  ["cfo", ["/cost"]],
])("%s is shown what it may open", async (role, hrefs) => {
  const person = await personOfSession(people[role].id, 1);
  if (!person) throw new Error("must be signed in");
  const entries = navigationFor(person, { queue: 7 });
  expect(entries.map(({ href }) => href)).toEqual(hrefs);
  expect(entries.filter(({ count }) => count !== undefined).map(({ href }) => href)).toEqual(
    hrefs.filter((href) => href === "/queue"),
  );
});

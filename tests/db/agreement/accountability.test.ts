import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { bdrHome, readAccountability } from "@/lib/data/accountability";
import { ROLES, type Role } from "@/lib/domain/roles";
import { placeBdrTeam } from "@/lib/services/accountability";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const seen = async () => (await readAccountability(people.vp_revops)).seen;
const place = async (home: string, actor = people.vp_revops) => placeBdrTeam(actor, { home, seen: await seen() });
const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);

test("the team reports to the CRO until RevOps says otherwise", async () => {
  expect(await readAccountability(people.ae)).toMatchObject({
    people: { cro: [people.cro.name], cmo: [people.cmo.name], head_sdr: [people.head_sdr.name] },
    bdrs: 1,
    bdrsReportTo: "cro",
  });
  await database().prisma.organisation.update({ where: { id: 1 }, data: { cmoTitle: "VP Marketing" } });
  await place("cmo");
  expect(await bdrHome()).toBe("cmo");
  expect(await auditTail(database().pool)).toMatchObject({
    action: "organisation.place_bdr_team",
    object: "accountability",
    before: { "BDR team reports to": "Chief Revenue Officer" },
    after: { "BDR team reports to": "VP Marketing" },
  });
});

test("refused, and no table changes: nobody's team, the same again, another role, a change meanwhile", async () => {
  for (const home of ["", "cfo", "bdr", "CRO"]) await refused(() => place(home), { code: "BDR_HOME", field: "home" });
  await refused(() => place("cmo"), { code: "UNCHANGED" });
  for (const role of ROLES.filter((name) => name !== "vp_revops")) {
    await refused(() => place("cro", people[role]), { code: "FORBIDDEN" });
  }
  await refused(() => placeBdrTeam(people.vp_revops, { home: "cro", seen: 0n }), { code: "CONFLICT" });
  const { pool } = database();
  const byHand = pool.query("UPDATE organisation SET bdr_reports_to = 'cfo'");
  await expect(byHand).rejects.toMatchObject({ code: "23514" });
  await expect(readAccountability(people.cfo)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

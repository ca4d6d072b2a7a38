import { beforeAll, expect, test } from "vitest";
import type { Role } from "@/lib/domain/roles";
import { addPeople, addPerson, type TestPerson } from "@/tests/support/actors";
import { servedSite } from "@/tests/support/served-site";

const site = servedSite();
let people: Record<Role, TestPerson>;
beforeAll(async () => {
  const { pool } = site().database;
  people = await addPeople(pool);
  await addPerson(pool, "cro", { tag: "second" });
  await addPerson(pool, "cmo", { tag: "second" });
  await pool.query("INSERT INTO diagnostic_rounds (cro_id, cmo_id) VALUES ($1, $2)", [people.cro.id, people.cmo.id]);
});

const change = (role: Role, set: string) =>
  site().database.pool.query(`UPDATE users SET ${set} WHERE id = $1`, [people[role].id]);

const page = async (role: Role) => {
  const body = await (
    await site().ask("/agreement/diagnostic", { cookie: await site().cookieOf(people[role]) })
  ).text();
  const has = (words: string) => body.includes(words);
  return {
    form: has('id="answer"'),
    callOff: has("Call the round off"),
    stuck: has("cannot answer any more"),
  };
};

test("while both may answer, each has the form", async () => {
  expect(await page("cmo")).toEqual({ form: true, callOff: false, stuck: false });
  expect(await page("vp_revops")).toEqual({ form: false, callOff: true, stuck: false });
});

test("a CMO who became head of demand-gen has no form, and everybody sees why the round does not end", async () => {
  await change("cmo", "role = 'head_demand_gen'");
  expect(await page("cmo")).toEqual({ form: false, callOff: false, stuck: true });
  expect(await page("cro")).toEqual({ form: true, callOff: false, stuck: true });
  expect(await page("bdr")).toEqual({ form: false, callOff: false, stuck: true });
  expect(await page("vp_revops")).toEqual({ form: false, callOff: true, stuck: true });
});

test("so they do when somebody who is asked is disabled", async () => {
  await change("cmo", "role = 'cmo'");
  expect(await page("cmo")).toEqual({ form: true, callOff: false, stuck: false });
  await change("cro", "active = false");
  expect(await page("cmo")).toEqual({ form: true, callOff: false, stuck: true });
});

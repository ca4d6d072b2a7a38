import { beforeAll, describe, expect, test } from "vitest";
import { type Person, personOfSession } from "@/lib/auth/actor";
import { confirmationOf, confirmPerson } from "@/lib/auth/confirm";
import { hashPassword } from "@/lib/auth/passwords";
import { addPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused } from "@/tests/support/settings";

const database = processDatabase();
const PASSWORD = "three people sign one page";
const now = new Date("2027-02-10T15:00:00Z");
let withPassword: Person;
let without: Person;

async function personOf(tag: string, passwordHash: string | null): Promise<Person> {
  const { id } = await addPerson(database().pool, "cro", { tag, passwordHash });
  const person = await personOfSession(id, 1);
  if (!person) throw new Error("must be signed in");
  return person;
}

beforeAll(async () => {
  withPassword = await personOf("password", await hashPassword(PASSWORD));
  without = await personOf("other", null);
});

const seen = (person: Person, at: string | null) =>
  database().pool.query("UPDATE users SET last_seen_at = $2 WHERE id = $1", [person.id, at]);

describe("before a signature", () => {
  test("the password is asked for, however fresh the sign-in", async () => {
    await seen(withPassword, now.toISOString());
    expect(await confirmationOf(withPassword, now)).toBe("password");
    await expectRefused(database().pool, () => confirmPerson(withPassword, "", now), {
      code: "PASSWORD_WRONG",
      field: "password",
    });
    const { person, proof } = await confirmPerson(withPassword, PASSWORD, now);
    expect([person.id, proof]).toEqual([withPassword.id, "password"]);
  });

  test.each([
    ["2027-02-10T14:55:00Z", "sign_in"],
    ["2027-02-10T14:54:59.999Z", "again"],
    [null, "again"],
  ])("somebody without one, last signed in at %s: %s", async (at, proof) => {
    await seen(without, at);
    expect(await confirmationOf(without, now)).toBe(proof);
    if (proof === "again") {
      const refusal = { code: "SIGN_IN_AGAIN" };
      await expectRefused(database().pool, () => confirmPerson(without, PASSWORD, now), refusal);
    } else {
      expect(await confirmPerson(without, "", now)).toMatchObject({ proof });
    }
  });

  test("guesses count as those at sign-in do", async () => {
    const guesses = Array.from({ length: 12 }, () =>
      confirmPerson(withPassword, "a guess of twelve", now).catch((error) => error.code),
    );
    expect(await Promise.all(guesses)).toContain("RATE_LIMITED");
  });
});

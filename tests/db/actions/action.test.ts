import { redirect } from "next/navigation";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { action } from "@/lib/actions/action";
import { fields, idField } from "@/lib/actions/form";
import { systemActor } from "@/lib/auth/actor";
import { authCookie, sealSession } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { changeRole, setActive } from "@/lib/services/people";
import { addPerson, type TestPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);

vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

const database = processDatabase();
const command = systemActor("test");
const run = vi.fn(async (_actor: unknown, input: { id: bigint; note?: string }) => input.id * 2n);
const double = action(
  "leads.decide",
  fields(z.object({ id: idField, note: z.string("Write one note.").optional() })),
  run,
);
let bdr: TestPerson;

const signInAs = async ({ id, sessionVersion }: TestPerson) => {
  request.cookies.set(authCookie("session").name, await sealSession({ uid: String(id), sv: sessionVersion }));
};
const form = (entries: [string, string | Blob][]) => {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
};
const good = form([["id", "21"]]);
const denials = () => database().prisma.denial.findMany({ orderBy: { id: "asc" } });

beforeAll(async () => {
  bdr = await addPerson(database().pool, "bdr");
});
beforeEach(async () => {
  await signInAs(bdr);
});
afterEach(() => {
  request.reset();
  run.mockClear();
});

test("runs with who sent it and what the form says", async () => {
  expect(await double(null, good)).toEqual({ ok: true, value: 42n });
  expect(run).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: bdr.id, role: "bdr", email: bdr.email }), {
    id: 21n,
  });
});

describe("who may not", () => {
  const refused = async (code: string) => {
    expect(await double(null, good)).toMatchObject({ ok: false, code });
    expect(run).not.toHaveBeenCalled();
  };

  test("nobody signed in", async () => {
    request.reset();
    await refused("UNAUTHENTICATED");
  });

  test("a session that was not sealed here", async () => {
    request.cookies.set(authCookie("session").name, "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..x.y.z");
    await refused("UNAUTHENTICATED");
  });

  test("a role without the permission, with one row in the denial log", async () => {
    await signInAs(await addPerson(database().pool, "ceo"));
    const before = (await denials()).length;
    await refused("FORBIDDEN");
    const rows = (await denials()).slice(before);
    expect(rows).toEqual([
      expect.objectContaining({ actor: "ceo@accord.test", action: "leads.decide", code: "FORBIDDEN" }),
    ]);
  });

  test("disabled a second ago", async () => {
    const leaving = await addPerson(database().pool, "bdr", { tag: "leaving" });
    await signInAs(leaving);
    expect(await double(null, good)).toMatchObject({ ok: true });
    run.mockClear();
    await setActive(command, leaving.id, false);
    await refused("UNAUTHENTICATED");
  });

  test("demoted a second ago", async () => {
    const moved = await addPerson(database().pool, "bdr", { tag: "moved" });
    await signInAs(moved);
    expect(await double(null, good)).toMatchObject({ ok: true });
    run.mockClear();
    await changeRole(command, moved.id, "ae");
    await refused("UNAUTHENTICATED");
    await signInAs({ ...moved, sessionVersion: 2 });
    await refused("FORBIDDEN");
  });

  test("a script that clicks faster than hands", async () => {
    const fast = await addPerson(database().pool, "bdr", { tag: "fast" });
    await signInAs(fast);
    await double(null, good);
    const key = "SELECT key FROM rate_limits WHERE key LIKE 'action:%' ORDER BY expire DESC LIMIT 1";
    await database().pool.query(`UPDATE rate_limits SET points = 600 WHERE key = (${key})`);
    run.mockClear();
    await refused("RATE_LIMITED");
  });
});

describe("what is no form of ours", () => {
  test.each<[string, unknown, string]>([
    ["nothing", undefined, "form"],
    ["a text", "id=21", "form"],
    ["an object", { id: "21" }, "form"],
    ["NaN", Number.NaN, "form"],
    ["no field", form([]), "id"],
    ["an empty field", form([["id", ""]]), "id"],
    ["a fraction", form([["id", "1.5"]]), "id"],
    ["a negative id", form([["id", "-1"]]), "id"],
    ["more than a bigint holds", form([["id", "9".repeat(19)]]), "id"],
    [
      "two of a kind",
      form([
        ["id", "1"],
        ["id", "2"],
      ]),
      "id",
    ],
    ["a file", form([["id", new Blob(["1"])]]), "id"],
    [
      "two notes",
      form([
        ["id", "1"],
        ["note", "a"],
        ["note", "b"],
      ]),
      "note",
    ],
    [
      "NUL",
      form([
        ["id", "1"],
        ["note", "a\0b"],
      ]),
      "note",
    ],
    [
      "a novel",
      form([
        ["id", "1"],
        ["note", "a".repeat(20_001)],
      ]),
      "note",
    ],
  ])("%s", async (_, data, field) => {
    expect(await double(null, data as FormData)).toMatchObject({ ok: false, code: "INVALID", field });
    expect(run).not.toHaveBeenCalled();
  });

  test("what Next adds to a form is not looked at", async () => {
    expect(
      await double(
        { ok: "anything" },
        form([
          ["$ACTION_REF_1", ""],
          ["id", "21"],
        ]),
      ),
    ).toMatchObject({ ok: true });
  });
});

describe("what the service throws", () => {
  test("a refusal arrives as it is", async () => {
    const details = { by: "Ann", at: "2027-07-05T10:00:00Z" };
    run.mockRejectedValueOnce(new AppError("ALREADY_DECIDED", { message: "Ann accepted it at 10:00.", details }));
    const failure = { ok: false, code: "ALREADY_DECIDED", message: "Ann accepted it at 10:00.", details };
    expect(await double(null, good)).toEqual(failure);
  });

  test("a refusal with 403 is logged even if the service did not", async () => {
    const before = (await denials()).length;
    run.mockRejectedValueOnce(new AppError("FORBIDDEN", { message: "This lead is somebody else's." }));
    expect(await double(null, good)).toMatchObject({ ok: false, code: "FORBIDDEN" });
    expect((await denials()).length).toBe(before + 1);
  });

  test("a fault says nothing but the number under which it is logged", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    run.mockRejectedValueOnce(new Error("relation secret_table does not exist"));
    const result = await double(null, good);
    const logged = JSON.parse(String(stderr.mock.calls[0]?.[0]));
    stderr.mockRestore();
    expect(result).toMatchObject({ ok: false, code: "INTERNAL", details: { request_id: logged.id } });
    expect(JSON.stringify(result)).not.toContain("secret_table");
    expect(logged.error.message).toContain("secret_table");
  });

  test("a redirect goes on its way", async () => {
    run.mockImplementationOnce(async () => redirect("/queue"));
    await expect(double(null, good)).rejects.toMatchObject({ digest: expect.stringContaining("NEXT_REDIRECT") });
  });
});

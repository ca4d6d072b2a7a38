import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { currentActor, requireActor, requirePerson } from "@/lib/auth/gate";
import { authCookie, sealSession } from "@/lib/auth/session";
import { setActive } from "@/lib/services/people";
import { addPeople, type TestPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);

vi.hoisted(() => {
  vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters");
  // As `experimental.authInterrupts` of next.config.ts sets it.
  vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true");
});

const database = processDatabase();
let people: Record<string, TestPerson>;

const visit = async (role: string | null, path = "/settings/people?x=1") => {
  const person = role === null ? null : people[role];
  if (person)
    request.cookies.set(
      authCookie("session").name,
      await sealSession({ uid: String(person.id), sv: person.sessionVersion }),
    );
  request.headers.set("x-accord-path", path);
};
const digest = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: { digest?: string }) => thrown,
  );
  return error?.digest ?? "";
};

beforeAll(async () => {
  people = await addPeople(database().pool);
});
afterEach(() => request.reset());

test("lets in whom the table lets in", async () => {
  await visit("admin");
  expect(await requireActor("people.manage")).toMatchObject({ role: "admin" });
  expect(await requirePerson()).toMatchObject({ role: "admin" });
});

describe("strangers", () => {
  test("are sent to the sign-in page, which leads back", async () => {
    await visit(null);
    const there = "/sign-in?callbackUrl=%2Fsettings%2Fpeople%3Fx%3D1";
    expect(await digest(requireActor("people.manage"))).toBe(`NEXT_REDIRECT;replace;${there};307;`);
    expect(await digest(requirePerson())).toBe(`NEXT_REDIRECT;replace;${there};307;`);
    expect(await currentActor()).toBeNull();
  });

  test("are not sent elsewhere by a forged path", async () => {
    await visit(null, "//evil.example");
    expect(await digest(requirePerson())).toBe("NEXT_REDIRECT;replace;/sign-in;307;");
  });
});

test("a role without the permission gets 403, and the page it asked for stands in the denial log", async () => {
  await visit("cfo", "/leads?segment=ENT");
  expect(await digest(requireActor("leads.read"))).toBe("NEXT_HTTP_ERROR_FALLBACK;403");
  const row = await database().prisma.denial.findFirst({ orderBy: { id: "desc" } });
  expect(row).toMatchObject({ actor: "cfo@accord.test", action: "leads.read", object: "/leads?segment=ENT" });
});

test("an account that was disabled a second ago is a stranger", async () => {
  await visit("ceo");
  expect(await currentActor()).toMatchObject({ role: "ceo" });
  await setActive(systemActor("test"), (people.ceo as TestPerson).id, false);
  expect(await currentActor()).toBeNull();
});

import { describe, expect, test } from "vitest";
import { AppError, asAppError, failureOf, problemOf } from "@/lib/errors";

const taken = new AppError("EMAIL_TAKEN", { field: "email", message: "jo@example.com has an account already." });

test("a refusal passes unchanged, with the status of its code", () => {
  expect(asAppError(taken, "id-1")).toBe(taken);
  expect(taken.status).toBe(409);
  expect(new AppError("FLOOR_RANGE", { message: "Enter 0 to 100." }).status).toBe(422);
  expect(new AppError("FLOOR_RANGE", { message: "…", status: 418 }).status).toBe(418);
});

test("a fault keeps its words to itself", () => {
  const refusal = asAppError(new Error("password of db is hunter2"), "id-1");
  expect(refusal).toMatchObject({ code: "INTERNAL", status: 500 });
  expect(JSON.stringify([failureOf(refusal), problemOf(refusal, "id-1")])).not.toContain("hunter2");
  expect(refusal.message).toContain("id-1");
});

describe("a database that is away is 503 with a time to try again", () => {
  test.each([
    ["refused", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
    ["shut down", Object.assign(new Error("terminating"), { code: "57P01" })],
    ["full", Object.assign(new Error("too many clients"), { code: "53300" })],
    ["pool exhausted", new Error("timeout exceeded when trying to connect")],
    ["wrapped by Prisma", Object.assign(new Error("query"), { code: "P2010", cause: { code: "57P01" } })],
    ["Prisma's own", Object.assign(new Error("query"), { code: "P1001" })],
  ])("%s", (_, error) => {
    const problem = problemOf(asAppError(error, "id-1"), "id-1");
    expect(problem.status).toBe(503);
    expect(problem.headers["Retry-After"]).toBe("5");
  });

  test("but not whatever else carries a code", () => {
    expect(asAppError(Object.assign(new Error("unique"), { code: "P2002" }), "id-1").status).toBe(500);
    expect(asAppError(null, "id-1").status).toBe(500);
  });
});

test("the map of the forms", () => {
  expect(failureOf(taken)).toEqual({ ok: false, code: "EMAIL_TAKEN", field: "email", message: taken.message });
});

test("the map of the API", () => {
  expect(problemOf(taken, "r-1")).toEqual({
    status: 409,
    headers: { "Content-Type": "application/problem+json" },
    body: {
      type: "urn:accord:error:email_taken",
      title: "Conflict",
      status: 409,
      detail: taken.message,
      code: "EMAIL_TAKEN",
      request_id: "r-1",
      errors: [{ field: "email", code: "EMAIL_TAKEN", message: taken.message }],
    },
  });
});

import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET } from "@/app/(app)/audit/export/route";
import { systemActor } from "@/lib/auth/actor";
import { authCookie, sealSession } from "@/lib/auth/session";
import { audit } from "@/lib/services/audit";
import { prismaTx } from "@/lib/services/sql";
import { addPerson, type TestPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

const database = processDatabase();
let reader: TestPerson;

/** States whose text nobody could guess: numbers that JavaScript would round, the order of keys, quotes, signs, no state at all. */
const STATES: (object | null)[] = [
  null,
  { zebra: 1, a: 2, long_key: [1, 2, { b: null }] },
  { text: 'He said "no"\n\t\\ 🙂 é e\u0301 \u001f between' },
  { formula: "=HYPERLINK(1)", nothing: null, empty: {} },
  { big: "9007199254740993" },
];

async function append(action: string, object: string, before: object | null, after: object | null, version?: number) {
  await database().prisma.$transaction((client) =>
    audit(prismaTx(client), {
      actor: systemActor("test"),
      action,
      object,
      before,
      after,
      agreementVersion: version ?? null,
    }),
  );
}

beforeAll(async () => {
  reader = await addPerson(database().pool, "admin");
  for (const [index, state] of STATES.entries()) {
    await append("thing.change", `thing:${index}`, state, STATES.at(-1 - index) ?? null, index);
  }
  // A number beyond what JSON.parse keeps.
  await database().pool.query(
    "SELECT audit_append(7, '=evil@example.com', 'number.set', 'number:1', NULL, '{\"n\": 12345678901234567890.10, \"m\": 1.50}', 3)",
  );
  await append("other.do", "other:1", null, { a: 1 });
});
beforeEach(async () => {
  request.reset();
  request.cookies.set(authCookie("session").name, await sealSession({ uid: String(reader.id), sv: 1 }));
});

async function exported(query: string): Promise<string> {
  const response = await GET(new Request(`http://localhost/audit/export${query}`));
  expect(response.status).toBe(200);
  return response.text();
}

interface Line {
  seq: number;
  [field: string]: string | number | null;
}

/** What README says of a line, written down anew: nothing here is the product's code. */
function hashOf(line: Line): string {
  const fields = ["seq", "at", "actor_id", "actor", "action", "object", "before", "after", "agreement_version"];
  const text = fields.map((field) => line[field] ?? "").join("\u001f");
  return createHash("sha256")
    .update(Buffer.from(String(line.prev_hash), "hex"))
    .update(Buffer.from(text, "utf8"))
    .digest("hex");
}

/** Numbers of the lines that do not hold: by their own hash, or by the one before. */
function faults(text: string): number[] {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  return lines
    .filter((line, index) => {
      const before = lines[index - 1];
      const isChained = before === undefined || before.seq !== line.seq - 1 || before.hash === line.prev_hash;
      return !isChained || hashOf(line) !== line.hash;
    })
    .map(({ seq }) => seq);
}

describe("the exported JSON lines", () => {
  test("are the whole chain, from its first entry to its head, and every hash can be computed again", async () => {
    const text = await exported("?format=jsonl");
    const lines = text.trim().split("\n");
    const { rows } = await database().pool.query("SELECT seq::int, encode(hash, 'hex') AS hash FROM audit_head");
    expect(lines.length).toBe(rows[0].seq);
    expect(lines.map((line) => (JSON.parse(line) as Line).seq)).toEqual(lines.map((_, index) => index + 1));
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ prev_hash: "" });
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ hash: rows[0].hash });
    expect(faults(text)).toEqual([]);
  });

  test("show a changed, a missing and a foreign line", async () => {
    const text = await exported("?format=jsonl");
    const lines = text.trim().split("\n");
    const at = lines.findIndex((line) => line.includes("number.set"));
    const seq = at + 1;
    const changed = (change: (line: Line) => Line) =>
      lines.map((line, index) => (index === at ? JSON.stringify(change(JSON.parse(line))) : line)).join("\n");
    expect(faults(changed((line) => line))).toEqual([]);
    for (const field of Object.keys(JSON.parse(lines[at] ?? "") as Line)) {
      const value = field === "seq" || field === "agreement_version" ? 99 : "00";
      expect(faults(changed((line) => ({ ...line, [field]: value }))).length, field).toBeGreaterThan(0);
    }
    expect(faults(changed((line) => ({ ...line, after: String(line.after).replace("1.50", "1.5") })))).toEqual([seq]);
    // Who recomputes the hash of what was changed breaks the line after it.
    const forged = changed((line) => {
      const other = { ...line, actor: "somebody@else.com" };
      return { ...other, hash: hashOf(other) };
    });
    expect(faults(forged)).toEqual([seq + 1]);
  });

  test("of a filter hold on their own, each with the hash before it", async () => {
    const text = await exported("?format=jsonl&action=thing");
    expect(text.trim().split("\n")).toHaveLength(STATES.length);
    expect(faults(text)).toEqual([]);
  });
});

describe("the exported CSV", () => {
  test("has a header and a line for each entry; a formula is made harmless", async () => {
    const lines = (await exported("?object=number:1")).trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe("seq,at,actor_id,actor,action,object,before,after,agreement_version,prev_hash,hash");
    expect(lines[1]).toContain(",7,'=evil@example.com,number.set,number:1,,");
    expect(lines[1]).toContain('"{""m"": 1.50, ""n"": 12345678901234567890.10}"');
  });

  test.each<[query: string, lines: number]>([
    ["?action=thing", 5],
    ["?action=thing.change", 5],
    ["?action=thin", 0],
    ["?object=thing", 5],
    ["?object=thing:1", 1],
    ["?object=thin", 0],
    ["?object=%25", 0],
    ["?actor=system:test", 6],
    ["?actor=system:test&action=other", 1],
    ["?actor=nobody", 0],
    ["?action=thing&from=2100-01-01", 0],
    ["?action=thing&to=2001-01-01", 0],
    ["?action=thing&from=nonsense&to=2001-13-01", 5],
    ["?action=thing&action=%00", 5],
  ])("%s: %s entries", async (query, count) => {
    expect((await exported(query)).trim().split("\r\n").length - 1).toBe(count);
  });
});

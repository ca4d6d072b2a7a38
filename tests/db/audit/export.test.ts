import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
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
  { text: 'He said "no"\n\t\\ 🙂 é e\u0301 \u001f between \u2028 lines' },
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

/** The hash of a line as README says: who forges one can compute it too. */
function hashOf(line: Line): string {
  const fields = ["seq", "at", "actor_id", "actor", "action", "object", "before", "after", "agreement_version"];
  const text = fields.map((field) => line[field] ?? "").join("\u001f");
  return createHash("sha256")
    .update(Buffer.from(String(line.prev_hash), "hex"))
    .update(Buffer.from(text, "utf8"))
    .digest("hex");
}

const [, README_CHECK = ""] =
  /--input-type=module -e '([^']+)' < accord-audit\.jsonl/.exec(readFileSync("README.md", "utf8")) ?? [];

/** What the command of README prints of an export, as it stands there. */
function checked(lines: readonly string[]): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", README_CHECK], {
    input: lines.map((line) => `${line}\n`).join(""),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}
const faults = (lines: readonly string[]): string[] => checked(lines).slice(0, -1);
const exportedLines = async (query: string) => (await exported(query)).trim().split("\n");

describe("the exported JSON lines", () => {
  test("are the whole chain, from its first entry to its head, and the command of README finds no fault", async () => {
    const lines = await exportedLines("?format=jsonl");
    const { rows } = await database().pool.query("SELECT seq::int, encode(hash, 'hex') AS hash FROM audit_head");
    expect(lines.map((line) => (JSON.parse(line) as Line).seq)).toEqual(lines.map((_, index) => index + 1));
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ prev_hash: "" });
    expect(checked(lines)).toEqual([`last: ${rows[0].seq} ${rows[0].hash}`]);
  });

  test("show to the command of README a changed, a missing and a foreign line", async () => {
    const lines = await exportedLines("?format=jsonl");
    const at = lines.findIndex((line) => line.includes("number.set"));
    const seq = at + 1;
    const changed = (change: (line: Line) => Line, place = at) =>
      lines.map((line, index) => (index === place ? JSON.stringify(change(JSON.parse(line))) : line));
    expect(faults(changed((line) => line))).toEqual([]);
    for (const field of Object.keys(JSON.parse(lines[at] ?? "") as Line)) {
      const value = field === "seq" || field === "agreement_version" ? 99 : "00";
      expect(faults(changed((line) => ({ ...line, [field]: value }))).length, field).toBeGreaterThan(0);
    }
    const rounded = changed((line) => ({ ...line, after: String(line.after).replace("1.50", "1.5") }));
    expect(faults(rounded)).toEqual([`changed: ${seq}`]);
    // Who recomputes the hash of what was changed breaks the line after it.
    const forge = (line: Line) => {
      const other = { ...line, actor: "somebody@else.com" };
      return { ...other, hash: hashOf(other) };
    };
    expect(faults(changed(forge))).toEqual([`does not follow on ${seq}: ${seq + 1}`]);
    // Of the last line there is none: then it is another head than the one that /audit shows.
    expect(checked(changed(forge, lines.length - 1))).not.toEqual(checked(lines));
    expect(faults(lines.toSpliced(at, 1))).toEqual([`does not follow on ${seq - 1}: ${seq + 1}`]);
    expect(faults(lines.slice(1))).toEqual(["does not follow on 0: 2"]);
  });

  test("of a filter hold on their own", async () => {
    const lines = await exportedLines("?format=jsonl&action=thing");
    expect(lines).toHaveLength(STATES.length);
    expect(faults(lines).filter((fault) => fault.startsWith("changed"))).toEqual([]);
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
    ["?action=thing&from=&to=", 5],
  ])("%s: %s entries", async (query, count) => {
    expect((await exported(query)).trim().split("\r\n").length - 1).toBe(count);
  });
});

describe("a filter that cannot be read", () => {
  test.each([
    ["?from=2027-13-01", "from"],
    ["?to=yesterday", "to"],
    ["?format=jsonl&action=thing&to=1999-12-31", "to"],
    [`?object=${"x".repeat(301)}`, "object"],
    ["?actor=%00", "actor"],
    ["?action=thing&action=other", "action"],
  ])("%s is refused, not left out", async (query, field) => {
    const response = await GET(new Request(`http://localhost/audit/export${query}`));
    expect(response.status).toBe(400);
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ code: "FILTER_INVALID", errors: [{ field }] });
  });
});

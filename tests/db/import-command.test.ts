import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { childEnv } from "@/lib/env";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { temporaryFolder } from "@/tests/support/files";
import { tableDigests } from "@/tests/support/tables";

const folder = temporaryFolder();
let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

/** Starts the command as the bootstrap script does, in the folder of the files. */
function start(...args: string[]) {
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "lib/cli/import.ts", ...args],
    {
      env: childEnv({ DATABASE_URL: database.url, INIT_CWD: folder.path }),
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

const command = (...args: string[]) => start(...args).ended;
const HEADER = "external_id,source,created_at,title";

describe("npm run import", () => {
  test("of a good file ends with the counts alone on standard output, and with 0", async () => {
    folder.write(
      "good.csv",
      `${HEADER}\nL-1,webinar,2027-06-01,a\nL-2,webinar,2027-06-01,b\nL-2,webinar,2027-06-01,b\n`,
    );
    const first = await command("leads", "good.csv");
    expect(first).toEqual({ code: 0, stdout: "inserted=2 updated=0 unchanged=0 duplicate=1 rejected=0\n", stderr: "" });
    const again = await command("leads", "good.csv", "--source-system", "csv");
    expect(again.stdout).toBe("inserted=0 updated=0 unchanged=2 duplicate=1 rejected=0\n");
  });

  test("of bad rows ends with 2; the rejects file has line, column and reason, mends and comes back", async () => {
    folder.write("bad.csv", `${HEADER}\nL-3,webinar,2026-02-31,"=cmd(),x"\nL-4,webinar,2027-06-01,ok\nL-5,webinar\n`);
    const { code, stdout } = await command("leads", "bad.csv", "--rejects", "rejects.csv");
    expect([code, stdout]).toEqual([2, "inserted=1 updated=0 unchanged=0 duplicate=0 rejected=2\n"]);
    const rejects = readFileSync(join(folder.path, "rejects.csv"), "utf8");
    expect(rejects.split("\r\n")).toEqual([
      `line,column,code,reason,${HEADER}`,
      '2,created_at,DATE_INVALID,"created_at: ""2026-02-31"" is no date of the calendar, or out of the years 1900 to 2999. Correct it.",L-3,webinar,2026-02-31,"\'=cmd(),x"',
      '4,,COLUMN_COUNT,"the row has 2 cells and the header 4. Add or remove delimiters, or quote the cell that holds one.",L-5,webinar',
      "",
    ]);
    folder.write("mended.csv", rejects.replace("2026-02-31,", "2026-02-28,"));
    const mended = await command("leads", "mended.csv", "--rejects", "again.csv");
    expect(mended.stdout).toBe("inserted=1 updated=0 unchanged=0 duplicate=0 rejected=1\n");
    expect(readFileSync(join(folder.path, "again.csv"), "utf8")).toMatch(
      /^line,column,code,reason,external_id,source,created_at,title\r\n3,,COLUMN_COUNT/,
    );
  });

  test("of a mended rejects file stores the text of the source, also where a spreadsheet would run it", async () => {
    folder.write(
      "risky.csv",
      `${HEADER},reason\n-L-20,webinar,2026-02-31,=cmd(),+1\n-L-21,webinar,2026-02-31,'=x,@y\n`,
    );
    expect((await command("leads", "risky.csv", "--rejects", "risky-rejects.csv")).code).toBe(2);
    const rejects = readFileSync(join(folder.path, "risky-rejects.csv"), "utf8");
    expect(rejects).toMatch(/^line,column,code,reason_2,external_id,source,created_at,title,reason\r\n/);
    folder.write("cured.csv", rejects.replaceAll("2026-02-31,", "2026-02-28,"));
    const cured = await command("leads", "cured.csv");
    expect(cured.stdout).toBe("inserted=2 updated=0 unchanged=0 duplicate=0 rejected=0\n");
    const leads = await database.prisma.lead.findMany({
      where: { externalId: { contains: "L-2" } },
      orderBy: { externalId: "asc" },
      select: { externalId: true, title: true },
    });
    expect(leads).toEqual([
      { externalId: "-L-20", title: "=cmd()" },
      { externalId: "-L-21", title: "=x" },
      { externalId: "L-2", title: "b" },
    ]);
  });

  test("--dry-run counts, shows the first ten refused rows and leaves the database as it was", async () => {
    const rows = [
      "L-7,new source,2027-06-01,x",
      "L-1,webinar,2027-06-01,changed",
      ...Array<string>(12).fill("L-6,webinar,never,x"),
    ];
    folder.write("dry.csv", [HEADER, ...rows].join("\n"));
    const before = await tableDigests(database.pool);
    const { code, stdout, stderr } = await command("leads", "dry.csv", "--dry-run");
    expect([code, stdout]).toEqual([2, "inserted=1 updated=1 unchanged=0 duplicate=0 rejected=12\n"]);
    expect(stderr).toContain("nothing was written");
    expect(stderr.split("\n").filter((line) => line.includes("DATE_FORMAT"))).toHaveLength(10);
    expect(stderr).toContain("--rejects FILE");
    expect(await tableDigests(database.pool)).toEqual(before);
  });

  test("that cannot begin ends with 1 and the cure, and leaves no trace", async () => {
    const before = await tableDigests(database.pool);
    folder.write("headless.csv", "L-1,webinar,2027-06-01\n");
    const { code, stdout, stderr } = await command("leads", "headless.csv");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("no column external_id");
    expect(stderr).not.toContain("    at ");
    expect(await tableDigests(database.pool)).toEqual(before);
  });

  test("Ctrl-C takes back what was written", async () => {
    const rows = Array.from({ length: 150_000 }, (_, index) => `K-${index},webinar,2027-06-01,x`);
    folder.write("long.csv", [HEADER, ...rows].join("\n"));
    const { child, ended } = start("leads", "long.csv");
    const begun = () => database.prisma.import.findFirst({ where: { fileName: "long.csv" } });
    await vi.waitUntil(begun, { timeout: 25_000, interval: 20 });
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    expect(await database.prisma.lead.count({ where: { externalId: { startsWith: "K-" } } })).toBe(0);
    expect(await begun()).toMatchObject({ finishedAt: null });
  }, 60_000);
});

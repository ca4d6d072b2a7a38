import { createServer } from "node:net";
import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { patientPool } from "@/lib/jobs/patient-pool";
import { emptyDatabase } from "@/tests/support/database";

afterEach(() => {
  vi.restoreAllMocks();
});

const written = () => vi.spyOn(process.stderr, "write").mockReturnValue(true);

it("throws what is a mistake, of the statement or of the program, at once", async () => {
  const { url, drop } = await emptyDatabase();
  const pool = patientPool(url);
  onTestFinished(async () => {
    await pool.close();
    await drop();
  });
  await expect(pool.executeSql("SELECT nothing")).rejects.toMatchObject({ code: "42703" });
  const loop: { self?: unknown } = {};
  loop.self = loop;
  await expect(pool.executeSql("SELECT $1::json", [loop])).rejects.toThrow("circular");
  expect((await pool.executeSql("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

it("waits for a server that is away, says so once, and until it is told to give up", async () => {
  let tries = 0;
  const deaf = createServer((socket) => {
    tries += 1;
    socket.on("error", () => {});
    socket.destroy();
  });
  await new Promise<void>((resolve) => deaf.listen(0, "127.0.0.1", resolve));
  const { port } = deaf.address() as { port: number };
  const pool = patientPool(`postgresql://nobody@127.0.0.1:${port}/nothing?sslmode=disable`);
  onTestFinished(async () => {
    await pool.close();
    await new Promise((resolve) => deaf.close(resolve));
  });
  const log = written();
  const asked = pool.executeSql("SELECT 1");
  await expect.poll(() => tries, { timeout: 10_000, interval: 50 }).toBeGreaterThan(2);
  pool.giveUp();
  expect(await asked).toEqual({ rows: [] });
  expect(log.mock.calls.map(([line]) => JSON.parse(String(line)).what)).toEqual([
    "the database is away; scheduled work waits for it",
  ]);
});

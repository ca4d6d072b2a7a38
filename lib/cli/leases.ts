import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isAlive, processBirth } from "./processes";
import { CliError } from "./progress";

/**
 * Several commands may use the embedded server at once (`npm start` and an import beside it). Each holds
 * a lease, a file named by its process; who leaves last turns off the light. A killed process holds
 * nothing: its lease is seen to be void by the next command.
 */

interface Mark {
  pid: number;
  birth: string;
}

const mine = (): Mark => ({ pid: process.pid, birth: processBirth(process.pid) });

function readMark(file: string): Mark | undefined {
  try {
    const [pid, birth] = readFileSync(file, "utf8").split(" ");
    return { pid: Number(pid), birth: birth ?? "" };
  } catch {
    return undefined;
  }
}

const isHeld = (mark: Mark) => isAlive(mark.pid) && processBirth(mark.pid) === mark.birth;

function tryLock(file: string): boolean {
  const { pid, birth } = mine();
  try {
    writeFileSync(file, `${pid} ${birth}`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = readMark(file);
  if (holder?.pid && !isHeld(holder)) {
    // Renaming first lets one of several waiting processes clear a void lock.
    const aside = `${file}.void.${process.pid}`;
    try {
      renameSync(file, aside);
      rmSync(aside, { force: true });
    } catch {
      // another process cleared it
    }
  }
  return false;
}

/** Runs `work` while no other command holds `file`. Throws CliError after `patience` milliseconds. */
export async function withLock<T>(file: string, work: () => Promise<T>, patience = 120_000): Promise<T> {
  const deadline = Date.now() + patience;
  while (!tryLock(file)) {
    if (Date.now() > deadline) {
      throw new CliError(
        `Another command has held ${file} for ${patience / 60_000} minutes.`,
        "Wait for it to end. If none is running, delete that file.",
      );
    }
    await wait(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

const leaseDir = (dir: string) => join(dir, "pg-leases");

/** Notes that this process uses the server. Call within `withLock`. */
export function takeLease(dir: string): void {
  mkdirSync(leaseDir(dir), { recursive: true });
  const { pid, birth } = mine();
  writeFileSync(join(leaseDir(dir), String(pid)), `${pid} ${birth}`);
}

/** Gives the lease back; true if nobody uses the server any more. Call within `withLock`. */
export function returnLease(dir: string): boolean {
  let used = false;
  for (const name of readdirSync(leaseDir(dir))) {
    const file = join(leaseDir(dir), name);
    const mark = readMark(file);
    if (mark && mark.pid !== process.pid && isHeld(mark)) used = true;
    else rmSync(file, { force: true });
  }
  return !used;
}

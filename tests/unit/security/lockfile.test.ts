import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import manifest from "@/package.json";
import floors from "@/tests/security/floors.json";

interface Entry {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
}

const lock: { lockfileVersion: number; packages: Record<string, Entry> } = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
);
/** Every installed copy, by its path; the nameless entry is the project itself. */
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");
const nameOf = (path: string) => path.replace(/^.*node_modules\//, "");

const DIGITS = /^(\d+)\.(\d+)\.(\d+)(-.*)?$/;

/** Whether a version is the floor or later. A prerelease comes before its release. */
function reaches(version: string, floor: string): boolean {
  const [have, need] = [DIGITS.exec(version), DIGITS.exec(floor)];
  if (!have || !need) throw new Error(`${version} or ${floor} is no version`);
  for (const part of [1, 2, 3]) {
    const difference = Number(have[part]) - Number(need[part]);
    if (difference !== 0) return difference > 0;
  }
  return have[4] === undefined;
}

test.each([
  ["16.4.6", "16.4.6", true],
  ["16.4.10", "16.4.6", true],
  ["17.0.0", "16.4.6", true],
  ["16.4.5", "16.4.6", false],
  ["16.3.99", "16.4.6", false],
  ["9.99.99", "16.4.6", false],
  ["16.4.6-canary.1", "16.4.6", false],
  ["16.5.0-canary.1", "16.4.6", true],
])("%s reaches %s: %s", (version, floor, expected) => expect(reaches(version, floor)).toBe(expected));

describe("minimum versions for reasons of security (tests/security/floors.json)", () => {
  test.each(Object.entries(floors))("%s", (name, { floor }) => {
    const below = installed.filter(([path, { version }]) => nameOf(path) === name && !reaches(version ?? "", floor));
    expect(below.map(([path, { version }]) => `${path} ${version}`)).toEqual([]);
  });

  test("the two that face the world are there", () => {
    const names = new Set(installed.map(([path]) => nameOf(path)));
    expect([...names]).toEqual(expect.arrayContaining(["next", "next-auth"]));
  });
});

test("every package of the lockfile has its integrity, and comes from the registry of whoever installs", () => {
  const without = installed.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""));
  expect(without.map(([path]) => path)).toEqual([]);
  expect(installed.filter(([, { resolved, link }]) => resolved !== undefined || link).map(([path]) => path)).toEqual(
    [],
  );
});

test("package.json names exact versions, those of the lockfile", () => {
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
  for (const [name, version] of Object.entries(wanted)) {
    expect(version, name).toMatch(DIGITS);
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});

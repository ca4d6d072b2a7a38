import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** [the file, what it imports, words of the message that says where the code belongs] */
const BAD: [file: string, source: string, message: RegExp][] = [
  ["app/(app)/monday/page.tsx", "@/lib/services/leads", /action to write/],
  ["app/(app)/monday/page.tsx", "@/lib/db", /read in lib\/data/],
  ["app/(app)/monday/page.tsx", "@/prisma/generated/client", /read in lib\/data/],
  ["app/(app)/monday/page.tsx", "pg", /read in lib\/data/],
  ["app/(app)/monday/page.tsx", "next-auth/react", /lib\/auth alone/],
  ["app/(app)/monday/page.tsx", "recharts", /components\/chart/],
  ["app/(app)/monday/page.tsx", "../queue/page", /alias/],
  ["app/api/v1/leads/route.ts", "@/lib/db", /write in lib\/services/],
  ["app/api/v1/leads/route.ts", "@/lib/actions/leads", /calls one service/],
  ["app/api/v1/leads/route.ts", "@/components/queue/card", /calls one service/],
  ["components/queue/card.tsx", "@/lib/data/leads", /plain props/],
  ["components/queue/card.tsx", "@/lib/services/leads", /plain props/],
  ["components/queue/card.tsx", "@/lib/auth/gate", /plain props/],
  ["components/queue/card.tsx", "@/lib/env", /plain props/],
  ["components/queue/card.tsx", "@/app/layout", /plain props/],
  ["components/queue/card.tsx", "@prisma/client", /Only data, services/],
  ["components/queue/card.tsx", "@/components/monday/table", /own folder/],
  ["components/queue/card.tsx", "../monday/table", /alias/],
  ["components/queue/card.tsx", "zod", /bytes/],
  ["components/queue/card.tsx", "next-auth/react", /lib\/auth alone/],
  ["components/ui/button.tsx", "@/lib/domain/leads", /no noun of ours/],
  ["components/table/table.tsx", "@/lib/view/acceptance", /no noun of ours/],
  ["components/chart/line.tsx", "@/components/monday/trend", /no feature/],
  ["lib/domain/leads.ts", "@/lib/view/leads", /lib\/view/],
  ["lib/domain/leads.ts", "@/lib/data/leads", /hand plain values/],
  ["lib/domain/leads.ts", "@/lib/services/leads", /hand plain values/],
  ["lib/domain/leads.ts", "@/lib/env", /hand plain values/],
  ["lib/domain/leads.ts", "@/prisma/generated/enums", /Only data, services/],
  ["lib/domain/leads.ts", "next/headers", /no framework/],
  ["lib/domain/leads.ts", "react", /no framework/],
  ["lib/domain/leads.ts", "node:fs", /no I\/O/],
  ["lib/domain/leads.ts", "node:fs/promises", /no I\/O/],
  ["lib/view/leads.ts", "@/lib/data/leads", /hand plain values/],
  ["lib/view/leads.ts", "@/components/queue/card", /point inwards/],
  ["lib/view/leads.ts", "react", /draw them in components/],
  ["lib/data/leads.ts", "@/lib/services/leads", /Reads do not write/],
  ["lib/data/leads.ts", "@/lib/auth/gate", /explicit actor/],
  ["lib/data/leads.ts", "@/lib/view/leads", /lib\/view/],
  ["lib/data/leads.ts", "next/headers", /no framework/],
  ["lib/services/leads.ts", "@/lib/actions/leads", /point inwards/],
  ["lib/services/leads.ts", "@/lib/auth/gate", /explicit actor/],
  ["lib/services/leads.ts", "@/lib/http/route", /point inwards/],
  ["lib/services/leads.ts", "@/lib/jobs/expiry", /not the other way round/],
  ["lib/services/leads.ts", "@/app/layout", /point inwards/],
  ["lib/auth/gate.ts", "@/lib/actions/people", /point inwards/],
  ["lib/auth/gate.ts", "@/components/ui/button", /point inwards/],
  ["lib/actions/leads.ts", "@/lib/db", /write in lib\/services/],
  ["lib/actions/leads.ts", "@/components/queue/card", /point inwards/],
  ["lib/actions/leads.ts", "@/lib/http/route", /app\/api/],
  ["lib/http/route.ts", "@/lib/db", /write in lib\/services/],
  ["lib/http/route.ts", "@/lib/actions/leads", /Call the service/],
  ["lib/connectors/hubspot.ts", "@/lib/services/leads", /plain records/],
  ["lib/connectors/hubspot.ts", "@/lib/db", /write in lib\/services/],
  ["lib/jobs/expiry.ts", "@/lib/actions/leads", /point inwards/],
  ["lib/jobs/expiry.ts", "@/lib/auth/gate", /explicit actor/],
  ["lib/cli/import.ts", "@/app/layout", /draws nothing/],
  ["lib/cli/import.ts", "@/components/ui/button", /draws nothing/],
  ["lib/db.ts", "@/lib/data/leads", /ground floor/],
  ["lib/env.ts", "@/lib/db", /Only data, services/],
  ["lib/errors.ts", "@/lib/services/leads", /ground floor/],
  ["lib/log.ts", "@/lib/auth/actor", /ground floor/],
  ["lib/database-url.ts", "@/lib/db", /Only data, services/],
  ["proxy.ts", "@/lib/auth/gate", /headers and nothing else/],
  ["prisma/seed/demo.ts", "@/app/layout", /point inwards/],
  ["tests/db/leads.test.ts", "../support/database", /alias/],
  ["lib/services/leads.ts", "node:process", /lib\/env\.ts/],
];

const GOOD: [file: string, source: string][] = [
  ["app/(app)/monday/page.tsx", "@/lib/data/metrics"],
  ["app/(app)/monday/page.tsx", "@/lib/auth/gate"],
  ["app/(app)/monday/page.tsx", "@/lib/view/metrics"],
  ["app/(app)/monday/page.tsx", "@/components/monday/table"],
  ["app/(app)/monday/page.tsx", "next/navigation"],
  ["app/api/v1/leads/route.ts", "@/lib/http/route"],
  ["app/api/v1/leads/route.ts", "@/lib/services/leads"],
  ["components/queue/card.tsx", "@/components/ui/button"],
  ["components/queue/card.tsx", "@/components/table/table"],
  ["components/queue/card.tsx", "./reasons"],
  ["components/queue/card.tsx", "@/lib/actions/leads"],
  ["components/queue/card.tsx", "@/lib/view/queue"],
  ["components/queue/card.tsx", "@/lib/domain/reasons"],
  ["components/queue/card.tsx", "next/link"],
  ["components/chart/line.tsx", "recharts"],
  ["components/table/table.tsx", "@tanstack/react-table"],
  ["components/table/table.tsx", "@/components/ui/button"],
  ["lib/domain/leads.ts", "./dates"],
  ["lib/domain/leads.ts", "@date-fns/tz"],
  ["lib/view/leads.ts", "@/lib/domain/leads"],
  ["lib/data/leads.ts", "@/lib/db"],
  ["lib/data/leads.ts", "@/lib/domain/leads"],
  ["lib/data/leads.ts", "@/lib/auth/actor"],
  ["lib/services/leads.ts", "@/lib/data/leads"],
  ["lib/services/leads.ts", "@/prisma/generated/client"],
  ["lib/services/leads.ts", "pg-copy-streams"],
  ["lib/auth/gate.ts", "next-auth"],
  ["lib/auth/gate.ts", "@/lib/db"],
  ["lib/actions/leads.ts", "@/lib/services/leads"],
  ["lib/actions/leads.ts", "@/lib/auth/gate"],
  ["lib/http/route.ts", "@/lib/auth/keys"],
  ["lib/jobs/expiry.ts", "@/lib/services/leads"],
  ["lib/jobs/expiry.ts", "@/lib/db"],
  ["lib/cli/import.ts", "@/lib/services/imports"],
  ["tests/db/leads.test.ts", "@/tests/support/database"],
  ["tests/db/leads.test.ts", "@/lib/services/leads"],
  ["lib/auth/proxy.ts", "@/lib/db"],
];

/** Other forms of the same trespass, and reading the environment past lib/env.ts. */
const SOURCES: [file: string, source: string, rule: string][] = [
  ["lib/domain/a.ts", 'export * from "@/lib/data/leads";', "noRestrictedImports"],
  ["lib/domain/b.ts", 'export { x } from "@/lib/data/leads";', "noRestrictedImports"],
  ["lib/domain/c.ts", 'export const x = await import("@/lib/data/leads");', "noRestrictedImports"],
  ["lib/domain/d.ts", 'import "@/lib/data/leads";', "noRestrictedImports"],
  ["lib/domain/e.ts", 'import type { X } from "@/lib/data/leads";\nexport type Y = X;', "noRestrictedImports"],
  ["lib/domain/f.ts", 'export const x = require("@/lib/data/leads");', "noCommonJs"],
  ["lib/services/g.ts", "export const x = process.env.SECRET;", "noProcessEnv"],
  ["app/h.ts", 'export const x = process.env["SECRET"];', "noProcessEnv"],
  ["lib/cli/i.ts", "export const { SECRET } = process.env;", "noProcessEnv"],
  ["lib/services/j.ts", "export const x = (y: any) => y;", "noExplicitAny"],
  ["components/queue/index.ts", 'export * from "./card";', "noReExportAll"],
  ["components/ui/index.ts", 'export { Card } from "./card";', "noBarrelFile"],
  ["lib/domain/Leads.ts", "export const x = 1;", "useFilenamingConvention"],
  ["lib/view/utils.ts", "export const x = 1;", "useFilenamingConvention"],
  ["components/queue/util.tsx", "export const x = 1;", "useFilenamingConvention"],
  ["tests/support/helpers.ts", "export const x = 1;", "useFilenamingConvention"],
  ["components/monday/index.tsx", "export const x = 1;", "useFilenamingConvention"],
];

interface Diagnostic {
  category: string;
  message: string;
  location: { path: string };
}

let root: string;
let diagnostics: Diagnostic[];
const written = new Map<string, string>();

/** Rules for one file alone: such a file has one case. */
const ALONE = /^(lib\/(db|env|errors|log|database-url)|proxy)\.ts$/;

/** Each case is a file of its own; those of one path are told apart by a number in the name. */
function write(key: string, file: string, source: string): void {
  const asIs = key.startsWith("source") || ALONE.test(file);
  const path = asIs ? file : file.replace(/(\.test)?(\.tsx?)$/, `-${written.size}$1$2`);
  written.set(key, path);
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), source);
}

function lint(folder: string): Diagnostic[] {
  copyFileSync("biome.json", join(folder, "biome.json"));
  const args = ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."];
  const program = resolve("node_modules/@biomejs/biome/bin/biome");
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" });
  if (!stdout) throw new Error(stderr);
  return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "accord-lint-"));
  const importing = (source: string) => `import * as subject from "${source}";\nexport const used = subject;\n`;
  for (const [index, [file, source]] of BAD.entries()) write(`bad ${index}`, file, importing(source));
  for (const [index, [file, source]] of GOOD.entries()) write(`good ${index}`, file, importing(source));
  for (const [index, [file, source]] of SOURCES.entries()) write(`source ${index}`, file, source);
  diagnostics = lint(root);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const about = (key: string, rule: string) =>
  diagnostics.filter(({ category, location }) => location.path === written.get(key) && category.endsWith(`/${rule}`));

describe("import directions (architecture.md)", () => {
  test.each(BAD.map((entry, index) => [...entry, index] as const))(
    "%s may not import %s",
    (_file, _source, message, index) => {
      expect(about(`bad ${index}`, "noRestrictedImports").map((found) => found.message)).toEqual([
        expect.stringMatching(message),
      ]);
    },
  );

  test.each(GOOD.map((entry, index) => [...entry, index] as const))("%s may import %s", (_file, _source, index) => {
    expect(about(`good ${index}`, "noRestrictedImports")).toEqual([]);
  });
});

describe("other rules of the house", () => {
  test.each(SOURCES.map((entry, index) => [...entry, index] as const))("%s: %s", (_file, _source, rule, index) => {
    expect(about(`source ${index}`, rule)).toHaveLength(1);
  });
});

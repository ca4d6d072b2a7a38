import { beforeAll, expect, test } from "vitest";
import { confirmed, personOfSession } from "@/lib/auth/actor";
import { withoutDeparted } from "@/lib/data/departed-signers";
import { readFiscal } from "@/lib/data/organisation";
import type { SignerRole } from "@/lib/domain/agreement-status";
import { addDays } from "@/lib/domain/dates";
import { startCorrection } from "@/lib/services/agreement/drafts";
import { propose, sendBack } from "@/lib/services/agreement/propose";
import { sign } from "@/lib/services/agreement/sign";
import { holdWords, isMendable, lateWords, possibleStarts, signedWords } from "@/lib/view/agreement/standing";
import { agreementInForce, type Signers, standing, withoutGuards } from "@/tests/support/agreements";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();
let signers: Signers;

beforeAll(async () => {
  ({ signers } = await agreementInForce(database()));
  await startCorrection(signers.vp_revops, new Date());
  await proposeOn("");
});

const proposeOn = (effectiveFrom: string) => propose(signers.vp_revops, { version: 3, effectiveFrom }, new Date());
const unguarded = (sql: string) => withoutGuards(database().url, (client) => client.query(sql));

/** What the page says now of the version that is being written. */
async function page() {
  const [{ judging, open }, clock] = await Promise.all([standing(database().pool), readFiscal(new Date())]);
  if (!open) throw new Error("nothing is being written");
  const starts = possibleStarts(judging, open, clock).map(({ date }) => date);
  const [hold, late] = [holdWords(judging, open, clock), lateWords(judging, open, clock)];
  return { hold, late, starts, isMendable: isMendable(judging, clock.now), open, today: clock.today };
}

async function signs(role: SignerRole): Promise<unknown> {
  const { open } = await page();
  return sign(confirmed(signers[role], "password"), { version: 3, hash: open.hash ?? "" }, new Date());
}

test("a slip of the pen takes the place at once, and can be signed, for 24 hours", async () => {
  expect(await page()).toMatchObject({ late: null, starts: [], isMendable: true });
  expect((await page()).hold).toContain("takes the place of version 2 at once");
  expect(await signs("cro")).toEqual({ status: "proposed" });
});

test("after them neither page nor server takes a signature, and it becomes the next version with a choice of dates", async () => {
  await unguarded(
    "UPDATE agreements SET signed_at = signed_at - interval '25 hours', in_force_at = in_force_at - interval '25 hours' WHERE version = 2",
  );
  const { late, hold } = await page();
  expect(late).toMatch(/^The 24 hours for a slip of the pen are over/);
  expect(hold).toBe(late);
  await expect(signs("cmo")).rejects.toMatchObject({ code: "FROZEN_UNTIL" });
  await sendBack(signers.cmo, { version: 3, reason: "Too late for a slip of the pen" });
  const { starts } = await page();
  expect(starts).toHaveLength(3);
  await proposeOn(starts[1] ?? "");
  expect((await page()).open).toMatchObject({ corrects: null, effectiveFrom: starts[1] });
});

test("a proposal can be signed up to 14 days after its day, and then neither", async () => {
  const moved = async (days: number) => {
    const { today } = await page();
    await unguarded(`UPDATE agreements SET effective_from = '${addDays(today, -days)}' WHERE version = 3`);
  };
  await moved(15);
  expect((await page()).late).toMatch(/more than 14 days have gone since/);
  await expect(signs("cmo")).rejects.toMatchObject({ code: "NOT_FISCAL_BOUNDARY" });
  await moved(14);
  expect((await page()).late).toBeNull();
  expect(await signs("cro")).toEqual({ status: "proposed" });
});

test("who has signed and changed role signs once: the old signature no longer counts, for page and server", async () => {
  const said = async (person: { id: bigint; role: string }) => {
    const open = await withoutDeparted((await page()).open);
    return [open.signatures.length, signedWords(open, person, "CMO")];
  };
  expect(await said(signers.cro)).toEqual([1, expect.stringContaining("You have signed it, as Chief Revenue Officer")]);
  await database().pool.query("UPDATE users SET role = 'cmo' WHERE id = $1", [signers.cro.id]);
  const moved = await personOfSession(signers.cro.id, 1);
  if (!moved) throw new Error("must be signed in");
  expect(await said(moved)).toEqual([0, null]);
  const { open } = await page();
  expect(await sign(confirmed(moved, "password"), { version: 3, hash: open.hash ?? "" }, new Date())).toEqual({
    status: "proposed",
  });
  expect(await said(moved)).toEqual([1, expect.stringContaining("You have signed it, as CMO")]);
  expect(await said(signers.cmo)).toEqual([1, expect.stringMatching(/ has signed it as CMO\./)]);
});

import { beforeAll, describe, expect, test } from "vitest";
import { confirmed } from "@/lib/auth/actor";
import { readStageNames } from "@/lib/data/stage-names";
import type { StageNameText } from "@/lib/domain/stage-names";
import { startDraft } from "@/lib/services/agreement/drafts";
import { sign } from "@/lib/services/agreement/sign";
import { changeStageName, mapStageName, removeStageName } from "@/lib/services/stage-names";
import { addSigners, proposeAndSign, type Signers, standing } from "@/tests/support/agreements";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused } from "@/tests/support/settings";

const database = processDatabase();
let signers: Signers;

beforeAll(async () => {
  signers = await addSigners(database().pool);
  await startDraft(signers.vp_revops);
});

const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const stages = () => readStageNames(signers.vp_revops);
const line = (changes: Partial<StageNameText>): StageNameText => ({
  ...{ name: "Extra", stage: "pipeline", ordinal: "3", won: false, crmValue: "" },
  ...changes,
});
const map = async (changes: Partial<StageNameText>) =>
  mapStageName(signers.vp_revops, { line: line(changes), seen: (await stages()).seen });
const change = async (key: string, changes: Partial<StageNameText>) =>
  changeStageName(signers.vp_revops, { key, line: line(changes), seen: (await stages()).seen });
const remove = async (key: string) => removeStageName(signers.vp_revops, { key, seen: (await stages()).seen });

describe("while the first agreement is proposed", () => {
  beforeAll(async () => {
    await proposeAndSign(database().pool, signers, { by: ["cro", "cmo"] });
  });

  test("a new name cannot say otherwise of a place that is about to be agreed", async () => {
    await refused(() => map({ won: true }), { code: "STAGE_WON", field: "won" });
    expect((await standing(database().pool)).open?.signatures).toHaveLength(2);
  });

  test("a name that only today's table has is changed and removed there, and voids nothing", async () => {
    await map({ name: "Brand new" });
    await change("brand new", { name: "Brand new", ordinal: "4" });
    await remove("brand new");
    await refused(() => remove("brand new"), { code: "NOT_FOUND" });
    expect((await standing(database().pool)).open?.signatures).toHaveLength(2);
  });
});

describe("while an agreement is in force", () => {
  beforeAll(async () => {
    const { open } = await standing(database().pool);
    await sign(confirmed(signers.vp_revops, "password"), { version: 2, hash: open?.hash ?? "" }, new Date());
  });

  test("a new name cannot make an agreed place the won one, nor the won one another", async () => {
    const notWon = { code: "STAGE_WON", field: "won", message: expect.stringContaining('not won ("Proposal")') };
    await refused(() => map({ won: true }), notWon);
    const { names } = await stages();
    const won = names.find(({ isWon }) => isWon);
    await refused(() => map({ ordinal: String(won?.ordinal) }), { code: "STAGE_WON", field: "won" });
  });

  test("nor can a name that was added since be changed so", async () => {
    await map({});
    await refused(() => change("extra", { won: true }), { code: "STAGE_WON", field: "won" });
    await change("extra", { name: "Extra", ordinal: "98", won: true });
    expect((await stages()).names.find(({ key }) => key === "extra")).toMatchObject({ ordinal: 98, isWon: true });
  });

  test("so that a record with an unlisted name and an agreed place of its own means what was agreed", async () => {
    const deal = { external_id: "d1", account: "Acme", created_at: "2026-06-01", currency: "USD", amount: "5" };
    await ingest(database().pool, { opportunities: [deal] });
    const step = { opportunity_external_id: "d1", stage: "Legacy", stage_ordinal: "3", entered_at: "2026-06-20" };
    expect(await ingest(database().pool, { stage_history: [step] })).toEqual([]);
    const { rows } = await database().pool.query("SELECT ordinal, is_won FROM stage_history");
    expect(rows).toEqual([{ ordinal: 3, is_won: false }]);
  });
});

test("a name in use that the version being written leaves out is said to be so, with what to do", async () => {
  await remove("negotiation");
  const words = /"Negotiation" is in use today, but version 3, .* does not list it\. Keep the name in it first/;
  const refusal = { code: "CONFLICT", status: 409, message: expect.stringMatching(words) };
  await refused(() => change("negotiation", { name: "Negotiation", ordinal: "4" }), refusal);
  await refused(() => remove("negotiation"), refusal);
});

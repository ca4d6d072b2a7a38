import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import type { Role } from "@/lib/domain/roles";
import { writeBrief } from "@/lib/services/briefs";
import { agreementInForce, withoutGuards } from "@/tests/support/agreements";
import { briefText, signedBrief, today } from "@/tests/support/briefs";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
const now = new Date();

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await agreementInForce(database());
});

describe("what SQL as the app's role cannot do", () => {
  const sql = (text: string, values: unknown[] = []) => database().pool.query(text, values);
  const denied = { code: "AC002" };

  test("change a signed brief, its signatures, or bring it back", async () => {
    const id = await signedBrief(people, { vendor: "Hard Bytes" });
    for (const set of [
      "price = 1",
      "vendor = 'X'",
      "document = '{}', content_hash = sha256('{}')",
      "delivery_to = delivery_to + 1",
      "signed_at = NULL",
      "signed_at = signed_at - interval '1 day'",
    ]) {
      await expect(sql(`UPDATE buying_briefs SET ${set} WHERE id = $1`, [id]), set).rejects.toMatchObject(denied);
    }
    await expect(sql("UPDATE brief_signatures SET voided_at = now() WHERE brief_id = $1", [id])).rejects.toMatchObject(
      denied,
    );
    await expect(sql("DELETE FROM buying_briefs WHERE id = $1", [id])).rejects.toMatchObject({ code: "42501" });
    await sql("UPDATE buying_briefs SET ended_at = '2001-01-01' WHERE id = $1", [id]);
    const { rows } = await sql("SELECT ended_at > now() - interval '1 hour' AS now FROM buying_briefs WHERE id = $1", [
      id,
    ]);
    expect(rows[0].now).toBe(true);
    await expect(sql("UPDATE buying_briefs SET ended_at = NULL WHERE id = $1", [id])).rejects.toMatchObject(denied);
  });

  test("sign for somebody, sign other words, declare it signed, or write bytes that are not those of the hash", async () => {
    const id = await writeBrief(people.vp_revops, briefText({ vendor: "Forged" }), now);
    const insert = `INSERT INTO brief_signatures (brief_id, user_id, role, content_hash)
      SELECT id, $2, $3::user_role, CASE WHEN $4 THEN content_hash ELSE sha256('') END FROM buying_briefs WHERE id = $1`;
    await expect(sql(insert, [id, people.bdr.id, "cro", true])).rejects.toMatchObject(denied);
    await expect(sql(insert, [id, people.cro.id, "cro", false])).rejects.toMatchObject(denied);
    await expect(sql(insert, [id, people.vp_revops.id, "vp_revops", true])).rejects.toMatchObject({ code: "23514" });
    await expect(sql("UPDATE buying_briefs SET signed_at = now() WHERE id = $1", [id])).rejects.toMatchObject(denied);
    await expect(sql("UPDATE buying_briefs SET document = '{}' WHERE id = $1", [id])).rejects.toMatchObject({
      code: "23514",
    });
    await sql(insert, [id, people.cro.id, "cro", true]);
    await expect(sql(insert, [id, people.cro.id, "cro", true])).rejects.toMatchObject({ code: "23505" });
    // What one side has signed does not change under its hand.
    await expect(sql("UPDATE buying_briefs SET price = 1 WHERE id = $1", [id])).rejects.toMatchObject(denied);
  });

  test("have two signed briefs of a vendor for one day, or keep a batch of one that nobody signed", async () => {
    await signedBrief(people, { vendor: "Only One" });
    const id = await writeBrief(people.vp_revops, briefText({ vendor: "ONLY ONE" }), now);
    const insert = `INSERT INTO brief_signatures (brief_id, user_id, role, content_hash)
      SELECT id, $2, $3::user_role, content_hash FROM buying_briefs WHERE id = $1`;
    await sql(insert, [id, people.cro.id, "cro"]);
    await expect(sql(insert, [id, people.cmo.id, "cmo"])).rejects.toMatchObject({
      code: "23P01",
      constraint: "buying_briefs_one_signed",
    });
    await withoutGuards(database().url, (client) =>
      client.query("INSERT INTO imports (kind, file_name, source_system, via) VALUES ('leads', 'x', 'x', 'cli')"),
    );
    const batch =
      "INSERT INTO brief_batches (brief_id, import_id, received_on) SELECT $1, max(id), $2::date FROM imports";
    await expect(sql(batch, [id, today()])).rejects.toMatchObject(denied);
  });
});

import { describe, expect, it } from "vitest";
import { dateIn } from "@/lib/domain/dates";
import { validateDefinition } from "@/lib/domain/definition-validation";
import { REASONS } from "@/lib/domain/reasons";
import { DEMO_DEFINITION } from "@/prisma/seed/agreement";
import { demoCompany } from "@/prisma/seed/company";
import { ORGANISATION } from "@/prisma/seed/organisation";
import { REASON_OWNERS } from "@/prisma/seed/users";
import { byLead, field } from "@/tests/support/demo-acceptance";

const AS_OF = "2026-11-16";
const { records, users, holidays } = demoCompany(AS_OF);

describe("the records of the sample company", () => {
  it("identify themselves once", () => {
    for (const kind of ["leads", "opportunities", "touches"] as const) {
      const ids = records[kind].map((record) => record.external_id);
      expect(new Set(ids).size).toBe(ids.length);
    }
    const spend = records.spend.map(({ source, campaign, start_date }) => `${source} ${campaign} ${start_date}`);
    expect(new Set(spend).size).toBe(spend.length);
  });

  it("name nobody who exists: every address is under a reserved domain", () => {
    const addresses = [...records.leads.map((lead) => lead.email), ...users.map((user) => user.email)];
    const outside = addresses.filter(
      (address) => address !== null && !/@[a-z0-9.-]+\.(example|invalid)$/.test(String(address)),
    );
    expect(outside).toEqual([]);
    expect(records.leads.every((lead) => /^[a-z-]+\.example$/.test(field(lead, "domain")))).toBe(true);
  });

  it("tell one company per name", () => {
    const seen = new Map<string, string>();
    const changed = records.leads.filter((lead) => {
      const facts = `${lead.domain} ${lead.naics} ${lead.employees} ${lead.country}`;
      const before = seen.get(field(lead, "company")) ?? facts;
      seen.set(field(lead, "company"), facts);
      return before !== facts;
    });
    expect(changed).toEqual([]);
    expect(seen.size).toBeGreaterThan(3_000);
  });

  it("decide nothing before its hand-over, touch nothing after its decision", () => {
    const handedOver = new Map(
      records.leads.map((lead) => [field(lead, "external_id"), field(lead, "handed_over_at")]),
    );
    const outOfOrder = records.decisions.filter((decision) => {
      const start = handedOver.get(field(decision, "lead_external_id")) ?? "";
      const [decided, touched] = [field(decision, "decided_at"), field(decision, "touched_at")];
      const isTouchWrong = touched !== "" && (touched < start || touched > decided);
      return start === "" || decided <= start || isTouchWrong;
    });
    expect(outOfOrder).toEqual([]);
  });

  it("accept, reject, or accept and then reject", () => {
    const verdicts = new Set(
      [...byLead(records.decisions).values()].map((list) => list.map((decision) => decision.verdict).join(" ")),
    );
    expect(verdicts).toEqual(new Set(["accept", "reject", "accept reject"]));
  });

  it("reject with one of the five reasons, and with what it needs", () => {
    const rejected = records.decisions.filter((decision) => decision.verdict === "reject");
    expect(new Set(rejected.map((decision) => decision.reason_code))).toEqual(new Set(REASONS));
    const known = new Set([...records.opportunities, ...records.leads].map((record) => record.external_id));
    for (const { reason_code, touched_at, duplicate_of } of rejected) {
      if (reason_code === "no_intent") expect(touched_at).not.toBeNull();
      if (reason_code === "already_in_pipeline") expect(known.has(duplicate_of ?? null)).toBe(true);
    }
  });

  it("never let the sourcer of an outbound lead decide it", () => {
    const outbound = records.leads.filter((lead) => lead.source === "outbound_bdr" && lead.handed_over_at !== null);
    expect(outbound.every((lead) => lead.sourced_by !== null && lead.sourced_by !== lead.assigned_to)).toBe(true);
  });

  it("spread hand-overs over the working week", () => {
    const days = new Map<number, number>();
    for (const lead of records.leads) {
      if (lead.handed_over_at === null) continue;
      const day = new Date(
        `${dateIn(new Date(field(lead, "handed_over_at")), ORGANISATION.timeZone)}T00:00:00Z`,
      ).getUTCDay();
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    for (const day of [1, 2, 3, 4, 5]) expect(days.get(day)).toBeGreaterThan(600);
    for (const day of [0, 6]) expect(days.get(day)).toBeLessThan(200);
  });

  it("have an owner for every reason, holidays, and a valid definition", () => {
    for (const reason of REASONS)
      expect(users.some((user) => user.role === REASON_OWNERS[reason] && user.active)).toBe(true);
    expect(holidays.map(({ day }) => day)).toEqual(
      expect.arrayContaining(["2026-11-26", "2026-12-25", "2027-05-31", "2027-07-05"]),
    );
    expect(new Set(holidays.map(({ day }) => day)).size).toBe(holidays.length);
    expect(validateDefinition(JSON.parse(JSON.stringify(DEMO_DEFINITION)))).toMatchObject({ ok: true });
  });
});

describe("a later day of the week", () => {
  const thursday = demoCompany(AS_OF, "2026-11-19").records;

  it("adds the hand-overs of that week and keeps the queues of one length", () => {
    const after = thursday.leads.filter((lead) => field(lead, "handed_over_at") > `${AS_OF}T05:00:00Z`);
    expect(after.length).toBeGreaterThan(40);
    const decided = byLead(thursday.decisions);
    const open = thursday.leads.filter(
      (lead) => field(lead, "handed_over_at") > "2026-11-09T05:00:00Z" && !decided.has(field(lead, "external_id")),
    );
    for (const bdr of users.filter((user) => user.role === "bdr" && user.active)) {
      expect(open.filter((lead) => lead.assigned_to === bdr.email)).toHaveLength(15);
    }
  });
});

import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { isLegal, LANES, type Lane, STAGES, type Stage } from "@/lib/domain/lifecycle";
import type { Role } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { expireCycles } from "@/lib/jobs/expiry";
import { undo } from "@/lib/services/corrections";
import { decide } from "@/lib/services/decisions";
import { handOver } from "@/lib/services/leads";
import type { JsonRecord } from "@/lib/services/parse/records";
import { qualify } from "@/lib/services/qualification";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const NOW = new Date("2027-07-06T12:00:00Z");
const IMPORTED_AT = "2027-07-04T10:00:00Z";
let people: Record<Role, Person>;

interface Pair {
  id: string;
  lane: Lane;
  from: Stage;
  to: Stage;
}

/** One lead for every lane and pair of stages: it will stand at the first, and somebody asks for the second. */
const PAIRS: readonly Pair[] = LANES.flatMap((lane) =>
  STAGES.filter((from) => from !== (lane === "standard" ? "referred" : "mql")).flatMap((from) =>
    STAGES.map((to) => ({ id: `${lane}-${from}-${to}`, lane, from, to })),
  ),
);
const DECIDED: readonly Stage[] = ["sal", "sql", "pipeline", "rejected"];
const company = ({ id }: Pair) => `Company ${id}`;

/** Idle leads are 155 days old on the day of the first expiry, those that shall expire later 61. */
function handedOverAt({ from, to }: Pair): string {
  if (from === "expired") return "2027-02-01T14:00:00Z";
  return to === "expired" ? "2027-04-01T14:00:00Z" : "2027-06-28T14:00:00Z";
}

/** A lead that meets the definition, so that nothing but its stage stands in its way. */
const leadOf = (pair: Pair): JsonRecord => ({
  external_id: pair.id,
  source: pair.lane === "partner" ? "partner_referral" : "webinar",
  email: `${pair.id}@lead.example`,
  company: company(pair),
  title: "VP of Sales",
  country: "DE",
  naics: "541511",
  employees: 640,
  annual_revenue: "25000000",
  technologies: ["HubSpot"],
  score: "71",
  created_at: "2027-01-15",
  ...(pair.from !== "lead" && { handed_over_at: handedOverAt(pair) }),
});

const demoRequest = ({ id }: Pair): JsonRecord => ({
  external_id: `demo-${id}`,
  lead_external_id: id,
  source: "webinar",
  campaign: "Demo request",
  kind: "form",
  touched_at: "2027-07-01",
});

const verdictOf = ({ id }: Pair, verdict: "accept" | "reject", decided_at: string): JsonRecord => ({
  lead_external_id: id,
  decided_at,
  verdict,
  ...(verdict === "reject" && { reason_code: "bad_data" }),
});

const opportunityOf = (pair: Pair, stage: string, own: boolean): JsonRecord => ({
  external_id: `${own ? "own" : "account"}-${pair.id}`,
  ...(own ? { lead_external_id: pair.id } : { account: company(pair) }),
  created_at: "2027-06-30",
  amount: "30000.00",
  stage,
});

const of = (test: (pair: Pair) => boolean) => PAIRS.filter(test);

/** Brings every lead to the stage it starts from, through imports and the expiry job. */
async function prepare(): Promise<void> {
  const refused = await ingest(database().pool, {
    leads: PAIRS.map(leadOf),
    touches: of(({ from }) => from === "lead").map(demoRequest),
    decisions: of(({ from }) => DECIDED.includes(from)).map((pair) =>
      verdictOf(pair, pair.from === "rejected" ? "reject" : "accept", "2027-06-29T14:00:00Z"),
    ),
    opportunities: [
      ...of(({ from }) => from === "sql").map((pair) => opportunityOf(pair, "Discovery", true)),
      ...of(({ from }) => from === "pipeline").map((pair) => opportunityOf(pair, "Proposal", true)),
      ...of(({ to }) => to === "sql").map((pair) => opportunityOf(pair, "Discovery", false)),
    ],
  });
  expect(refused).toEqual([]);
  await expireCycles(database().prisma, new Date("2027-06-01T12:00:00Z"));
}

async function stagesOf(): Promise<Map<string, { leadId: bigint; cycleId: bigint; stage: Stage }>> {
  const { rows } = await database().pool.query(`
    SELECT l.external_id AS id, l.id AS "leadId", coalesce(c.id, 0) AS "cycleId", coalesce(c.stage::text, 'lead') AS stage
    FROM leads l LEFT JOIN cycles c ON c.lead_id = l.id`);
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** The code of a refusal, or null. What is no refusal goes on. */
async function codeOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** What a refused form answers, by the stage at which the lead stands. */
const REFUSALS: Readonly<Record<"handOver" | "decide" | "qualify", Partial<Record<Stage, string>>>> = {
  handOver: Object.fromEntries(STAGES.filter((stage) => stage !== "lead").map((stage) => [stage, "TOO_SOON"])),
  decide: {
    lead: "NOT_FOUND",
    sal: "ALREADY_DECIDED",
    sql: "ALREADY_DECIDED",
    pipeline: "ALREADY_DECIDED",
    rejected: "ALREADY_DECIDED",
    expired: "ILLEGAL_TRANSITION",
  },
  qualify: {
    lead: "NOT_FOUND",
    ...Object.fromEntries(
      ["mql", "referred", "sql", "pipeline", "rejected", "expired"].map((stage) => [stage, "ILLEGAL_TRANSITION"]),
    ),
  },
};

describe("every pair of stages", () => {
  let moves: Set<string>;
  const wrongAnswers: string[] = [];

  /** Asks for the second stage of every pair, by each service that leads there. */
  async function askForAll(): Promise<void> {
    const stages = await stagesOf();
    const asked = async (pair: Pair, service: keyof typeof REFUSALS, work: () => Promise<unknown>) => {
      const [code, expected] = [await codeOf(work), REFUSALS[service][pair.from] ?? null];
      if (code !== expected) wrongAnswers.push(`${pair.id} ${service}: ${code} instead of ${expected}`);
    };
    for (const pair of PAIRS) {
      const { leadId, cycleId } = stages.get(pair.id) ?? { leadId: 0n, cycleId: 0n };
      if (pair.to === "mql" || pair.to === "referred") {
        await asked(pair, "handOver", () => handOver(people.cmo, leadId, NOW));
      }
      if (pair.to === "sal") {
        await asked(pair, "decide", () => decide(people.bdr, { cycleId, touch: "call", verdict: "accept" }, NOW));
      }
      if (pair.to === "rejected") {
        const verdict = { verdict: "reject", reason: "bad_data" } as const;
        await asked(pair, "decide", () => decide(people.bdr, { cycleId, touch: null, ...verdict }, NOW));
      }
      if (pair.to === "sql") {
        const where = { sourceSystem: "crm", externalId: `account-${pair.id}` };
        const { id } = await database().prisma.opportunity.findFirstOrThrow({ where });
        await asked(pair, "qualify", () =>
          qualify(people.ae, { cycleId, opportunityId: id, discoveryCall: true }, NOW),
        );
      }
      if (pair.to === "lead") await codeOf(() => undo(people.vp_revops, cycleId, NOW));
    }
    await ingest(database().pool, {
      decisions: [
        ...of(({ to }) => to === "sal").map((pair) => verdictOf(pair, "accept", IMPORTED_AT)),
        ...of(({ to }) => to === "rejected").map((pair) => verdictOf(pair, "reject", IMPORTED_AT)),
      ],
      opportunities: of(({ to }) => to === "pipeline").map((pair) => opportunityOf(pair, "Proposal", true)),
    });
    await expireCycles(database().prisma, NOW);
  }

  beforeAll(async () => {
    people = await signedInPeople(database().pool);
    await prepare();
    const stages = await stagesOf();
    expect(PAIRS.filter(({ id, from }) => stages.get(id)?.stage !== from)).toEqual([]);
    const { rows } = await database().pool.query("SELECT coalesce(max(id), 0) AS last FROM lifecycle_events");
    await askForAll();
    const events = await database().pool.query(
      `SELECT l.external_id || ' ' || e.from_stage || ' ' || e.to_stage AS move
       FROM lifecycle_events e JOIN cycles c ON c.id = e.cycle_id JOIN leads l ON l.id = c.lead_id WHERE e.id > $1 AND e.kind = 'move'`,
      [rows[0]?.last],
    );
    moves = new Set(events.rows.map(({ move }) => move));
  }, 120_000);

  test("moves if it is legal, and otherwise stays", () => {
    const wrong = PAIRS.filter((pair) => {
      const moved = moves.has(`${pair.id} ${pair.from} ${pair.to}`);
      return moved !== isLegal(pair.from, pair.to, pair.lane);
    });
    expect(wrong).toEqual([]);
    expect(PAIRS.filter((pair) => moves.has(`${pair.id} ${pair.from} ${pair.to}`))).toHaveLength(14);
  });

  test("says in its own code why it stays", () => {
    expect(wrongAnswers).toEqual([]);
  });

  test("leaves every record as its events say", async () => {
    expect(await differences(database())).toEqual([]);
  });
});

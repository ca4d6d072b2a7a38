import { afterEach, beforeAll } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import type { IsoDate } from "@/lib/domain/dates";
import { REVIEW_SEATS, type ReviewSeat, type Role } from "@/lib/domain/roles";
import { seenInRoom, startTimer } from "@/lib/services/reviews/attend";
import { closeReview } from "@/lib/services/reviews/close";
import { type DecisionInput, recordDecision, takeBackDecision } from "@/lib/services/reviews/decide";
import { openReview } from "@/lib/services/reviews/open";
import type { FreshDatabase } from "./database";
import { freezeMondays } from "./frozen-mondays";
import { expectRefused, signedInPeople } from "./settings";

export const MONDAY = "2027-07-05";
export const TUESDAY = new Date("2027-07-06T14:00:00Z");
/** Both due on that Monday. */
export const KILL = "acceptance:webinar:ENT";
export const DEFUND = "cost:content_syndication";
export const HEALTHY = "acceptance:paid_search:SMB";
/** The budget of content syndication, moved. */
export const MOVED = { type: "defund", unit: DEFUND, toSource: "paid_search", amount: "12000.00" };
export const minutes = (count: number): Date => new Date(TUESDAY.getTime() + count * 60_000);

const WATCH: Omit<DecisionInput, "owner"> = {
  type: "watch",
  unit: HEALTHY,
  toSource: "",
  amount: "",
  until: "",
  action: "",
  fixSource: "",
  why: "It is near its floor.",
  dueOn: "2027-08-05",
};

/** As the owner of the database, past its guards: the reviews of one test are not there for the next, the Mondays stay. */
const FORGET = `
  SET session_replication_role = replica;
  DELETE FROM review_presence;
  DELETE FROM clock_moves WHERE decision_id IS NOT NULL;
  DELETE FROM review_decisions;
  DELETE FROM reviews;
  DELETE FROM fix_hand_overs;
  DELETE FROM fixes;
  DELETE FROM holidays;
  UPDATE users SET active = true;
  UPDATE clocks SET state = 'due', settled_on = NULL, due = opened + 30 WHERE state IN ('killed', 'defunded', 'extended')`;

/** Six frozen Mondays, the last with two clocks that are due, and the five people of its review. */
export function reviewRoom(database: () => FreshDatabase) {
  let people: Record<Role, Person>;
  beforeAll(async () => {
    people = await signedInPeople(database().pool);
    await freezeMondays(database().pool, MONDAY, 6);
  });
  const forget = async () => {
    await withClient(database().url, async (client) => {
      await client.query(FORGET);
      const roles = Object.entries(people).map(([role, { id }]) => ({ role, id: String(id) }));
      await client.query(
        "UPDATE users u SET role = p.role FROM json_to_recordset($1) AS p (role user_role, id bigint) WHERE p.id = u.id AND u.role <> p.role",
        [JSON.stringify(roles)],
      );
    });
  };
  afterEach(forget);
  const seats = (): Record<ReviewSeat, bigint | null> =>
    Object.fromEntries(REVIEW_SEATS.map((seat) => [seat, people[seat].id])) as Record<ReviewSeat, bigint>;
  interface Opening {
    actor?: Person;
    asOf?: IsoDate;
    now?: Date;
    changes?: Partial<Record<ReviewSeat, bigint | null>>;
  }
  const open = ({ actor = people.vp_revops, asOf = MONDAY, now = TUESDAY, changes = {} }: Opening = {}) =>
    openReview(actor, { asOf, seats: { ...seats(), ...changes } }, now);
  const leadersCome = async (now = TUESDAY) => {
    await seenInRoom(people.cro, MONDAY, now);
    await seenInRoom(people.cmo, MONDAY, now);
  };
  const shown = async (): Promise<bigint> =>
    (await database().pool.query("SELECT id FROM review_decisions")).rows[0]?.id ?? 0n;
  return {
    people: () => people,
    forget,
    open,
    leadersCome,
    /** Opened and started, with both leaders there. */
    async begun() {
      await open();
      await startTimer(people.head_sdr, MONDAY, TUESDAY);
      await leadersCome();
    },
    /** A watch of a healthy cell, unless `changes` say otherwise. */
    decide: (changes: Partial<DecisionInput> = {}, actor = people.cro, now = TUESDAY) =>
      recordDecision(actor, { asOf: MONDAY, ...WATCH, owner: people.head_demand_gen.id, ...changes }, now),
    /** Presses of somebody whose page shows what is recorded now. */
    close: async (actor: Person, now = TUESDAY) => closeReview(actor, { asOf: MONDAY, seen: await shown() }, now),
    takeBack: async (actor: Person, now = TUESDAY) =>
      takeBackDecision(actor, { asOf: MONDAY, seen: await shown() }, now),
    refused: (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal),
    clock: async (unit: string) =>
      (await database().pool.query("SELECT state::text, settled_on AS on, due FROM clocks WHERE unit = $1", [unit]))
        .rows[0],
  };
}

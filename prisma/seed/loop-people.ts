import { type Person, personOfSession } from "@/lib/auth/actor";
import type { Reason } from "@/lib/domain/reasons";
import { REVIEW_SEATS, type ReviewSeat } from "@/lib/domain/roles";
import type { PrismaClient } from "@/prisma/generated/client";
import type { DemoRole } from "./users";
import { REASON_OWNERS } from "./users";

/** Who acts in the loop of the sample company, as they would be signed in. */
export interface LoopPeople {
  readonly seats: Readonly<Record<ReviewSeat, Person>>;
  readonly partnerManager: Person;
  /** The named person of a reason. */
  ownerOf(reason: Reason): Person;
}

/** Throws Error when a role of the loop has nobody. */
export async function loopPeople(prisma: PrismaClient): Promise<LoopPeople> {
  const users = await prisma.user.findMany({
    where: { active: true },
    orderBy: { id: "asc" },
    select: { id: true, role: true, sessionVersion: true },
  });
  const byRole = new Map<string, Person>();
  for (const role of [...REVIEW_SEATS, "partner_manager"]) {
    const user = users.find((one) => one.role === role);
    const person = user && (await personOfSession(user.id, user.sessionVersion));
    if (!person) throw new Error(`Nobody in the sample company is ${role}.`);
    byRole.set(role, person);
  }
  const of = (role: DemoRole): Person => {
    const person = byRole.get(role);
    if (!person) throw new Error(`${role} has no part in the loop.`);
    return person;
  };
  const seats = Object.fromEntries(REVIEW_SEATS.map((seat) => [seat, of(seat)])) as Record<ReviewSeat, Person>;
  return { seats, partnerManager: of("partner_manager"), ownerOf: (reason) => of(REASON_OWNERS[reason]) };
}

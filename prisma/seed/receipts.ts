import { receiptsObject } from "@/lib/data/receipts";
import { READER_ROLES } from "@/lib/domain/coverage";
import { addDays, dateIn, instantAtOrAfter } from "@/lib/domain/dates";
import { audit } from "@/lib/services/audit";
import type { IngestOptions } from "@/lib/services/ingest";
import { prismaTx } from "@/lib/services/sql";
import type { PrismaClient } from "@/prisma/generated/client";
import { ORGANISATION } from "./organisation";

/** The first of each of these roles has not read it yet: whoever looks around as one of them finds the button. */
const LATE_ROLES = ["bdr", "ae"] as const;
/** The first of each who has read it took the three questions. */
const CHECKED = [
  { role: "bdr", score: 3 },
  { role: "head_sdr", score: 2 },
] as const;
/** Days after it came into force on a Thursday: a Friday, a Monday, a Tuesday. */
const READ_AFTER = [1, 4, 5] as const;

/**
 * Most of the sample company have read the version in force: all but one BDR and one account executive, and two took the
 * questions. Nothing while none is in force.
 */
export async function loadDemoReceipts(prisma: PrismaClient, actor: IngestOptions["actor"]): Promise<void> {
  const current = await prisma.agreement.findFirst({
    where: { status: "in_force" },
    select: { version: true, inForceAt: true },
  });
  if (!current?.inForceAt) return;
  const { version: agreementVersion, inForceAt } = current;
  const people = await prisma.user.findMany({
    where: { active: true, role: { in: [...READER_ROLES] } },
    orderBy: { id: "asc" },
    select: { id: true, role: true },
  });
  const late = LATE_ROLES.map((name) => people.find(({ role }) => role === name)?.id);
  const readers = people.filter(({ id }) => !late.includes(id));
  const day = dateIn(inForceAt, ORGANISATION.timeZone);
  const readAt = (index: number): Date => {
    const after = READ_AFTER[index % READ_AFTER.length] ?? 1;
    return instantAtOrAfter(addDays(day, after), 550 + 23 * index, ORGANISATION.timeZone);
  };
  const receipts = readers.map(({ id }, index) => ({ agreementVersion, userId: id, readAt: readAt(index) }));
  const checks = CHECKED.flatMap(({ role, score }) => {
    const receipt = receipts[readers.findIndex((person) => person.role === role)];
    return receipt ? [{ agreementVersion, userId: receipt.userId, score, takenAt: receipt.readAt }] : [];
  });
  await prisma.$transaction(async (tx) => {
    await tx.agreementReceipt.createMany({ data: receipts });
    await tx.readingCheck.createMany({ data: checks });
    const after = { read: receipts.length, checked: checks.length };
    const object = receiptsObject(agreementVersion);
    await audit(prismaTx(tx), { actor, action: "demo.receipts", object, after, agreementVersion });
  });
}

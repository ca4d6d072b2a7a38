import "server-only";
import { type Actor, authorize, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { mayOwn } from "@/lib/domain/owners";
import { joinWords } from "@/lib/domain/phrases";
import { REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import type { Role } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import type { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { prismaTx } from "./sql";

export interface NewPerson {
  email: string;
  name: string;
  role: Role;
  /** From hashPassword (lib/auth/passwords.ts); null: they can only come through an outside provider. */
  passwordHash: string | null;
}

const EMAIL = /^[\x21-\x3f\x41-\x7e]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/;

/** The address as it is stored. Throws AppError EMAIL_INVALID; look-alike letters of other alphabets are refused. */
export function personEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length <= 254 && EMAIL.test(email) && !email.includes("..")) return email;
  throw new AppError("EMAIL_INVALID", { field: "email", message: "Enter one e-mail address, such as jo@example.com." });
}

/** The name as it is stored. Throws AppError NAME_REQUIRED. */
export function personName(text: string): string {
  const name = text.normalize("NFC").trim().replace(/\s+/gu, " ");
  if (name.length >= 1 && name.length <= 100 && !/[\p{Cc}\p{Cf}]/u.test(name)) return name;
  throw new AppError("NAME_REQUIRED", { field: "name", message: "Enter the person's name, up to 100 characters." });
}

function isTaken(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "P2002";
}

/** Adds an account. Throws AppError FORBIDDEN, EMAIL_INVALID, NAME_REQUIRED, EMAIL_TAKEN. */
export async function createPerson(actor: Actor, input: NewPerson): Promise<bigint> {
  await authorize(actor, "people.manage", "people");
  const data = { ...input, email: personEmail(input.email), name: personName(input.name) };
  try {
    return await db().$transaction(async (tx) => {
      const { id } = await tx.user.create({ data, select: { id: true } });
      await claimLeads(tx, id, data);
      const { passwordHash, ...after } = data;
      const action = "person.create";
      await audit(prismaTx(tx), {
        actor,
        action,
        object: `user:${id}`,
        after: { ...after, password: passwordHash !== null },
      });
      return id;
    });
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new AppError("EMAIL_TAKEN", {
      field: "email",
      message: `${data.email} has an account already. Change that one, or enable it again.`,
    });
  }
}

/**
 * Open leads that named this address before it had an account: those assigned to it become the person's, if they may own
 * any, and those that they sourced are not theirs to decide (product.md A5, A10).
 */
async function claimLeads(
  tx: Prisma.TransactionClient,
  id: bigint,
  { email, role }: Pick<NewPerson, "email" | "role">,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE cycles c SET assigned_id = CASE WHEN l.assigned_to = ${email} AND ${mayOwn(role)} THEN coalesce(c.assigned_id, ${id}) ELSE c.assigned_id END,
      sourced_by_id = CASE WHEN l.sourced_by = ${email} THEN coalesce(c.sourced_by_id, ${id}) ELSE c.sourced_by_id END
    FROM leads l WHERE l.id = c.lead_id AND c.stage IN ('mql', 'referred') AND ${email} IN (l.assigned_to, l.sourced_by)`;
}

const STATE = { name: true, role: true, active: true } as const;
type State = Prisma.UserGetPayload<{ select: typeof STATE }>;

/**
 * All active admins, locked until the end of the transaction in one order: two admins cannot take each other's role
 * at the same moment.
 */
async function lockAdmins(tx: Prisma.TransactionClient): Promise<bigint[]> {
  const admins = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM users WHERE role = 'admin' AND active ORDER BY id FOR UPDATE`;
  return admins.map(({ id }) => id);
}

/** Refuses the change that would leave nobody to manage people. Throws AppError LAST_ADMIN. */
function keepOneAdmin(admins: bigint[], id: bigint, after: State): void {
  const isOnly = admins.length === 1 && admins[0] === id;
  if (!isOnly || (after.active && after.role === "admin")) return;
  throw new AppError("LAST_ADMIN", {
    message: "This is the last active admin. Make somebody else an admin first, so that accounts can still be managed.",
  });
}

/**
 * A CFO or CEO owns nothing (product.md, People): who becomes one gives up reasons, tools, fixes and open leads first. The account is
 * locked, so that nobody names them meanwhile; the database refuses it too (users_guard). Throws AppError STILL_OWNER.
 */
async function ownsNothing(tx: Prisma.TransactionClient, id: bigint, { name, role }: State): Promise<void> {
  if (mayOwn(role)) return;
  const [owned] = await tx.$queryRaw<{ reasons: Reason[]; tools: string[]; fixes: number; leads: number }[]>`
    SELECT (SELECT coalesce(array_agg(reason::text ORDER BY reason), '{}') FROM reason_owners WHERE user_id = ${id} AND until IS NULL) AS reasons,
      (SELECT coalesce(array_agg(name ORDER BY id), '{}') FROM stack_tools WHERE owner_id = ${id} AND active) AS tools,
      (SELECT count(*)::int FROM fixes WHERE owner_id = ${id} AND closed_on IS NULL) AS fixes,
      (SELECT count(*)::int FROM cycles WHERE assigned_id = ${id} AND stage IN ('mql', 'referred')) AS leads`;
  const { reasons = [], tools = [], fixes = 0, leads = 0 } = owned ?? {};
  const owns = [
    ...reasons.map((reason) => `the reason ${REASON_TEXTS[reason].label}`),
    ...tools.map((tool) => `the tool ${tool}`),
    ...(fixes > 0 ? [fixes === 1 ? "1 open fix" : `${fixes} open fixes`] : []),
    ...(leads > 0 ? [leads === 1 ? "1 open lead" : `${leads} open leads`] : []),
  ];
  if (owns.length === 0) return;
  const cures = [
    ...(reasons.length + tools.length > 0 ? ["let VP RevOps name another owner"] : []),
    ...(fixes > 0 ? ["hand the fixes over or close them"] : []),
    ...(leads > 0 ? ["let the head of SDR give the leads to somebody else"] : []),
  ];
  throw new AppError("STILL_OWNER", {
    field: "role",
    message: `A ${role.toUpperCase()} account can own nothing, and ${name} owns ${joinWords(owns, "and")}. First ${joinWords(cures, "and")}, then change the role.`,
    details: { reasons, tools, fixes, leads },
  });
}

interface Change {
  action: string;
  data: Partial<State> & { passwordHash?: string };
}

/** Changes an account, voids its sessions from the next request on, and writes it down. */
async function change(actor: Actor, id: bigint, { action, data }: Change): Promise<void> {
  await db().$transaction(async (tx) => {
    const admins = await lockAdmins(tx);
    await tx.$queryRaw`SELECT id FROM users WHERE id = ${id} FOR UPDATE`;
    const before = await tx.user.findUnique({ where: { id }, select: STATE });
    if (!before) throw new AppError("NOT_FOUND", { message: "There is no such person. Reload the page." });
    const { passwordHash, ...state } = data;
    const after = { ...before, ...state };
    keepOneAdmin(admins, id, after);
    if (data.role) await ownsNothing(tx, id, after);
    await tx.user.update({ where: { id }, data: { ...data, sessionVersion: { increment: 1 } }, select: { id: true } });
    await audit(prismaTx(tx), { actor, action, object: `user:${id}`, before, after });
  });
}

/**
 * Gives a person another role, from their next click on.
 * @throws AppError FORBIDDEN, NOT_FOUND, LAST_ADMIN, STILL_OWNER (who becomes CFO or CEO owns nothing)
 */
export async function changeRole(actor: Actor, id: bigint, role: Role): Promise<void> {
  await authorize(actor, "people.manage", `user:${id}`);
  await change(actor, id, { action: "person.change_role", data: { role } });
}

/** Corrects a name. Throws AppError FORBIDDEN, NOT_FOUND, NAME_REQUIRED. */
export async function rename(actor: Actor, id: bigint, name: string): Promise<void> {
  await authorize(actor, "people.manage", `user:${id}`);
  await change(actor, id, { action: "person.rename", data: { name: personName(name) } });
}

/** Closes an account and all its sessions, or opens it again. Throws AppError FORBIDDEN, NOT_FOUND, LAST_ADMIN. */
export async function setActive(actor: Actor, id: bigint, active: boolean): Promise<void> {
  await authorize(actor, "people.manage", `user:${id}`);
  await change(actor, id, { action: active ? "person.enable" : "person.disable", data: { active } });
}

/** Replaces a password and ends all sessions of the account. Throws AppError FORBIDDEN, NOT_FOUND. */
export async function setPassword(actor: Actor, id: bigint, passwordHash: string): Promise<void> {
  await authorize(actor, "people.manage", `user:${id}`);
  await change(actor, id, { action: "person.set_password", data: { passwordHash } });
}

/** The account with this address. Throws AppError NOT_FOUND. */
export async function personOfEmail(text: string): Promise<bigint> {
  const user = await db().user.findUnique({ where: { email: personEmail(text) }, select: { id: true } });
  if (user) return user.id;
  throw new AppError("NOT_FOUND", { field: "email", message: "No account has this e-mail address." });
}

/** Signs a person out everywhere, from the next request on. */
export async function endSessions(person: Person): Promise<void> {
  await db().$transaction(async (tx) => {
    const data = { sessionVersion: { increment: 1 } };
    await tx.user.update({ where: { id: person.id }, data, select: { id: true } });
    await audit(prismaTx(tx), { actor: person, action: "person.sign_out", object: `user:${person.id}` });
  });
}

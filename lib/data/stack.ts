import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { type Layer, type ModelRecord, type RetrainFlag, retrainFlagsOf } from "@/lib/domain/stack";
import { Prisma } from "@/prisma/generated/client";
import { lastSeen } from "./changes";
import type { Reader } from "./reader";

/** As the audit log names the registry. */
export const STACK_OBJECT = "stack";

export interface StackTool {
  id: string;
  layer: Layer;
  name: string;
  vendor: string;
  yearlyCost: string;
  currency: string;
  renewsOn: IsoDate;
  owner: { id: string; name: string; isActive: boolean };
  active: boolean;
}

function fetchTools(reader: Reader): Promise<StackTool[]> {
  return reader.$queryRaw<StackTool[]>`
    SELECT t.id::text, t.layer::text, t.name, t.vendor, t.yearly_cost::text AS "yearlyCost", t.currency, t.renews_on::text AS "renewsOn",
      json_build_object('id', u.id::text, 'name', u.name, 'isActive', u.active) AS owner, t.active
    FROM stack_tools t JOIN users u ON u.id = t.owner_id ORDER BY t.layer, t.active DESC, t.id`;
}

interface ModelRow extends ModelRecord {
  /** Of the freeze of the agreement in force, or of the version that it corrects. */
  holds: boolean;
}

/** Versions of models in the order in which they became known, whatever their tool is called by now. */
function fetchModels(reader: Reader, where = Prisma.sql`true`): Promise<ModelRow[]> {
  return reader.$queryRaw<ModelRow[]>`
    SELECT coalesce(t.name, m.vendor) AS tool, m.model_version AS "modelVersion", m.retrained_on::text AS "retrainedOn",
      m.recorded_at AS "recordedAt", CASE WHEN m.agreement_version IS NOT NULL THEN
        json_build_object('agreementVersion', m.agreement_version, 'until', m.frozen_until::text) END AS frozen,
      coalesce(agreement_root(m.agreement_version) = (SELECT agreement_root(version) FROM agreements WHERE status = 'in_force'), false) AS holds
    FROM score_models m LEFT JOIN LATERAL (
      SELECT name FROM stack_tools WHERE layer = 'scoring' AND m.vendor_key = ANY (known_as) ORDER BY active DESC, id DESC LIMIT 1
    ) AS t ON true
    WHERE ${where} ORDER BY m.recorded_at, m.id`;
}

/** Until when the agreement in force is frozen; null while nothing is in force. */
async function fetchFrozenUntil(reader: Reader): Promise<IsoDate | null> {
  const [row] = await reader.$queryRaw<{ until: IsoDate }[]>`
    SELECT frozen_until::text AS until FROM agreements WHERE status = 'in_force'`;
  return row?.until ?? null;
}

/**
 * Retrains of the scoring model inside the freeze of the agreement in force, earliest first (product.md C13); no gate. The
 * Monday page says them beside its figures: scores before and after are not of one measure. Those of earlier freezes stay on
 * the page of the stack.
 */
export async function retrainFlags(reader: Reader = db()): Promise<RetrainFlag[]> {
  const [models, [organisation]] = await Promise.all([
    fetchModels(reader, Prisma.sql`m.agreement_version IS NOT NULL`),
    reader.$queryRaw<{ zone: string }[]>`SELECT time_zone AS zone FROM organisation`,
  ]);
  const now = models.filter(({ holds }) => holds);
  return organisation ? retrainFlagsOf(now, organisation.zone) : [];
}

export interface StackPage {
  tools: StackTool[];
  models: ModelRecord[];
  /** Of every freeze there was. */
  flags: RetrainFlag[];
  /** Until when the attribution tool is locked; null: it is not. */
  lockedUntil: IsoDate | null;
  today: IsoDate;
}

/** The registry with all models that scores came from. Throws AppError FORBIDDEN. */
export async function readStack(actor: Actor, zone: string, now: Date): Promise<StackPage> {
  await authorize(actor, "agreement.read", STACK_OBJECT);
  const [tools, models, until] = await Promise.all([fetchTools(db()), fetchModels(db()), fetchFrozenUntil(db())]);
  const today = dateIn(now, zone);
  const lockedUntil = until !== null && until > today ? until : null;
  return { tools, models, flags: retrainFlagsOf(models, zone), lockedUntil, today };
}

/** Who may own a tool: everybody active but CFO and CEO. */
export interface ToolOwner {
  id: string;
  name: string;
  role: Role;
}

/** What the form needs beside the registry. Throws AppError FORBIDDEN. */
export async function readStackForm(actor: Actor): Promise<{ owners: ToolOwner[]; seen: bigint }> {
  await authorize(actor, "settings.edit", STACK_OBJECT);
  const [owners, seen] = await Promise.all([
    db().$queryRaw<ToolOwner[]>`
      SELECT id::text, name, role::text FROM users WHERE active AND NOT never_owns(role) ORDER BY name, id`,
    lastSeen(STACK_OBJECT),
  ]);
  return { owners, seen };
}

import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import {
  type Freeze,
  type Layer,
  type ModelRecord,
  type RetrainFlag,
  retrainsInside,
  scorerKeys,
} from "@/lib/domain/stack";
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

/** Models of the scoring tool in use, in the order in which they became known. */
async function fetchModels(reader: Reader): Promise<{ tool: string; records: ModelRecord[] } | null> {
  const [tool] = await reader.$queryRaw<{ name: string; vendor: string }[]>`
    SELECT name, vendor FROM stack_tools WHERE layer = 'scoring' AND active`;
  if (!tool) return null;
  const records = await reader.$queryRaw<ModelRecord[]>`
    SELECT model_version AS "modelVersion", retrained_on::text AS "retrainedOn", recorded_at AS "recordedAt"
    FROM score_models WHERE vendor_key = ANY (${[...scorerKeys(tool)]}::text[]) ORDER BY recorded_at, id`;
  return { tool: tool.name, records };
}

interface FreezeRow extends Freeze {
  zone: string;
  version: number;
}

/** The freeze of the agreement in force; null while nothing is in force. */
async function fetchFreeze(reader: Reader): Promise<FreezeRow | null> {
  const [row] = await reader.$queryRaw<FreezeRow[]>`
    SELECT a.version, (a.in_force_at AT TIME ZONE o.time_zone)::date::text AS "from", a.frozen_until::text AS until, o.time_zone AS zone
    FROM agreements a CROSS JOIN organisation o WHERE a.status = 'in_force'`;
  return row ?? null;
}

export interface FlaggedRetrain extends RetrainFlag {
  tool: string;
  agreementVersion: number;
  frozenUntil: IsoDate;
}

/**
 * Retrains of the scoring model inside the freeze of the agreement in force, earliest first (product.md C13); no gate. The
 * Monday page says them beside its figures: scores before and after are not of one measure.
 */
export async function retrainFlags(reader: Reader = db()): Promise<FlaggedRetrain[]> {
  const [models, freeze] = await Promise.all([fetchModels(reader), fetchFreeze(reader)]);
  if (!models || !freeze) return [];
  return retrainsInside(models.records, freeze, freeze.zone).map((flag) => ({
    ...flag,
    tool: models.tool,
    agreementVersion: freeze.version,
    frozenUntil: freeze.until,
  }));
}

export interface StackPage {
  tools: StackTool[];
  models: ModelRecord[];
  flags: FlaggedRetrain[];
  /** Until when the attribution tool is locked; null: it is not. */
  lockedUntil: IsoDate | null;
  today: IsoDate;
}

/** The registry with the models of its scoring tool. Throws AppError FORBIDDEN. */
export async function readStack(actor: Actor, zone: string, now: Date): Promise<StackPage> {
  await authorize(actor, "agreement.read", STACK_OBJECT);
  const [tools, models, flags, freeze] = await Promise.all([
    fetchTools(db()),
    fetchModels(db()),
    retrainFlags(db()),
    fetchFreeze(db()),
  ]);
  const today = dateIn(now, zone);
  const lockedUntil = freeze && freeze.until > today ? freeze.until : null;
  return { tools, models: models?.records ?? [], flags, lockedUntil, today };
}

/** Who may own a tool: everybody active but the CFO. */
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
      SELECT id::text, name, role::text FROM users WHERE active AND role <> 'cfo' ORDER BY name, id`,
    lastSeen(STACK_OBJECT),
  ]);
  return { owners, seen };
}

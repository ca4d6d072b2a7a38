import { STACK_OBJECT } from "@/lib/data/stack";
import { vendorKey } from "@/lib/domain/briefs";
import { addDays, type IsoDate, startOfDay } from "@/lib/domain/dates";
import { type Layer, scorerKeys } from "@/lib/domain/stack";
import { audit } from "@/lib/services/audit";
import type { IngestOptions } from "@/lib/services/ingest";
import { prismaTx } from "@/lib/services/sql";
import { Prisma, type PrismaClient } from "@/prisma/generated/client";
import { ORGANISATION } from "./organisation";
import type { Scene } from "./scene";
import type { DemoRole } from "./users";

/** Whom every score of the sample company comes from. */
export const SCORE_VENDOR = "6sense";

const firstOfMonth = (day: IsoDate): IsoDate => `${day.slice(0, 7)}-01`;

interface DemoModel {
  readonly version: string;
  readonly retrainedOn: IsoDate;
}

/** The model before the agreement was signed, and the one that came six to ten weeks ago: a retrain inside the freeze. */
export function demoModels({ asOf }: Pick<Scene, "asOf">): readonly [first: DemoModel, second: DemoModel] {
  const model = (daysAgo: number): DemoModel => {
    const retrainedOn = firstOfMonth(addDays(asOf, -daysAgo));
    return { version: retrainedOn.slice(0, 7), retrainedOn };
  };
  return [model(410), model(45)];
}

interface DemoTool {
  readonly layer: Layer;
  readonly name: string;
  readonly vendor: string;
  readonly yearlyCost: string;
  /** Days after the Monday that is looked at. */
  readonly renewsInDays: number;
  readonly owner: DemoRole;
  readonly active: boolean;
}

const TOOLS: readonly DemoTool[] = [
  tool("scoring", "6sense Predictive", SCORE_VENDOR, "165000.00", 45, "vp_revops"),
  { ...tool("scoring", "MadKudu Scoring", "MadKudu", "62000.00", -290, "vp_revops"), active: false },
  tool("attribution", "Dreamdata", "Dreamdata", "54000.00", 212, "head_demand_gen"),
  tool("crm", "Sales Cloud", "Salesforce", "47520.00", 131, "head_sdr"),
  tool("warehouse", "Snowflake", "Snowflake", "78000.00", 288, "vp_revops"),
];

function tool(
  layer: Layer,
  name: string,
  vendor: string,
  yearlyCost: string,
  renewsInDays: number,
  owner: DemoRole,
): DemoTool {
  return { layer, name, vendor, yearlyCost, renewsInDays, owner, active: true };
}

/** The stack of the sample company and the models of its scoring tool, before scores come in. */
export async function registerDemoStack(
  prisma: PrismaClient,
  scene: Scene,
  actor: IngestOptions["actor"],
): Promise<void> {
  await prisma.$transaction(async (client) => {
    const tx = prismaTx(client);
    for (const { layer, name, vendor, yearlyCost, renewsInDays, owner, active } of TOOLS) {
      await tx.rows(Prisma.sql`
        INSERT INTO stack_tools (layer, name, vendor, yearly_cost, currency, renews_on, owner_id, active, known_as)
        SELECT ${layer}::stack_layer, ${name}, ${vendor}, ${yearlyCost}::numeric, 'USD', ${addDays(scene.asOf, renewsInDays)}::date, id, ${active},
          ${[...scorerKeys({ name, vendor })]}::text[]
        FROM users WHERE role = ${owner}::user_role AND active ORDER BY id LIMIT 1`);
    }
    for (const { version, retrainedOn } of demoModels(scene)) {
      const seenAt = startOfDay(addDays(retrainedOn, 2), ORGANISATION.timeZone);
      await tx.rows(Prisma.sql`
        INSERT INTO score_models (vendor, vendor_key, model_version, retrained_on, evidence, recorded_at)
        VALUES (${SCORE_VENDOR}, ${vendorKey(SCORE_VENDOR)}, ${version}, NULL, 'import', ${seenAt}),
          (${SCORE_VENDOR}, ${vendorKey(SCORE_VENDOR)}, ${version}, ${retrainedOn}::date, 'entered', ${startOfDay(addDays(retrainedOn, 3), ORGANISATION.timeZone)})`);
    }
    const after = { tools: TOOLS.map(({ name }) => name), models: demoModels(scene).map(({ version }) => version) };
    await audit(tx, { actor, action: "stack.set_up", object: STACK_OBJECT, after });
  });
}

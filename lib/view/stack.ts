import type { IsoDate } from "@/lib/domain/dates";
import { dateIn } from "@/lib/domain/dates";
import { LAYER_TEXTS, LAYERS, type Layer, type ModelRecord, type RetrainFlag, renewalWords } from "@/lib/domain/stack";
import { dateWithYear } from "@/lib/view/dates";
import { exactMoney } from "@/lib/view/monday/labels";

export interface ToolInput {
  readonly id: string;
  readonly layer: Layer;
  readonly name: string;
  readonly vendor: string;
  readonly yearlyCost: string;
  readonly currency: string;
  readonly renewsOn: IsoDate;
  readonly owner: { readonly id: string; readonly name: string; readonly isActive: boolean };
  readonly active: boolean;
}

function toolLine(tool: ToolInput, today: IsoDate, lockedUntil: IsoDate | null) {
  const isLocked = tool.layer === "attribution" && tool.active && lockedUntil !== null;
  return {
    id: tool.id,
    name: tool.name,
    vendor: tool.vendor === tool.name ? null : tool.vendor,
    cost: `${exactMoney(tool.yearlyCost)} ${tool.currency} a year`,
    renews: dateWithYear(tool.renewsOn),
    soon: tool.active ? renewalWords(tool.renewsOn, today) : null,
    owner: tool.owner.name,
    isOwnerGone: tool.active && !tool.owner.isActive,
    isActive: tool.active,
    isLocked,
    lock: isLocked ? `locked until ${dateWithYear(lockedUntil)}` : null,
  };
}

export type ToolLine = ReturnType<typeof toolLine>;

export interface LayerModel {
  readonly layer: Layer;
  readonly label: string;
  readonly what: string;
  readonly tools: readonly ToolLine[];
}

/** The four layers in their order, each with its tools, those in use first. */
export function stackLayers(
  tools: readonly ToolInput[],
  { today, lockedUntil }: { today: IsoDate; lockedUntil: IsoDate | null },
): LayerModel[] {
  return LAYERS.map((layer) => ({
    layer,
    ...LAYER_TEXTS[layer],
    tools: tools.filter((tool) => tool.layer === layer).map((tool) => toolLine(tool, today, lockedUntil)),
  }));
}

/** The registry in a sentence. */
export function stackTitle(tools: readonly ToolInput[]): string {
  const name = (layer: Layer) => tools.find((tool) => tool.layer === layer && tool.active)?.name;
  const [scoring, attribution] = [name("scoring"), name("attribution")];
  if (!scoring && !attribution) return "No scoring and no attribution tool is registered yet.";
  const scores = scoring ? `Every score comes from ${scoring}` : "No scoring tool is registered";
  return `${scores}; ${attribution ? `credit is read from ${attribution}` : "no attribution tool is registered"}.`;
}

export interface ModelLine {
  readonly version: string;
  readonly seen: string;
  readonly retrained: string;
  readonly isFlagged: boolean;
}

/** Versions of the scoring model, the latest first: when scores first named them, and the retrains that were entered. */
export function modelLines(records: readonly ModelRecord[], flags: readonly RetrainFlag[], zone: string): ModelLine[] {
  const versions = [...new Set(records.map(({ modelVersion }) => modelVersion))].reverse();
  return versions.map((version) => {
    const own = records.filter(({ modelVersion }) => modelVersion === version);
    const seen = own.find(({ retrainedOn }) => retrainedOn === null);
    const entered = own.flatMap(({ retrainedOn }) => (retrainedOn === null ? [] : [dateWithYear(retrainedOn)]));
    return {
      version,
      seen: seen ? dateWithYear(dateIn(seen.recordedAt, zone)) : "—",
      retrained: entered.join(", ") || "—",
      isFlagged: flags.some((flag) => flag.modelVersion === version),
    };
  });
}

/** "6sense Predictive was retrained inside the freeze: model 2026-09 on 1 Sep 2026. Scores before and after …". */
export function flagWords(
  flag: RetrainFlag & { tool: string; agreementVersion: number; frozenUntil: IsoDate },
): string {
  const how = flag.how === "entered" ? "was retrained" : "came with scores";
  return `Model ${flag.modelVersion} of ${flag.tool} ${how} on ${dateWithYear(flag.on)}, inside the freeze of agreement v${flag.agreementVersion} until ${dateWithYear(flag.frozenUntil)}: scores before and after are not of one measure.`;
}

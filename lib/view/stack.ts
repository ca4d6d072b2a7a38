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
  readonly key: string;
  readonly version: string;
  /** Whose model it is, where it is not of the scoring tool in use. */
  readonly of: string | null;
  readonly seen: string;
  readonly retrained: string;
  readonly flag: string | null;
}

/** A version, whatever else bears its name. */
const modelKey = ({ tool, modelVersion }: Pick<ModelRecord, "tool" | "modelVersion">): string =>
  JSON.stringify([tool, modelVersion]);

/** Versions of scoring models, the latest first: when scores first named them, and the retrains that were entered. */
export function modelLines(
  {
    tools,
    models,
    flags,
  }: { tools: readonly ToolInput[]; models: readonly ModelRecord[]; flags: readonly RetrainFlag[] },
  zone: string,
): ModelLine[] {
  const inUse = tools.find(({ layer, active }) => layer === "scoring" && active)?.name;
  const latestFirst = [...new Map(models.map((model) => [modelKey(model), model])).entries()].reverse();
  return latestFirst.map(([key, { tool, modelVersion: version }]) => {
    const own = models.filter((model) => modelKey(model) === key);
    const seen = own.find(({ retrainedOn }) => retrainedOn === null);
    const entered = own.flatMap(({ retrainedOn }) => (retrainedOn === null ? [] : [dateWithYear(retrainedOn)]));
    const frozen = flags.filter((flag) => modelKey(flag) === key).map((flag) => `v${flag.agreementVersion}`);
    return {
      key,
      version,
      of: tool === inUse ? null : tool,
      seen: seen ? dateWithYear(dateIn(seen.recordedAt, zone)) : "—",
      retrained: entered.join(", ") || "—",
      flag: frozen.length > 0 ? `inside the freeze of ${frozen.join(", ")}` : null,
    };
  });
}

/** "Model 2026-09 of 6sense was retrained on 1 Sep 2026, inside the freeze of agreement v2 until …: scores before and after …". */
export function flagWords(flag: RetrainFlag): string {
  const how = flag.how === "entered" ? "was retrained" : "came with scores";
  return `Model ${flag.modelVersion} of ${flag.tool} ${how} on ${dateWithYear(flag.on)}, inside the freeze of agreement v${flag.agreementVersion} until ${dateWithYear(flag.frozenUntil)}: scores before and after are not of one measure.`;
}

/** Every flag in words, each with a key. */
export function flagLines(flags: readonly RetrainFlag[]): { key: string; words: string }[] {
  return flags.map((flag) => ({ key: `${modelKey(flag)} ${flag.frozenUntil}`, words: flagWords(flag) }));
}

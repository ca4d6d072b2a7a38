import { type AgreementDocument, MODEL } from "@/lib/domain/agreement-document";
import { describe } from "@/lib/domain/definition";
import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import { countedWords, timeWords } from "@/lib/domain/one-page/rules";
import { groupDigits } from "@/lib/domain/phrases";
import { REQUIRED_FIELDS } from "@/lib/domain/required-data";
import type { Segment, SegmentBounds } from "@/lib/domain/segments";
import { DEFAULT_POLICY, SPEND_POLICIES } from "@/lib/domain/spend-policy";
import { STAGE_LABELS } from "@/lib/domain/stage-names";
import { dateWithYear } from "@/lib/view/dates";
import { labelsOf } from "@/lib/view/monday/labels";

/** One thing that is agreed, in words; `key` is the same in every version that has it. */
export interface AgreedLine {
  readonly key: string;
  readonly label: string;
  readonly words: string;
}

export interface AgreedPart {
  readonly title: string;
  readonly lines: readonly AgreedLine[];
}

/** What the words name besides the document itself. */
export interface Names {
  source(code: string): string;
  segment(code: Segment): string;
  readonly currency: string;
  /** Codes of the sources in their order. */
  readonly sources: readonly string[];
}

/** Names as RevOps wrote them. */
export function namesOf(
  sources: readonly SourceSetting[],
  segments: readonly SegmentSetting[],
  currency: string,
): Names {
  return { ...labelsOf(sources, segments), currency, sources: sources.map(({ code }) => code) };
}

const line = (key: string, label: string, words: string): AgreedLine => ({ key, label, words });

function definitionLines({ definition }: AgreementDocument): AgreedLine[] {
  const score = line("score", "Third-party score", `above ${definition.score_above}`);
  return [score, ...describe(definition).map(({ key, label, words }) => line(`definition.${key}`, label, words))];
}

function dataLine({ requiredData }: AgreementDocument): AgreedLine {
  const labels = REQUIRED_FIELDS.filter(({ field }) => requiredData.includes(field)).map(({ label }) => label);
  return line("data", "A lead carries", labels.length > 0 ? labels.join(", ") : "nothing besides the eight fields");
}

function floorLines({ terms }: AgreementDocument, names: Names): AgreedLine[] {
  return terms.floors.map(({ source, segment, percent }) => {
    const label = segment === null ? names.source(source) : `${names.source(source)}, ${names.segment(segment)}`;
    return line(`floor.${source}.${segment ?? ""}`, label, `${percent} %`);
  });
}

function limitLines({ terms }: AgreementDocument, { currency }: Names): AgreedLine[] {
  const band = `${currency} ${groupDigits(terms.acvMin)} to ${groupDigits(terms.acvMax)}`;
  return [
    line("cap", "Rejection cap", `${terms.rejectionCap} %`),
    line("pipeline", "MQL → pipeline floor", `${terms.pipelineFloor} %`),
    line("cost", "Cost line", `${currency} ${terms.costLine} per pipeline dollar`),
    line("band", "ACV band", band),
    line("n", "Minimum n", `${terms.minimumN} cycles`),
  ];
}

function modelLines({ terms }: AgreementDocument): AgreedLine[] {
  return [
    line("model", "Model", `${MODEL}, ${terms.weights.join(" / ")} %`),
    line("lookback", "Lookback", `${terms.lookbackDays} days before the won date`),
  ];
}

function slaLines({ terms, workingTime, organisation }: AgreementDocument): AgreedLine[] {
  return [
    line("decision", "Decision SLA", `${terms.decisionDays} business days from the hand-over`),
    line("follow_up", "Follow-up SLA", `first touch within ${terms.followUpHours} business hours`),
    line("time", "Working time", timeWords(workingTime)),
    line("counted", "Counted in", `${countedWords(organisation)}, amounts in ${organisation.currency}`),
  ];
}

function spendLines({ spendPolicy }: AgreementDocument, names: Names): AgreedLine[] {
  const sources = names.sources.filter((source) => Object.hasOwn(spendPolicy, source));
  return sources.map((source) => {
    const code = spendPolicy[source] ?? DEFAULT_POLICY;
    const policy = SPEND_POLICIES.find((one) => one.code === code);
    return line(`spend.${source}`, names.source(source), policy ? `${policy.label}: ${policy.words}` : code);
  });
}

/** "1 to 199 employees". */
export function boundsWords({ minEmployees, maxEmployees }: SegmentBounds): string {
  if (minEmployees === null && maxEmployees === null) return "size unknown";
  const from = groupDigits(String(minEmployees ?? 0));
  return maxEmployees === null
    ? `${from} employees and more`
    : `${from} to ${groupDigits(String(maxEmployees))} employees`;
}

function translationLines({ translation }: AgreementDocument): AgreedLine[] {
  return translation.map(({ key, name, stage, ordinal, is_won, crm_value }) => {
    const label = STAGE_LABELS[stage as keyof typeof STAGE_LABELS] ?? stage;
    const place = ordinal === null ? "" : `, place ${ordinal}`;
    const crm = crm_value === null ? "" : `, in the CRM “${crm_value}”`;
    return line(`stage.${key}`, name, `${label}${place}${is_won ? ", won" : ""}${crm}`);
  });
}

/** All that a version says, in words and numbers, in the order of the page; parts without a line are left out. */
export function agreedParts(document: AgreementDocument, names: Names): AgreedPart[] {
  const { effectiveFrom, corrects, segments } = document;
  const from =
    corrects !== null ? `with the third signature, in place of version ${corrects}` : "with the third signature";
  const parts: AgreedPart[] = [
    { title: "In force", lines: [line("from", "From", effectiveFrom ? dateWithYear(effectiveFrom) : from)] },
    { title: "Definition", lines: definitionLines(document) },
    { title: "Data", lines: [dataLine(document)] },
    { title: "Floors of acceptance", lines: floorLines(document, names) },
    { title: "Limits", lines: limitLines(document, names) },
    { title: "Attribution", lines: modelLines(document) },
    { title: "SLAs", lines: slaLines(document) },
    { title: "Spend", lines: spendLines(document, names) },
    {
      title: "Segments",
      lines: segments
        .filter(({ code }) => code !== "Unknown")
        .map((bounds) => line(`segment.${bounds.code}`, names.segment(bounds.code), boundsWords(bounds))),
    },
    { title: "Translation table", lines: translationLines(document) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

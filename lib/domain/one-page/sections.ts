import type { AgreementDocument } from "@/lib/domain/agreement-document";
import { DEFINITION_FIELDS, describe } from "@/lib/domain/definition";
import { groupDigits, joinWords } from "@/lib/domain/phrases";
import { REQUIRED_FIELDS } from "@/lib/domain/required-data";
import { type Segment, type SegmentBounds, SIZED_SEGMENTS } from "@/lib/domain/segments";
import { DEFAULT_POLICY, SPEND_POLICIES } from "@/lib/domain/spend-policy";
import type { PageLabels } from "./labels";
import { agreedRules } from "./rules";
import { stageLines } from "./stages";

export type SectionKey = "definition" | "floors" | "limits" | "spend_policy" | "rules" | "translation";

/** One line of a section in words: a label with words beside it, or with figures at the right. */
export interface PageRow {
  readonly key: string;
  readonly label: string;
  readonly words?: string;
  readonly figures?: readonly string[];
}

export interface PageSection {
  readonly key: SectionKey;
  readonly title: string;
  readonly note: string | null;
  /** Heads of the figures; empty where there are none to tell apart. */
  readonly columns: readonly string[];
  readonly rows: readonly PageRow[];
  /** Stands under the rows over the whole width. */
  readonly foot: string | null;
}

/** What a row of the definition is called where somebody is told to shorten it. */
export function definitionLabel(key: string): string {
  return DEFINITION_FIELDS.find((field) => field.key === key)?.label ?? "Data at hand-over";
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const percent = (value: string): string => `${value}\u00a0%`;

function requiredWords({ requiredData }: AgreementDocument): string {
  const labels = REQUIRED_FIELDS.filter(({ field }) => requiredData.includes(field)).map(({ label }) => label);
  const inside = labels.map((label) => (/^[A-Z]{2}/.test(label) ? label : label.toLowerCase()));
  return capital(joinWords(["score", ...inside], "and"));
}

function definitionSection(document: AgreementDocument, { currency }: PageLabels): PageSection {
  const { definition } = document;
  const fields = describe(definition).map(({ key, label, words }) => {
    const unit = key === "firmographic" && definition.firmographic.min_revenue !== null ? ` ${currency}` : "";
    return { key, label, words: capital(words) + unit };
  });
  return {
    key: "definition",
    title: "What a good lead is",
    note: "its score is above the line and all eight fields pass",
    columns: [],
    rows: [
      { key: "score", label: "Third-party score", words: `Above ${definition.score_above}` },
      ...fields,
      { key: "required_data", label: definitionLabel("required_data"), words: requiredWords(document) },
    ],
    foot: null,
  };
}

/** The sources that are in use, and those that still have a floor. */
function agreedSources({ terms }: AgreementDocument, { sources }: PageLabels): PageLabels["sources"] {
  return sources.filter(({ code, isActive }) => isActive || terms.floors.some(({ source }) => source === code));
}

/** "200 to 1,999", which no line breaks. */
function boundsWords({ minEmployees, maxEmployees }: SegmentBounds): string {
  const [from, to] = [groupDigits(minEmployees ?? 0), maxEmployees === null ? null : groupDigits(maxEmployees)];
  return to === null ? `${from}\u00a0or more` : `${from}\u00a0to\u00a0${to}`;
}

function segmentWords({ segments }: AgreementDocument, labels: PageLabels): string {
  const sized = segments.filter(({ minEmployees, maxEmployees }) => minEmployees !== null || maxEmployees !== null);
  const words = sized.map((bounds) => {
    const label = labels.segments.find(({ code }) => code === bounds.code)?.label ?? bounds.code;
    return `${bounds.code}${label === bounds.code ? "" : ` (${label})`} ${boundsWords(bounds)}`;
  });
  return `Employees: ${words.join(", ")}.`;
}

function floorsSection(document: AgreementDocument, labels: PageLabels): PageSection {
  const { floors } = document.terms;
  const hasUnknown = floors.some(({ segment }) => segment === "Unknown");
  const columns: Segment[] = hasUnknown ? [...SIZED_SEGMENTS, "Unknown"] : [...SIZED_SEGMENTS];
  const floorOf = (source: string, segment: Segment): string =>
    floors.find((floor) => floor.source === source && floor.segment === segment)?.percent ??
    floors.find((floor) => floor.source === source && floor.segment === null)?.percent ??
    "—";
  return {
    key: "floors",
    title: "Acceptance floors",
    note: "accepted ÷ handed over, in %",
    columns,
    rows: agreedSources(document, labels).map(({ code, label }) => ({
      key: code,
      label,
      figures: columns.map((segment) => floorOf(code, segment)),
    })),
    foot: segmentWords(document, labels),
  };
}

function limitsSection({ terms }: AgreementDocument, { currency }: PageLabels): PageSection {
  const row = (key: string, label: string, figure: string): PageRow => ({ key, label, figures: [figure] });
  return {
    key: "limits",
    title: "Limits",
    note: `amounts in ${currency}`,
    columns: [],
    rows: [
      row("rejection_cap", "Rejection cap", percent(terms.rejectionCap)),
      row("pipeline_floor", "MQL to pipeline floor", percent(terms.pipelineFloor)),
      row("acv_band", "ACV band", `${groupDigits(terms.acvMin)} to ${groupDigits(terms.acvMax)}`),
      row("cost_line", "Cost per pipeline dollar", terms.costLine),
      row("minimum_n", "Minimum n", `${groupDigits(terms.minimumN)}\u00a0cycles`),
    ],
    foot: null,
  };
}

/** From so many on the largest group is not listed but stands last as what is left: half a page is narrow. */
const MANY = 3;

function spendSection(document: AgreementDocument, labels: PageLabels): PageSection {
  const sources = agreedSources(document, labels);
  const policyOf = ({ code }: { code: string }) => document.spendPolicy[code] ?? DEFAULT_POLICY;
  const groups = SPEND_POLICIES.map((policy) => ({
    ...policy,
    names: sources.filter((source) => policyOf(source) === policy.code).map(({ label }) => label),
  })).filter(({ names }) => names.length > 0);
  const most = Math.max(...groups.map(({ names }) => names.length));
  const rest = most >= MANY ? groups.find(({ names }) => names.length === most) : undefined;
  const listed = groups.filter((group) => group !== rest);
  const rows = listed.map(({ code, label, words, names }) => ({
    key: code,
    label,
    words: `${joinWords(names, "and")}: ${words}`,
  }));
  if (rest) {
    const { code, label, words } = rest;
    rows.push({ key: code, label, words: `${listed.length === 0 ? "All sources" : "All other sources"}: ${words}` });
  }
  return { key: "spend_policy", title: "Spend that counts", note: null, columns: [], rows, foot: null };
}

/** Everything that the page says under its head, in words. */
export function pageSections(document: AgreementDocument, labels: PageLabels): [PageSection, ...PageSection[]] {
  return [
    definitionSection(document, labels),
    floorsSection(document, labels),
    limitsSection(document, labels),
    spendSection(document, labels),
    { key: "rules", title: "Attribution and SLAs", note: null, columns: [], rows: agreedRules(document), foot: null },
    {
      key: "translation",
      title: "Stage names",
      note: "local name (place of the stage)",
      columns: [],
      rows: stageLines(document.translation),
      foot: null,
    },
  ];
}

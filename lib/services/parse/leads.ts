import { CalendarEmptyError, decideBy, touchBy } from "@/lib/domain/calendar";
import { startOfDay } from "@/lib/domain/dates";
import { boundedMemo } from "@/lib/domain/memo";
import type { Segment } from "@/lib/domain/segments";
import { PARTNER_REFERRAL } from "@/lib/domain/source-rows";
import type { ParseContext } from "./context";
import { instantText, type Moment } from "./dates";
import type { Fields } from "./fields";
import { type Cell, type KindParser, once, type Read, type Row, refuse } from "./row";
import { scorerWatch } from "./scorers";
import type { SlaEra } from "./sla-eras";
import { normaliseCode } from "./sources";
import { remember, shown } from "./texts";

const LANES = ["standard", "partner"] as const;

/** DECIMAL(8,3) holds less than 100,000. */
const SCORE_LIMIT = 100_000;
const DAYS_REMEMBERED = 20_000;
const TECHNOLOGIES_REMEMBERED = 500;

/** `;`-separated names → the text of a Postgres array, each name once. */
const technologyArray = remember(TECHNOLOGIES_REMEMBERED, (text) => {
  const names = new Set(text.split(";").map((name) => name.trim()));
  names.delete("");
  return `{${[...names].map((name) => `"${name.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
});

function technologiesCell(fields: Fields): Cell {
  const technologies = fields.text("technologies");
  return (row) => {
    const text = technologies(row);
    return text === null ? null : technologyArray(text);
  };
}

function segmentCell(fields: Fields, { segments }: ParseContext, employees: Cell): Read<Segment> {
  const named = new Map(
    segments.flatMap(({ code, label }) => [
      [normaliseCode(label), code] as const,
      [normaliseCode(code), code] as const,
    ]),
  );
  const bounds = segments.filter(({ min, max }) => min !== null || max !== null);
  const segment = fields.text("segment");
  return (row) => {
    const text = segment(row);
    if (text !== null) {
      const codes = segments.map(({ code }) => code).join(", ");
      return (
        named.get(normaliseCode(text)) ??
        refuse(row, "segment", "SEGMENT_UNKNOWN", `${shown(text)} is none of ${codes}. Use one of them.`)
      );
    }
    const size = employees(row);
    if (size === null) return "Unknown";
    const inside = bounds.find(
      ({ min, max }) => Number(size) >= (min ?? 0) && Number(size) <= (max ?? Number.POSITIVE_INFINITY),
    );
    return inside?.code ?? "Unknown";
  };
}

/** Lane and source hang together: a partner-lane record has the source `partner_referral`, no other has. */
function laneCells(fields: Fields): { lane: Cell; source_code: Cell } {
  const source = once(fields.source("source"));
  const named = fields.choice("lane", LANES, "LANE_UNKNOWN");
  const lane = once((row: Row) => {
    const isReferral = source(row) === PARTNER_REFERRAL;
    const given = named(row);
    if (given === "standard" && isReferral) {
      return refuse(
        row,
        "lane",
        "PARTNER_NOT_MQL",
        "a partner referral runs in the partner lane. Leave the lane blank or write partner.",
      );
    }
    return given ?? (isReferral ? "partner" : "standard");
  });
  return { lane, source_code: (row) => (lane(row) === "partner" ? PARTNER_REFERRAL : source(row)) };
}

interface Clock {
  readonly from: number;
  touchDue(ms: number): string;
  decisionDue(on: string): string;
}

function clockOfEra({ from, calendar, decisionDays, followUpHours }: SlaEra): Clock {
  return {
    from,
    touchDue: (ms) => instantText(touchBy(new Date(ms), calendar, followUpHours).getTime()),
    // The decision SLA counts from the hand-over date, so one answer serves all hand-overs of a day.
    decisionDue: boundedMemo(DAYS_REMEMBERED, (on: string) =>
      instantText(decideBy(startOfDay(on, calendar.zone), calendar, decisionDays).getTime()),
    ),
  };
}

/** When touch and decision are due (metrics.md §1, the two SLAs), by the version of the hand-over's day, as `versionAt`. */
function dueCells(handedOver: Read<Moment>, { eras }: ParseContext): { touch_by: Cell; decide_by: Cell } {
  const clocks = eras.map(clockOfEra);
  const first = clocks.at(-1);
  if (!first) throw new Error("no version of the agreement has ever judged");
  const later = clocks.slice(0, -1);
  const clockOf =
    later.length === 0 ? () => first : ({ ms }: Moment): Clock => later.find(({ from }) => ms >= from) ?? first;
  const timed =
    (due: (clock: Clock, handOver: Moment) => string): Cell =>
    (row) => {
      const handOver = handedOver(row);
      if (handOver === null) return null;
      try {
        return due(clockOf(handOver), handOver);
      } catch (error) {
        if (!(error instanceof CalendarEmptyError)) throw error;
        return refuse(row, "handed_over_at", error.code, error.message);
      }
    };
  return {
    touch_by: timed((clock, { ms }) => clock.touchDue(ms)),
    decide_by: timed((clock, { on }) => clock.decisionDue(on)),
  };
}

function scoreCell(fields: Fields): Cell {
  const score = fields.number("score", { scale: 3, digits: 6 });
  return (row) => {
    const text = score(row);
    if (text === null || Number(text) < SCORE_LIMIT) return text;
    return refuse(row, "score", "SCORE_RANGE", `${text} is not below ${SCORE_LIMIT}. Correct it.`);
  };
}

/** The score with who gave it and by which model; who it was is noted for the rules of the run. */
function scoreCells(fields: Fields, { leadRules }: ParseContext): Record<string, Cell> {
  const score = once(scoreCell(fields));
  const vendor = once(fields.text("score_vendor"));
  const model = fields.text("score_model_version");
  const notice = scorerWatch(leadRules);
  return {
    score,
    score_vendor: vendor,
    score_model_version: (row) => {
      const text = model(row);
      if (score(row) !== null) notice(row, vendor(row), text);
      return text;
    },
  };
}

function naicsCell(fields: Fields): Cell {
  const naics = fields.text("naics");
  return (row) => {
    const text = naics(row);
    if (text === null || /^\d{2,6}$/.test(text)) return text;
    return refuse(row, "naics", "NAICS_INVALID", `${shown(text)} is no NAICS code. Write its 2 to 6 digits.`);
  };
}

/** Leads (formats.md): defaults of segment and lane, and the due times of a hand-over. */
export function leadParser(fields: Fields, context: ParseContext): KindParser {
  const { text } = fields;
  const employees = once(fields.whole("employees"));
  const createdAt = fields.moment("created_at");
  const handedOver = once(fields.moment("handed_over_at"));
  const columns = {
    external_id: text("external_id"),
    email: text("email"),
    first_name: text("first_name"),
    last_name: text("last_name"),
    ...fields.account("company"),
    domain: text("domain"),
    title: text("title"),
    country: fields.country("country"),
    naics: naicsCell(fields),
    employees,
    annual_revenue: fields.amount("annual_revenue"),
    technologies: technologiesCell(fields),
    ...laneCells(fields),
    campaign: text("campaign"),
    segment_code: segmentCell(fields, context, employees),
    created_at: (row: Row) => createdAt(row)?.at ?? null,
    handed_over_at: (row: Row) => handedOver(row)?.at ?? null,
    handed_over_on: (row: Row) => handedOver(row)?.on ?? null,
    ...dueCells(handedOver, context),
    ...scoreCells(fields, context),
    assigned_to: fields.email("assigned_to"),
    sourced_by: fields.email("sourced_by"),
    bought_from: text("bought_from"),
  };
  return { columns, identity: ["source_system", "external_id"] };
}

import { addDays, diffDays, type IsoDate } from "@/lib/domain/dates";
import {
  clocksOfWeek,
  type DigestClock,
  type DigestDecision,
  type DigestFacts,
  type DigestThanks,
} from "@/lib/domain/digest";
import { REASON_TEXTS } from "@/lib/domain/reasons";
import { longDate, rangeText, shortDate, weekText } from "@/lib/view/dates";
import { countWords } from "@/lib/view/loop/lateness";
import { unitWords } from "@/lib/view/loop/units";
import { type Labels, labelsOf } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";
import { verdictWords } from "@/lib/view/monday/verdict";
import { reviewHref } from "@/lib/view/review/href";
import { decisionWords } from "@/lib/view/review/room";
import { breachLines } from "./breaches";
import { type Letter, type LetterLine, type LetterSection, subjectOf } from "./letter";
import { unitTone } from "./units";

function clockText({ due, state }: DigestClock, asOf: IsoDate): string {
  const left = diffDays(asOf, due);
  if (state === "due")
    return left === 0 ? "due for a decision today" : `due for a decision, overdue by ${countWords(-left, "day")}`;
  return `falls due on ${longDate(due).split(" ")[0]} ${shortDate(due)}, in ${countWords(left, "day")}`;
}

function clockLine(clock: DigestClock, asOf: IsoDate, labels: Labels): LetterLine {
  const owner = clock.owner === null ? "nobody owns it yet" : `${clock.owner} answers for it`;
  return {
    key: `${clock.unit} ${clock.opened}`,
    tone: unitTone(clock.unit),
    about: unitWords(clock.unit, labels).name,
    text: `${clockText(clock, asOf)}; ${owner}`,
  };
}

/** What somebody wrote, closed with a full stop. */
const sentence = (text: string): string => (/[.!?…]$/u.test(text) ? text : `${text}.`);

function decisionLine(decision: DigestDecision, currency: string, labels: Labels): LetterLine {
  const { action, why, owner, dueOn } = decision;
  const done = action === null ? "" : `${sentence(action)} `;
  return {
    key: "decision",
    tone: "plain",
    about: decisionWords(decision, labels, currency),
    text: `${done}Why: ${sentence(why)} ${owner}, by ${shortDate(dueOn)}.`,
  };
}

function thanksSection(thanks: readonly DigestThanks[]): LetterSection[] {
  if (thanks.length === 0) return [];
  const lines = thanks.map(
    ({ reason, baselineCount, baselineN, count, n, by, text }, index): LetterLine => ({
      key: `thanks ${index}`,
      tone: "plain",
      about: `${REASON_TEXTS[reason].label}: ${baselineCount} of ${baselineN} handed over, now ${count} of ${n}`,
      text: `“${text}” ${by}`,
    }),
  );
  return [{ title: `${lines.length === 1 ? "A number" : `${lines.length} numbers`} moved: thank you`, lines }];
}

const counted = (n: number, one: string): string => (n === 0 ? `no ${one}` : n === 1 ? `1 ${one}` : `${n} ${one}es`);

/** "Accord, Monday 5 July: 3 breaches, 1 clock due". */
function subject(asOf: IsoDate, breaches: number, due: number): string {
  const clocks = due === 0 ? "" : `, ${countWords(due, "clock")} due`;
  return subjectOf(`Accord, ${longDate(asOf).replace(/ \d+$/, "")}: ${counted(breaches, "breach")}${clocks}`);
}

function sectionsOf(facts: DigestFacts, labels: Labels): LetterSection[] {
  const { document, decision, thanks } = facts;
  const { as_of: asOf, currency } = document;
  const clocks = clocksOfWeek(facts.clocks, asOf);
  const to = addDays(asOf, 6);
  return [
    { title: "Breaches", lines: breachLines(document, labels), empty: "None of what could be judged." },
    {
      title: `Clocks due by ${shortDate(to)}`,
      lines: clocks.map((clock) => clockLine(clock, asOf, labels)),
      empty: "None falls due this week.",
    },
    ...(decision ? [{ title: "Last Tuesday’s decision", lines: [decisionLine(decision, currency, labels)] }] : []),
    ...thanksSection(thanks),
    ...staleSection(document),
  ];
}

/** A week without a single hand-over is rather a feed that stands still than a quiet week. */
function staleSection({ volume }: DigestFacts["document"]): LetterSection[] {
  if (volume.volume > 0) return [];
  const text = `No hand-over came in for ${rangeText(volume.week)}. If there were some, the feed from the CRM stands still.`;
  return [{ title: "Is the data up to date?", lines: [], empty: text }];
}

/**
 * The digest of a Monday: the verdict in the words of the Monday page and its figures, the clocks of the week, and the way
 * to the page and to the room.
 * @param base the app's address, without a slash at the end
 */
export function digestLetter(facts: DigestFacts, base: string): Letter {
  const { document } = facts;
  const { as_of: asOf, hash, agreement_version: version } = document;
  const labels = labelsOf(facts.sources, facts.segments);
  const { title, lede } = verdictWords(document, labels);
  const due = clocksOfWeek(facts.clocks, asOf).filter(({ state }) => state === "due").length;
  const stamp = hash ? ` · frozen ${hash.slice(0, 4)} ${hash.slice(4, 8)}` : "";
  return {
    subject: subject(asOf, breachLines(document, labels).length, due),
    top: `${longDate(asOf)} · ${weekText(addDays(asOf, -7))} · Agreement v${version}${stamp}`,
    title,
    lede,
    sections: sectionsOf(facts, labels),
    links: [
      { label: "The Monday page", href: base + mondayHref(asOf) },
      { label: "The Tuesday review", href: base + reviewHref(asOf) },
    ],
    foot: "You get this every Monday because you sit in the Tuesday review. Switch it off under",
    account: `${base}/account`,
  };
}

import { dateWithYear, monthWords } from "@/lib/view/dates";

const ID = /^\d{1,18}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTH = /^\d{4}-\d{2}$/;

/** Objects with a number of their own: "Fix 14". */
const NUMBERED: Readonly<Record<string, string>> = {
  cycle: "Cycle",
  lead: "Lead",
  dispute: "Dispute",
  brief: "Brief",
  fix: "Fix",
  watch: "Watch",
  argument: "Argument",
  diagnostic: "Diagnostic",
  import: "Import",
  delivery: "Message",
  user: "Account",
  key: "Key",
  deal: "Deal",
};

/** What an agreement's version says: "Floors of v2". */
const OF_VERSION: Readonly<Record<string, string>> = {
  floors: "Floors",
  requirements: "Data and spend",
  receipts: "Receipts",
  stages: "Stage names",
  segments: "Segments",
  calendar: "Working time",
};

/** Objects of which there is one. */
const ALONE: Readonly<Record<string, string>> = {
  ...OF_VERSION,
  sources: "Sources",
  reasons: "Reasons",
  organisation: "Organisation",
  accountability: "Accountability",
  stack: "Stack",
  api_keys: "Keys",
  clocks: "Clocks",
  denials: "Refused attempts",
  people: "People",
};

const PERIODS: Readonly<Record<string, string>> = {
  monthly: "Monthly review",
  quarterly: "Quarterly review",
  partner: "Partner review",
};

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function reviewWords(id: string): string | null {
  if (DAY.test(id)) return `Review of ${dateWithYear(id)}`;
  const [kind = "", key = ""] = id.split(":");
  const name = own(PERIODS, kind);
  return name === undefined ? null : `${name} ${DAY.test(key) ? `of ${dateWithYear(key)}` : key}`;
}

/** Objects that are a day or a month. */
function datedWords(kind: string, id: string): string | null {
  if (kind === "review") return reviewWords(id);
  if (kind === "pulse" && MONTH.test(id)) return `Pulse of ${monthWords(`${id}-01`)}`;
  if (!DAY.test(id)) return null;
  const date = dateWithYear(id);
  return { snapshot: `Monday ${date}`, feedback: `Feedback of ${date}`, day: date }[kind] ?? null;
}

/** What is known of an object besides its code. */
export interface ObjectFacts {
  /** The lead of a cycle. */
  readonly leadId: bigint | null;
  /** Whose account it is. */
  readonly person: string | null;
}

/** What an object of the log is called: "Lead 12", "Review of 16 Nov 2026"; one that nobody has named stays as it stands. */
export function objectWords(object: string, { leadId, person }: ObjectFacts = { leadId: null, person: null }): string {
  if (leadId !== null) return `Lead ${leadId}`;
  if (person !== null) return person;
  const [kind = "", ...rest] = object.split(":");
  const id = rest.join(":");
  if (kind === "organisation") return "Organisation";
  if (id === "") return own(ALONE, kind) ?? object;
  if (!ID.test(id)) return datedWords(kind, id) ?? object;
  if (kind === "agreement") return `Agreement v${id}`;
  const [numbered, ofVersion] = [own(NUMBERED, kind), own(OF_VERSION, kind)];
  if (numbered !== undefined) return `${numbered} ${id}`;
  return ofVersion === undefined ? object : `${ofVersion} of v${id}`;
}

const JOBS: ReadonlySet<string> = new Set(["snapshot", "expiry", "digest", "reminders"]);

/** Who acted, in words: a name, "Scheduled work: snapshot", "Key CRM". */
export function actorWords(actor: string, name: string | null): string {
  if (name !== null && name !== actor) return name;
  const [kind, ...rest] = actor.split(":");
  const what = rest.join(":");
  if (what === "") return actor;
  if (kind === "key") return `Key ${what}`;
  if (kind !== "system") return actor;
  return `${JOBS.has(what) ? "Scheduled work" : "Command line"}: ${what}`;
}

/** What a permission lets somebody do, as the end of "Asked to …". */
const PERMISSION_WORDS: Readonly<Record<string, string>> = {
  "metrics.read": "read the figures",
  "leads.read": "read leads",
  "deals.read": "read deals",
  "agreement.read": "read the agreement",
  "export.csv": "export as CSV",
  "cost.read": "read the cost page",
  "queue.work": "open the queue",
  "queue.reassign": "give a lead to somebody else",
  "leads.decide": "accept or reject a lead",
  "decisions.correct": "correct a decision",
  "leads.hand_over": "hand a lead over",
  "leads.qualify": "qualify a lead",
  "agreement.edit": "edit the agreement",
  "agreement.sign": "sign the agreement",
  "agreement.acknowledge": "confirm reading the agreement",
  "diagnostic.open": "open or close the diagnostic",
  "diagnostic.answer": "answer the diagnostic",
  "dispute.raise": "state a position",
  "dispute.resolve": "pick between two positions",
  "arguments.log": "log an argument",
  "brief.edit": "write a buying brief",
  "brief.sign": "sign a buying brief",
  "settings.edit": "change settings",
  "imports.run": "import",
  "people.manage": "manage people and keys",
  "review.open": "open or move a review",
  "review.attend": "sit in a review",
  "review.decide": "decide in a review",
  "review.comment": "comment a review",
  "fixes.open": "open a fix",
  "fixes.work": "work on a fix",
  "watch.choose": "choose the watched reason",
  "thanks.give": "thank marketing",
  "pulse.answer": "answer the pulse",
  "feedback.acknowledge": "confirm reading the feedback",
  "audit.read": "read the audit trail",
  "digest.manage": "see what was sent",
  "account.manage": "change one’s own sign-in",
};

/** "change settings"; an action without words of its own stays as it stands. */
export const permissionWords = (permission: string): string => own(PERMISSION_WORDS, permission) ?? permission;

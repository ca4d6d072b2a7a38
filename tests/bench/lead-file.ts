import { once } from "node:events";
import { createWriteStream } from "node:fs";

/** The canonical columns of leads (formats.md). */
export const HEADER = [
  "external_id",
  "email",
  "first_name",
  "last_name",
  "company",
  "domain",
  "title",
  "country",
  "naics",
  "employees",
  "annual_revenue",
  "technologies",
  "source",
  "campaign",
  "segment",
  "lane",
  "created_at",
  "handed_over_at",
  "score",
  "score_vendor",
  "score_model_version",
  "assigned_to",
  "bought_from",
];

const FIRST = ["Ada", "Grace", "Noor", "Jürgen", "Mei", "Tomás", "Olu", "Ingrid"];
const LAST = ["Okafor", "Lindqvist", "O'Neill", "García", "Nakamura", "Weber", "Rossi"];
const TITLES = ["VP of Operations", "Head of Data", "CFO", "Director, Revenue Operations", "IT Manager"];
const TECHNOLOGIES = ["Salesforce;Snowflake", "HubSpot", "Salesforce;Marketo;Looker", ""];
const SOURCES = [
  "paid_search",
  "content_syndication",
  "webinar",
  "partner_referral",
  "intent",
  "outbound_bdr",
  "customer_referral",
];
const SIZES = [35, 180, 640, 1_900, 12_000];
const DAY_MS = 86_400_000;
const ROWS_PER_WRITE = 5_000;

const of = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
/** A number that depends on the row alone, so that every run imports the same file. */
const mixed = (row: number): number => Math.imul(row ^ (row >>> 15), 0x2c1b3c6d) >>> 4;
const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

function line(row: number, today: number): string {
  const luck = mixed(row);
  const company = luck % 250_000;
  const size = of(SIZES, luck);
  const created = today - (luck % 365) * DAY_MS - (luck % 86_400) * 1_000;
  const isHandedOver = row % 2 === 0;
  return [
    `00Q${row.toString().padStart(12, "0")}`,
    `person${row}@company${company}.example`,
    of(FIRST, luck),
    of(LAST, luck),
    `Company ${company}${luck % 10 === 0 ? ", Inc." : ""}`,
    `company${company}.example`,
    of(TITLES, luck >> 3),
    "US",
    "541512",
    String(size),
    `${size * 150_000}.00`,
    of(TECHNOLOGIES, luck >> 5),
    of(SOURCES, luck >> 7),
    `2026 Q${1 + (luck % 4)} campaign ${luck % 40}`,
    "",
    "",
    instant(created),
    isHandedOver ? instant(created + 2 * 3_600_000) : "",
    isHandedOver ? (50 + (luck % 500) / 10).toFixed(1) : "",
    isHandedOver ? "madkudu" : "",
    isHandedOver ? "2026-08" : "",
    isHandedOver ? `bdr-${1 + (luck % 25)}@accord.test` : "",
    "",
  ]
    .map(quoted)
    .join(",");
}

/** Writes a file of leads with realistic columns, every second one handed over. */
export async function writeLeads(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${HEADER.join(",")}\n`);
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  for (let start = 1; start <= rows; start += ROWS_PER_WRITE) {
    const lines: string[] = [];
    for (let row = start; row < Math.min(start + ROWS_PER_WRITE, rows + 1); row += 1) lines.push(line(row, today));
    if (!file.write(`${lines.join("\n")}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

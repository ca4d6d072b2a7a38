import type { Segment } from "@/lib/domain/segments";
import type { Random } from "./random";

/** An invented company; its domain is under `.example`, which nobody can own (RFC 2606). */
export interface Company {
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly naics: string;
  readonly employees: number | null;
  /** Whole units of the reporting currency. */
  readonly revenue: number | null;
  readonly technologies: readonly string[];
}

/** First and second halves of made-up names: 24 × 20 of them. */
const HEADS =
  "Velm Tarn Quorr Brask Holl Mirr Osk Fenn Dray Calth Norr Pell Sterr Ulv Wex Yarr Zeph Jorr Karv Lumm Threll Vost Ebb Grims".split(
    " ",
  );
const TAILS =
  "ora wick invale adyne hollow dale emont ister andry oway isk ander ette orin aster ivo umber essa eln ovane".split(
    " ",
  );

/** What the company does, with the NAICS codes of such companies. All are inside the definition's industries. */
const TRADES: readonly (readonly [suffix: string, naics: string])[] = [
  ["Software", "511210"],
  ["Cloud", "511210"],
  ["Systems", "541512"],
  ["Analytics", "541511"],
  ["Data", "541519"],
  ["Networks", "541513"],
  ["Automation", "541512"],
  ["Research", "541715"],
  ["Biosciences", "541714"],
  ["Diagnostics", "621511"],
  ["Imaging", "621512"],
];

/** Outside the definition's industries. */
const OTHER_TRADES: readonly (readonly [suffix: string, naics: string])[] = [
  ["Motors", "441110"],
  ["Kitchens", "722511"],
  ["Builders", "236220"],
  ["Growers", "111419"],
  ["Freight", "484121"],
  ["Hotels", "721110"],
  ["Ceramics", "327110"],
  ["Bakeries", "311811"],
  ["Outfitters", "458110"],
  ["Vineyards", "111332"],
  ["Timber", "113310"],
];

const COUNTRIES = { US: 62, GB: 13, DE: 9, AU: 7, CH: 3, AT: 3, NZ: 3 } as const;
const OTHER_COUNTRIES = ["FR", "BR", "IN", "SG", "ES", "JP"] as const;
const ALSO_USED = ["Snowflake", "Marketo", "Zendesk", "NetSuite", "Workday", "Jira"] as const;

const SIZES: Readonly<Record<Exclude<Segment, "Unknown">, readonly [low: number, high: number]>> = {
  SMB: [62, 199],
  MM: [200, 1999],
  ENT: [2000, 18_000],
};

/** The `index`-th name of a list of trades: no two alike below 480 × the number of trades. */
function nameOf(index: number, trades: typeof TRADES): { name: string; naics: string } {
  const head = index % HEADS.length;
  const turn = Math.floor(index / HEADS.length);
  const tail = (turn + head * 7) % TAILS.length;
  const round = Math.floor(turn / TAILS.length);
  const [suffix, naics] = trades[(round + head * 5 + tail * 3) % trades.length] ?? ["", ""];
  return { name: `${HEADS[head]}${TAILS[tail]} ${suffix}`, naics };
}

function base(index: number, trades: typeof TRADES, segment: Segment, random: Random): Company {
  const { name, naics } = nameOf(index, trades);
  const [low, high] = segment === "Unknown" ? [0, 0] : SIZES[segment];
  const skewed = Math.round(low + (high - low) * random.next() ** 1.6);
  const employees = segment === "Unknown" ? null : skewed;
  return {
    name,
    domain: `${name.toLowerCase().replaceAll(" ", "-")}.example`,
    country: random.weighted(COUNTRIES),
    naics,
    employees,
    revenue: employees === null ? null : Math.round(employees * random.int(170, 260)) * 1000,
    technologies: [random.pick(["Salesforce", "Salesforce", "HubSpot"]), random.pick(ALSO_USED)],
  };
}

/** A company that passes the firmographic fields of the definition. */
export function fittingCompany(index: number, segment: Segment, random: Random): Company {
  return base(index, TRADES, segment, random);
}

/** A company of the segment that fails one of them: size, industry, country or the tools it uses. */
export function misfitCompany(index: number, segment: Segment, random: Random): Company {
  const flaw = random.weighted({ industry: 35, country: 30, tools: 15, size: segment === "SMB" ? 60 : 0 });
  const company = base(index, flaw === "industry" ? OTHER_TRADES : TRADES, segment, random);
  if (flaw === "country") return { ...company, country: random.pick(OTHER_COUNTRIES) };
  if (flaw === "tools")
    return { ...company, technologies: [random.pick(["Pipedrive", "Zoho"]), random.pick(ALSO_USED)] };
  if (flaw === "size") return { ...company, employees: random.int(6, 48), revenue: random.int(9, 78) * 100_000 };
  return company;
}

/** ISO 3166-1 alpha-2, all officially assigned codes. */
const CODES = new Set(
  (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO " +
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE " +
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO " +
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW " +
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM " +
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
  ).split(" "),
);

/** Regions that a definition may name instead of their countries. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  DACH: ["DE", "AT", "CH"],
  ANZ: ["AU", "NZ"],
};

/** What people write for the United Kingdom; not the ISO code. */
const ALIASES: Readonly<Record<string, string>> = { UK: "GB" };

const NAMES = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** " de " → "DE", "uk" → "GB"; `null` for what is no assigned code. */
export function countryCode(text: string): string | null {
  const upper = text.trim().toUpperCase();
  const code = Object.hasOwn(ALIASES, upper) ? (ALIASES[upper] ?? upper) : upper;
  return CODES.has(code) ? code : null;
}

/** A country or a group in its one spelling (`GB`, `DACH`); `null` for anything else. */
export function countryOrGroup(text: string): string | null {
  const upper = text.trim().toUpperCase();
  return Object.hasOwn(GROUPS, upper) ? upper : countryCode(upper);
}

/** The English name of an assigned code: "Germany". */
export function countryName(code: string): string {
  return NAMES.of(code) ?? code;
}

/** Whether `entry`, a country or a group, holds the country `code`. */
export function holdsCountry(entry: string, code: string): boolean {
  return entry === code || (Object.hasOwn(GROUPS, entry) && (GROUPS[entry]?.includes(code) ?? false));
}

/** "DACH" as it is, "US" → "United States". */
export function placeName(entry: string): string {
  return Object.hasOwn(GROUPS, entry) ? entry : countryName(entry);
}

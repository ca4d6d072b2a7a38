import { accountKey } from "@/lib/domain/accounts";
import type { IsoDate } from "@/lib/domain/dates";
import type { Binding } from "./binding";
import type { ParseContext } from "./context";
import { isCountry } from "./countries";
import { compileDateFormat } from "./date-format";
import { type DateFlaw, dateRules, type Moment } from "./dates";
import type { Mapping } from "./mapping";
import { isLarger, isNegative, plainDecimal, roundDecimal } from "./numbers";
import { type Cell, once, type Read, refuse } from "./row";
import { normaliseCode } from "./sources";
import { isPlain, shown } from "./texts";

type Columns = Readonly<Record<string, Cell>>;

interface NumberRange {
  /** Decimals kept; more are rounded half up. */
  readonly scale: number;
  /** Digits before the point that the database holds. */
  readonly digits: number;
}

/** The readers of one file's fields, compiled once. Each notes its error on the row and returns null. */
export interface Fields {
  text(name: string): Cell;
  /** Text that is compared without regard to case, spaces and hyphens with a closed list. */
  choice<T extends string>(name: string, options: readonly T[], code: string): Read<T>;
  moment(name: string): Read<Moment>;
  date(name: string): Read<IsoDate>;
  /** Plain decimal text, not negative. */
  number(name: string, range: NumberRange): Cell;
  /** Money: not negative, two decimals. */
  amount(name: string): Cell;
  /** A whole number up to what an `int` holds; `250.0` is one. */
  whole(name: string): Cell;
  /** Columns of a company: its name, and the key by which it is matched (metrics.md §1, Account). */
  account(name: string): Columns;
  /** Columns of an instant: itself, and its date under the name of `on`. */
  timed(name: string, on: string): Columns;
  /** An address of one of our own people, in lower case. */
  email(name: string): Cell;
  country(name: string): Cell;
  currency(name: string): Cell;
  /** The code of the source. */
  source(name: string): Cell;
}

const PROBLEMS: Record<DateFlaw, string> = {
  DATE_INVALID: "is no date of the calendar, or out of the years 1900 to 2999. Correct it.",
  DATE_FORMAT:
    "is not written as expected. Write 2027-07-05 or 2027-07-05T09:00:00Z, or describe the file's way in the mapping's date_format.",
  TIME_WITHOUT_OFFSET:
    'has a time without an offset. Write 2027-07-05T09:00:00-04:00, or name the zone of these times in the mapping ("zone").',
  TIME_IN_GAP: "does not exist in the mapping's zone: the clocks skipped it. Correct the time or the zone.",
};

const INT_MAX = 2_147_483_647;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

function numbers(binding: Binding, mapping: Mapping): Pick<Fields, "number" | "amount" | "whole"> {
  const decimal = (name: string): Cell => {
    const cell = binding.cell(name);
    return (row) => {
      const text = cell(row);
      if (text === null) return null;
      const plain = plainDecimal(text, mapping.decimal);
      if (plain === null) {
        return refuse(
          row,
          name,
          "NUMBER_INVALID",
          `${shown(text)} is no number. Write 1234.50; other ways need the mapping's decimal mark.`,
        );
      }
      return isNegative(plain) ? refuse(row, name, "NUMBER_NEGATIVE", `${plain} is below zero. Correct it.`) : plain;
    };
  };
  const number = (name: string, { scale, digits }: NumberRange): Cell => {
    const cell = decimal(name);
    return (row) => {
      const plain = cell(row);
      if (plain === null) return null;
      const rounded = roundDecimal(plain, scale);
      if (rounded !== null && !isLarger(rounded, digits)) return rounded;
      return refuse(row, name, "NUMBER_RANGE", `has more than ${digits} digits before the point. Correct it.`);
    };
  };
  const whole = (name: string): Cell => {
    const cell = decimal(name);
    return (row) => {
      const plain = cell(row);
      if (plain === null) return null;
      if (!/^\+?\d+(?:\.0+)?$/.test(plain))
        return refuse(row, name, "NUMBER_INVALID", `${plain} is no whole number. Correct it.`);
      const value = Number(plain);
      return value <= INT_MAX ? String(value) : refuse(row, name, "NUMBER_RANGE", `is over ${INT_MAX}. Correct it.`);
    };
  };
  return { number, whole, amount: (name) => number(name, { scale: 2, digits: 14 }) };
}

function dates(binding: Binding, mapping: Mapping, context: ParseContext): Pick<Fields, "moment" | "date" | "timed"> {
  const format = mapping.date_format === undefined ? undefined : compileDateFormat(mapping.date_format);
  const rules = dateRules(context.zone, mapping.zone, format);
  const read = <T extends Moment | IsoDate>(name: string, rule: (text: string) => T | DateFlaw): Read<T> => {
    const cell = binding.cell(name);
    return (row) => {
      const text = cell(row);
      if (text === null) return null;
      const value = rule(text);
      if (typeof value === "object" || !Object.hasOwn(PROBLEMS, value)) return value as T;
      const flaw = value as DateFlaw;
      const expected =
        flaw === "DATE_FORMAT" && mapping.date_format
          ? `is not written as ${mapping.date_format}. Correct it, or the mapping's date_format.`
          : PROBLEMS[flaw];
      return refuse(row, name, flaw, `${shown(text)} ${expected}`);
    };
  };
  const moment = (name: string) => read<Moment>(name, rules.moment);
  return {
    moment,
    date: (name) => read<IsoDate>(name, rules.date),
    timed(name, on) {
      const at = once(moment(name));
      return { [name]: (row) => at(row)?.at ?? null, [on]: (row) => at(row)?.on ?? null };
    },
  };
}

function listed(
  binding: Binding,
  context: ParseContext,
): Pick<Fields, "choice" | "email" | "country" | "currency" | "source"> {
  const checked = (name: string, code: string, cure: string, convert: (text: string) => string | null): Cell => {
    const cell = binding.cell(name);
    return (row) => {
      const text = cell(row);
      return text === null ? null : (convert(text) ?? refuse(row, name, code, `${shown(text)} ${cure}`));
    };
  };
  const capitals = (isKnown: (code: string) => boolean) => (text: string) => {
    const code = text.toUpperCase();
    return isKnown(code) ? code : null;
  };
  return {
    choice<T extends string>(name: string, options: readonly T[], code: string): Read<T> {
      const known = new Map(options.map((option) => [normaliseCode(option), option]));
      const cell = checked(
        name,
        code,
        `is none of ${options.join(", ")}. Use one of them.`,
        (text) => known.get(normaliseCode(text)) ?? null,
      );
      return cell as Read<T>;
    },
    email: (name) =>
      checked(name, "EMAIL_INVALID", "is no e-mail address. Correct it or leave it blank.", (text) =>
        EMAIL.test(text) ? text.toLowerCase() : null,
      ),
    country: (name) =>
      checked(
        name,
        "COUNTRY_UNKNOWN",
        "is no country code. Write the two letters of ISO 3166-1, such as US or GB.",
        capitals(isCountry),
      ),
    currency: (name) =>
      checked(
        name,
        "CURRENCY_UNKNOWN",
        "is no currency. Write the three letters of ISO 4217, such as USD.",
        capitals((code) => currencies.has(code)),
      ),
    source: (name) => {
      const cell = binding.cell(name);
      return (row) => {
        const text = cell(row);
        return text === null ? null : context.sources(text);
      };
    },
  };
}

/** `accountKey`; of printable ASCII with single blanks it is the lower case. */
function keyOf(company: string): string {
  return isPlain(company) && !company.includes("  ") ? company.toLowerCase() : accountKey(company);
}

function account(binding: Binding, name: string): Columns {
  const company = once(binding.cell(name));
  return {
    [name]: company,
    account_key: (row) => {
      const text = company(row);
      return text === null ? null : keyOf(text);
    },
  };
}

/** Compiles the readers of one file. Throws AppError when the mapping's date format is no format. */
export function compileFields(binding: Binding, mapping: Mapping, context: ParseContext): Fields {
  return {
    text: binding.cell,
    account: (name) => account(binding, name),
    ...numbers(binding, mapping),
    ...dates(binding, mapping, context),
    ...listed(binding, context),
  };
}

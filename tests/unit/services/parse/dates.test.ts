import { describe, expect, test } from "vitest";
import { compileDateFormat } from "@/lib/services/parse/date-format";
import { dateRules, instantText } from "@/lib/services/parse/dates";

const NEW_YORK = "America/New_York";

/** What a text is taken for: the instant and its date, or the code of what is wrong. */
function read(text: string, { zone, format }: { zone?: string; format?: string } = {}): string {
  const value = dateRules(NEW_YORK, zone, format === undefined ? undefined : compileDateFormat(format)).moment(text);
  return typeof value === "string" ? value : `${value.at} ${value.on}`;
}

describe("instants as ISO 8601", () => {
  test.each([
    ["2027-07-05T10:00:00Z", "2027-07-05T10:00:00Z 2027-07-05"],
    ["2027-07-05T03:00:00Z", "2027-07-05T03:00:00Z 2027-07-04"],
    ["2027-07-05t10:00:00z", "2027-07-05T10:00:00Z 2027-07-05"],
    ["2027-07-05 10:00+02:00", "2027-07-05T08:00:00Z 2027-07-05"],
    ["2027-07-05T10:00:00.1239-0400", "2027-07-05T14:00:00.123Z 2027-07-05"],
    ["2027-07-05 10:00:00,5 UTC", "2027-07-05T10:00:00.500Z 2027-07-05"],
    ["2027-07-05T00:30:00+05:45", "2027-07-04T18:45:00Z 2027-07-04"],
    ["2027-07-05T23:59:59-12", "2027-07-06T11:59:59Z 2027-07-06"],
    ["1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z 1969-12-31"],
    ["2999-12-31T12:00:00Z", "2999-12-31T12:00:00Z 2999-12-31"],
  ])("%s", (text, expected) => expect(read(text)).toBe(expected));

  test("the same instant has one text, however it is written", () => {
    const texts = ["2027-07-05T10:00:00Z", "2027-07-05T10:00:00.000Z", "2027-07-05 06:00-04", "2027-07-05T10:00Z"];
    expect(new Set(texts.map((text) => read(text))).size).toBe(1);
  });

  test.each([
    ["2026-02-31", "DATE_INVALID"],
    ["2026-02-31T10:00:00Z", "DATE_INVALID"],
    ["2026-13-01", "DATE_INVALID"],
    ["2026-00-10", "DATE_INVALID"],
    ["0026-01-10", "DATE_INVALID"],
    ["3026-01-10", "DATE_INVALID"],
    ["2027-02-29", "DATE_INVALID"],
    ["2027-07-05T24:00:00Z", "DATE_INVALID"],
    ["2027-07-05T10:60:00Z", "DATE_INVALID"],
    ["2027-07-05T23:59:60Z", "DATE_INVALID"],
    ["2027-07-05T10:00:00+19:00", "DATE_INVALID"],
    ["2027-07-05T10:00:00", "TIME_WITHOUT_OFFSET"],
    ["2027-07-05 10:00", "TIME_WITHOUT_OFFSET"],
    ["05/07/2027", "DATE_FORMAT"],
    ["2027-7-5", "DATE_FORMAT"],
    ["20270705", "DATE_FORMAT"],
    ["2027-07-05T", "DATE_FORMAT"],
    ["2027-07-05X10:00:00Z", "DATE_FORMAT"],
    ["2027-07-05T10Z", "DATE_FORMAT"],
    ["2027-07-05T10:00:00 EST", "DATE_FORMAT"],
    ["yesterday", "DATE_FORMAT"],
    ["44926", "DATE_FORMAT"],
  ])("%s is %s", (text, code) => expect(read(text)).toBe(code));
});

describe("a date without a time", () => {
  test("is that date in the organisation's zone", () => {
    expect(read("2027-07-05")).toBe("2027-07-05T04:00:00Z 2027-07-05");
    expect(read("2027-01-05")).toBe("2027-01-05T05:00:00Z 2027-01-05");
  });

  test("also when the mapping names another zone for times", () => {
    expect(read("2027-07-05", { zone: "Asia/Tokyo" })).toBe("2027-07-05T04:00:00Z 2027-07-05");
  });
});

describe("times in the mapping's zone", () => {
  test("are local times there", () => {
    expect(read("2018-02-26 19:58:54", { zone: "America/Sao_Paulo" })).toBe("2018-02-26T22:58:54Z 2018-02-26");
    expect(read("2027-07-05T10:00:00", { zone: "Asia/Tokyo" })).toBe("2027-07-05T01:00:00Z 2027-07-04");
  });

  test("an offset in the text wins", () => {
    expect(read("2027-07-05T10:00:00Z", { zone: "Asia/Tokyo" })).toBe("2027-07-05T10:00:00Z 2027-07-05");
  });

  test("a time that the clocks skipped is refused, the minutes around it are not", () => {
    expect(read("2027-03-14 01:59:59", { zone: NEW_YORK })).toBe("2027-03-14T06:59:59Z 2027-03-14");
    expect(read("2027-03-14 02:00:00", { zone: NEW_YORK })).toBe("TIME_IN_GAP");
    expect(read("2027-03-14 02:59:59", { zone: NEW_YORK })).toBe("TIME_IN_GAP");
    expect(read("2027-03-14 03:00:00", { zone: NEW_YORK })).toBe("2027-03-14T07:00:00Z 2027-03-14");
    expect(read("2018-11-04 00:30:00", { zone: "America/Sao_Paulo" })).toBe("TIME_IN_GAP");
  });

  test("of a time that happens twice it is the first", () => {
    expect(read("2027-11-07 01:30:00", { zone: NEW_YORK })).toBe("2027-11-07T05:30:00Z 2027-11-07");
  });
});

describe("the mapping's date format", () => {
  test.each([
    ["dd/MM/yyyy", "03/04/2027", "2027-04-03T04:00:00Z 2027-04-03"],
    ["MM/dd/yyyy", "03/04/2027", "2027-03-04T05:00:00Z 2027-03-04"],
    ["dd-MM-yyyy HH:mm", "26-02-2018", "2018-02-26T05:00:00Z 2018-02-26"],
    ["dd-MM-yyyy HH:mm", "26-02-2018 19:58Z", "2018-02-26T19:58:00Z 2018-02-26"],
    ["dd-MM-yyyy", "26-02-2018T19:58:30+01:00", "2018-02-26T18:58:30Z 2018-02-26"],
    ["HH:mm dd.MM.yyyy", "26.02.2018", "2018-02-26T05:00:00Z 2018-02-26"],
    ["HH:mm dd.MM.yyyy", "19:58 26.02.2018+00:00", "2018-02-26T19:58:00Z 2018-02-26"],
    ["M/d/yyyy", "7/5/2027", "2027-07-05T04:00:00Z 2027-07-05"],
    ["M/d/yyyy", "07/05/2027", "2027-07-05T04:00:00Z 2027-07-05"],
    ["yyyyMMdd", "20270705", "2027-07-05T04:00:00Z 2027-07-05"],
    ["yyyy-MM-dd'T'HH:mm:ss", "2027-07-05T10:00:00Z", "2027-07-05T10:00:00Z 2027-07-05"],
    ["yyyy-MM-ddTHH:mm:ss", "2027-07-05T10:00:00Z", "2027-07-05T10:00:00Z 2027-07-05"],
    ["dd/MM/yyyy", "31/02/2027", "DATE_INVALID"],
    ["dd/MM/yyyy", "02/31/2027", "DATE_INVALID"],
    ["dd/MM/yyyy", "3/4/2027", "DATE_FORMAT"],
    ["dd/MM/yyyy", "03-04-2027", "DATE_FORMAT"],
    ["dd/MM/yyyy", "2027-04-03", "DATE_FORMAT"],
    ["dd.MM.yyyy", "03x04x2027", "DATE_FORMAT"],
    ["dd-MM-yyyy HH:mm", "26-02-2018 19:58", "TIME_WITHOUT_OFFSET"],
    ["dd-MM-yyyy HH:mm", "26-02-2018 25:58Z", "DATE_INVALID"],
    ["dd-MM-yyyy HH:mm:ss", "26-02-2018 19:58Z", "DATE_FORMAT"],
  ])("%s reads %s", (format, text, expected) => expect(read(text, { format })).toBe(expected));

  test("with a zone for its times", () => {
    const olist = { format: "yyyy.MM.dd H:mm", zone: "America/Sao_Paulo" };
    expect(read("2018.02.26 9:58", olist)).toBe("2018-02-26T12:58:00Z 2018-02-26");
    expect(read("2018.02.26 19:58", olist)).toBe("2018-02-26T22:58:00Z 2018-02-26");
  });

  test.each([
    "",
    "dd/MM/yy",
    "dd/MM",
    "yyyy-MM-dd hh:mm",
    "yyyy-MM-dd HH",
    "yyyy-MM-dd mm:ss",
    "yyyy-MM-dd dd",
    "yyyyMd",
    "yyyy-MM-dd HH:mm Z",
    "strange",
  ])("%j is refused", (format) =>
    expect(() => compileDateFormat(format)).toThrow(expect.objectContaining({ code: "DATE_FORMAT_TOKEN" })),
  );
});

describe("fields that are dates", () => {
  const { date } = dateRules(NEW_YORK, undefined, undefined);

  test("take a date, or midnight without an offset", () => {
    expect(date("2027-07-05")).toBe("2027-07-05");
    expect(date("2027-07-05 00:00:00")).toBe("2027-07-05");
  });

  test("refuse instants", () => {
    expect(date("2027-07-05T00:00:00Z")).toBe("DATE_FORMAT");
    expect(date("2027-07-05 10:00")).toBe("DATE_FORMAT");
    expect(date("2027-02-30")).toBe("DATE_INVALID");
  });
});

test("instantText agrees with the platform", () => {
  for (const ms of [0, -1, 999, 951_782_400_000, 1_814_781_599_999, -2_208_988_800_000]) {
    expect(new Date(instantText(ms)).getTime()).toBe(ms);
  }
});

import { describe, expect, test } from "vitest";
import { parseOne, refusal } from "@/tests/support/parse-context";

describe("a touch", () => {
  const TOUCH = { external_id: "T-1", source: "Webinar", kind: "Email Sent", touched_at: "2027-07-05T03:00:00Z" };
  const touch = (changes: Record<string, string>) => parseOne("touches", { ...TOUCH, ...changes });

  test("belongs to a lead, an opportunity or an account", () => {
    expect(touch({ lead_external_id: "L-1" })).toMatchObject({
      source_code: "webinar",
      kind: "email_sent",
      touched_on: "2027-07-04",
    });
    expect(touch({ opportunity_external_id: "O-1" })).toMatchObject({
      opportunity_external_id: "O-1",
      lead_external_id: null,
    });
    expect(touch({ account: "ACME" })).toMatchObject({ account: "ACME", account_key: "acme" });
  });

  test.each<[Record<string, string>, string, string]>([
    [{}, "lead_external_id", "TOUCH_TARGET"],
    [{ lead_external_id: "L-1", account: "ACME" }, "lead_external_id", "TOUCH_TARGET"],
    [{ account: "ACME", kind: "fax" }, "kind", "KIND_UNKNOWN"],
    [{ account: "ACME", source: "" }, "source", "FIELD_REQUIRED"],
    [{ account: "ACME", touched_at: "2027-07-05 03:00" }, "touched_at", "TIME_WITHOUT_OFFSET"],
  ])("%j: %s %s", (changes, field, code) => expect(refusal(touch(changes))).toEqual({ field, code }));
});

describe("spend", () => {
  const SPEND = {
    source: "webinar",
    start_date: "2027-06-01",
    end_date: "2027-06-30",
    amount: "100.10",
    currency: "usd",
  };
  const spend = (changes: Record<string, string> = {}) => parseOne("spend", { ...SPEND, ...changes });

  test("covers its days, both ends included", () => {
    expect(spend({ end_date: "2027-06-01" })).toMatchObject({
      start_date: "2027-06-01",
      end_date: "2027-06-01",
      currency: "USD",
      campaign: null,
    });
  });

  test.each<[Record<string, string>, string, string]>([
    [{ amount: "-1" }, "amount", "NUMBER_NEGATIVE"],
    [{ end_date: "2027-05-31" }, "end_date", "DATE_ORDER"],
    [{ start_date: "2027-06-01T00:00:00Z" }, "start_date", "DATE_FORMAT"],
    [{ start_date: "2027-06-31" }, "start_date", "DATE_INVALID"],
    [{ currency: "" }, "currency", "FIELD_REQUIRED"],
    [{ currency: "XYZ" }, "currency", "CURRENCY_UNKNOWN"],
  ])("%j: %s %s", (changes, field, code) => expect(refusal(spend(changes))).toEqual({ field, code }));
});

describe("a rate", () => {
  const RATE = { date: "2027-06-01", from_currency: "EUR", to_currency: "USD", rate: "1.08" };
  const rate = (changes: Record<string, string> = {}) => parseOne("fx_rates", { ...RATE, ...changes });

  test("holds ten decimals", () => {
    expect(rate({ rate: "0.00923456789123" })).toMatchObject({ day: "2027-06-01", rate: "0.0092345679" });
  });

  test.each<[Record<string, string>, string, string]>([
    [{ rate: "0" }, "rate", "NUMBER_RANGE"],
    [{ rate: "0.00000000001" }, "rate", "NUMBER_RANGE"],
    [{ rate: "12345678901" }, "rate", "NUMBER_RANGE"],
    [{ rate: "-1" }, "rate", "NUMBER_NEGATIVE"],
    [{ to_currency: "eur" }, "to_currency", "CURRENCY_SAME"],
    [{ from_currency: "$" }, "from_currency", "CURRENCY_UNKNOWN"],
  ])("%j: %s %s", (changes, field, code) => expect(refusal(rate(changes))).toEqual({ field, code }));
});

import { describe, expect, it } from "vitest";
import type { DealTouch } from "@/lib/domain/attribution";
import { explainTouches } from "@/lib/domain/deal-touches";

const deal = { createdOn: "2027-05-10", wonOn: "2027-06-30", createdByTeam: null };
const touch = (on: string, changes: Partial<DealTouch> = {}): DealTouch => ({
  source: "webinar",
  kind: "form",
  link: "direct",
  on,
  ...changes,
});
const explain = (touches: DealTouch[]) =>
  explainTouches(deal, touches, { lookbackDays: 90 }).map(({ reason, positions, isAssist }) => [
    reason,
    positions.join("+"),
    isAssist,
  ]);

describe("explainTouches", () => {
  it("says of V4 who holds what and why the others do not", () => {
    expect(
      explain([
        touch("2027-03-15"),
        touch("2027-04-01"),
        touch("2027-05-08"),
        touch("2027-05-20"),
        touch("2027-06-20"),
      ]),
    ).toEqual([
      ["outside_window", "", false],
      ["eligible", "first_touch", false],
      ["eligible", "opportunity_created", false],
      ["eligible", "", true],
      ["eligible", "closed_won", false],
    ]);
  });

  it("gives one touch several positions, and all touches of a deciding date the same one", () => {
    expect(explain([touch("2027-05-01"), touch("2027-05-01", { source: "intent" })])).toEqual([
      ["eligible", "first_touch+opportunity_created+closed_won", false],
      ["eligible", "first_touch+opportunity_created+closed_won", false],
    ]);
  });

  it("explains sends, touches after the win, and the account's beside the contacts' own", () => {
    expect(
      explain([
        touch("2027-05-01", { kind: "email_sent" }),
        touch("2027-05-01", { kind: "outbound_call" }),
        touch("2027-07-01"),
        touch("2027-05-02", { link: "account" }),
        touch("2027-05-03"),
      ]).map(([reason]) => reason),
    ).toEqual(["no_response", "no_response", "after_won", "account_not_asked", "eligible"]);
  });

  it("asks the account where the contacts gave nothing", () => {
    expect(explain([touch("2027-05-02", { link: "account" }), touch("2027-03-01")]).map(([reason]) => reason)).toEqual([
      "eligible",
      "outside_window",
    ]);
  });
});

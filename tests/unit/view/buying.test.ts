import { describe, expect, test } from "vitest";
import { NO_OUTCOME } from "@/lib/domain/brief-check";
import {
  type BriefInput,
  briefNote,
  briefRow,
  briefsTitle,
  briefTitle,
  criteriaLines,
  overNote,
  reportFacts,
  reportLines,
  vendorRow,
} from "@/lib/view/buying";
import { claimRow, claimsCsv, claimTotal } from "@/lib/view/claims";

const brief = (changes: Partial<BriefInput> = {}): BriefInput => ({
  id: "7",
  vendor: "Paperlane Media",
  volume: 1200,
  price: "62.00",
  currency: "USD",
  deliveryFrom: "2027-07-01",
  deliveryTo: "2027-12-31",
  creditTerms: "Bad data is credited.",
  agreementVersion: 2,
  state: "delivering",
  signatures: [],
  counts: {
    delivered: 400,
    passed: 300,
    failed: new Map([
      ["data:email", 20],
      ["geography", 90],
    ]),
    pending: new Map([["behaviour", 400]]),
    claims: 120,
    outcome: {
      ...NO_OUTCOME,
      handedOver: 20,
      accepted: 9,
      rejected: { ...NO_OUTCOME.rejected, bad_data: 6 },
      unworked: 1,
      pending: 4,
    },
  },
  ...changes,
});
const empty = { delivered: 0, passed: 0, failed: new Map(), pending: new Map(), claims: 0, outcome: NO_OUTCOME };

test.each([
  [[], "No leads are bought under a brief yet."],
  [["draft"], "No seller delivers now; one waits for signatures."],
  [["delivering", "over"], "One seller delivers under a brief that both sides signed."],
  [
    ["delivering", "delivering", "draft", "waiting"],
    "Two sellers deliver under a brief that both sides signed; two wait for signatures.",
  ],
] as const)("%j: %s", (states, words) => {
  expect(briefsTitle(states.map((state) => ({ state })))).toBe(words);
});

describe("a brief in words", () => {
  test("in the list", () => {
    expect(briefRow(brief(), "CMO")).toMatchObject({
      state: "Delivering",
      ordered: "1,200",
      price: "62.00 USD",
      passed: "75.0 %",
      rate: "56.3 %",
      n: 16,
      claims: "120",
    });
    const waiting = brief({
      state: "waiting",
      signatures: [{ role: "cro", name: "A", at: new Date() }],
      counts: empty,
    });
    expect(briefRow(waiting, "VP Marketing")).toMatchObject({
      state: "Waits for the VP Marketing",
      passed: "—",
      rate: "—",
      n: 0,
    });
  });

  test("on its page", () => {
    expect(briefTitle(brief(), "CMO")).toBe("Paperlane Media delivers under a brief that both sides have signed.");
    expect(briefNote(brief())).toMatch(
      /^1,200 leads at 62\.00 USD each, 1 Jul\w* 2027 to 31 Dec 2027\. Built from version 2/,
    );
    const lines = criteriaLines({
      scoreAbove: 70,
      fields: [{ label: "Geography", words: "US" }],
      requiredData: ["country", "email"],
      creditTerms: "All.",
    });
    expect(lines.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "Score line: above 70, by the scoring tool",
      "Geography: US",
      "Required data: E-mail and Country",
      "Credit terms: All.",
    ]);
  });

  test("its report", () => {
    expect(reportFacts(brief()).map(({ label, value, note }) => `${label} ${value} ${note}`)).toEqual([
      "Delivered 400 of 1,200 ordered",
      "Passed the brief 75.0 % 300 rows",
      "Handed over 20 4 pending",
      "Acceptance 56.3 % 9 of n 16",
      "Rejected 6 1 unworked",
    ]);
    const { failed, pending, rejected } = reportLines(brief());
    expect(failed).toEqual([
      { key: "geography", label: "Geography", n: "90", share: "22.5 %" },
      { key: "data:email", label: "E-mail missing", n: "20", share: "5.0 %" },
    ]);
    expect(pending).toMatchObject([{ label: "Behaviour signal", share: "100.0 %" }]);
    expect(rejected).toMatchObject([{ label: "Bad data", n: "6", share: "100.0 %" }]);
  });
});

describe("more than was ordered", () => {
  const over = (delivered: number) => brief({ counts: { ...brief().counts, delivered } });

  test("is told in words", () => {
    expect(overNote(over(1_200))).toBeNull();
    expect(briefRow(over(1_200), "CMO").over).toBeNull();
    expect(overNote(over(1_400))).toBe(
      "1,400 of 1,200 ordered: 200 over. Over-deliveries are not priced: credits are summed for 1,200 rows at most.",
    );
    expect(briefRow(over(1_400), "CMO").over).toBe("200 over");
    expect(reportFacts(over(1_400))[0]?.note).toBe("of 1,200 ordered: 200 over");
  });

  test("is in no sum of credits", () => {
    expect(claimTotal(1_200, brief())).toBe("1,200 rows, 74,400.00 USD at the price of the brief");
    expect(claimTotal(1_201, brief())).toBe(
      "1,201 rows, 1,200 of them priced: 74,400.00 USD at the price of the brief",
    );
  });
});

test("a seller over all its briefs", () => {
  const { outcome } = brief().counts;
  expect(vendorRow({ vendor: "Paperlane Media", briefs: 2, leads: 1_100, claims: 31, outcome })).toEqual({
    vendor: "Paperlane Media",
    briefs: "2",
    leads: "1,100",
    handedOver: "20",
    rate: "56.3 %",
    n: 16,
    claims: "31",
  });
});

describe("claims", () => {
  const claim = {
    leadId: "3",
    externalId: "L-3",
    name: "=cmd()",
    company: 'Brand, "Inc"',
    email: null,
    receivedOn: "2027-07-05",
    failed: ["geography", "data:email"],
    rejection: "bad_data",
  };

  test("on the page", () => {
    expect(claimRow(claim, brief())).toMatchObject({
      lead: "=cmd()",
      why: "failed the brief: Geography, E-mail missing; rejected: Bad data",
      price: "62.00 USD",
    });
    expect(claimTotal(120, brief())).toBe("120 rows, 7,440.00 USD at the price of the brief");
    expect(claimTotal(1, brief({ price: "0.10" }))).toBe("1 row, 0.10 USD at the price of the brief");
  });

  test("as a file, with formulas made harmless", () => {
    expect(claimsCsv([claim], brief()).split("\r\n")).toEqual([
      "external_id,name,company,email,received_on,failed,rejection,reason,price,currency",
      `L-3,'=cmd(),"Brand, ""Inc""",,2027-07-05,geography;data:email,bad_data,"failed the brief: Geography, E-mail missing; rejected: Bad data",62.00,USD`,
      "",
    ]);
  });
});

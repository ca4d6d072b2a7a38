import { describe, expect, test } from "vitest";
import { changeText, type Figure, figureOf, figureOfUnit, figuresOf } from "@/lib/domain/figures";
import { costFacts, handedOver, LABELS, mondayDocument } from "@/tests/support/monday";

const UNMAPPED = "Unmapped: Expo: 2027";
const document = mondayDocument({
  counts: [
    handedOver("webinar", "SMB", 20, 11, 4),
    handedOver("webinar", "ENT", 6, 2),
    handedOver("partner_referral", "MM", 10, 8, 2),
    handedOver(UNMAPPED, "SMB", 2000, 1099),
  ],
  trailing: costFacts({ webinar: [22_000, 100_000], paid_search: [18_000, 0], intent: [0, 5_000] }),
});
const at = (address: string) => figureOf(document, address, LABELS);

describe("a figure by its address, as the Monday page shows it", () => {
  test.each<[address: string, label: string, value: string]>([
    ["acceptance:webinar:SMB", "Acceptance, Webinar, SMB", "55 %"],
    ["acceptance:webinar:ENT", "Acceptance, Webinar, Enterprise", "low n (6)"],
    ["acceptance:webinar", "Acceptance, Webinar", "50 %"],
    [`acceptance:${UNMAPPED}`, `Acceptance, ${UNMAPPED}`, "55 %"],
    [`acceptance:${UNMAPPED}:SMB`, `Acceptance, ${UNMAPPED}, SMB`, "55 %"],
    ["acceptance:partner_referral", "Acceptance, Partner referral", "80 %"],
    ["acceptance", "Acceptance, all sources", "54.9 %"],
    ["rejection", "Rejected, of all handed over", "0.2 %"],
    ["reason:bad_data", "Reason, Bad data", "4 of 4"],
    ["pipeline_rate:SMB", "MQL → pipeline, SMB", "—"],
    ["cost:webinar", "Cost per pipeline dollar, Webinar", "0.2200"],
    ["cost:paid_search", "Cost per pipeline dollar, Paid search", "no pipeline"],
    ["cost:intent", "Cost per pipeline dollar, Intent", "no spend recorded"],
    ["cost:outbound_bdr", "Cost per pipeline dollar, Outbound BDR", "—"],
    ["cost", "Cost per pipeline dollar, all sources", "0.3810"],
    ["sla", "First touch within the follow-up SLA", "0 %"],
    ["volume", "Volume against SDR feed", "0"],
  ])("%s", (address, label, value) => expect(at(address)).toMatchObject({ address, label, value }));

  test.each([
    "",
    "acceptance:",
    "acceptance:webinar:Unknown",
    "acceptance:nobody",
    "reason:other",
    "cost:",
    "influence:nobody",
    "constructor",
    "Acceptance",
  ])("“%s” is no figure of this Monday", (address) => expect(at(address)).toBeNull());
});

test("every figure has an address of its own, and its address finds it", () => {
  const figures = figuresOf(document, LABELS);
  expect(new Set(figures.map(({ address }) => address)).size).toBe(figures.length);
  for (const figure of figures) expect(at(figure.address)).toEqual(figure);
});

test("a unit of the loop is judged by the figure of its cell, source or reason", () => {
  expect(figureOfUnit("sales_sla:webinar:SMB")).toBe("acceptance:webinar:SMB");
  expect(figureOfUnit("cost:webinar")).toBe("cost:webinar");
});

describe("what changed between two Mondays", () => {
  const figure = (number: number | null, unit: Figure["unit"] = "points") => ({ number, unit }) as Figure;
  test.each<[from: Figure | null, to: Figure | null, words: string | null]>([
    [figure(50), figure(54.25), "+4.3 points"],
    [figure(50), figure(49.96), "unchanged"],
    [figure(50), figure(40), "−10.0 points"],
    [figure(0.25, "ratio"), figure(0.2092, "ratio"), "−0.0408"],
    [figure(3, "count"), figure(5, "count"), "+2"],
    [figure(null), figure(40), null],
    [figure(40), figure(null), null],
    [null, figure(40), null],
    [figure(40), null, null],
  ])("%#", (from, to, words) => expect(changeText(from, to)).toBe(words));
});

import { describe, expect, test } from "vitest";
import { cellAddress, documentFigures, parseCell, parseFigure } from "@/lib/domain/document-figures";
import { cellOfUnit, changeText, citable, type Figure, figuresOf, shownCell } from "@/lib/domain/figures";
import { cellLabel } from "@/lib/view/period/cells";
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
const cells = new Map(figuresOf(document).map((cell) => [cell.address, cell]));

describe("a field of a figure by its address, as the Monday page shows it", () => {
  test.each<[address: string, label: string, value: string]>([
    ["acceptance:webinar:SMB#acceptance", "Acceptance, Webinar, SMB", "55 %"],
    ["acceptance:webinar:SMB#unworked", "Acceptance, Webinar, SMB, unworked", "5"],
    ["acceptance:webinar:SMB#floor", "Acceptance, Webinar, SMB, floor", "50 %"],
    ["acceptance:webinar:ENT#acceptance", "Acceptance, Webinar, Enterprise", "low n (6)"],
    ["acceptance:webinar:ENT#n", "Acceptance, Webinar, Enterprise, handed over (n)", "6"],
    ["acceptance_source:webinar#acceptance", "Acceptance, Webinar", "50 %"],
    [`acceptance_source:${UNMAPPED}#acceptance`, `Acceptance, ${UNMAPPED}`, "55 %"],
    [`acceptance:${UNMAPPED}:SMB#acceptance`, `Acceptance, ${UNMAPPED}, SMB`, "55 %"],
    [`acceptance:${UNMAPPED}:SMB#n`, `Acceptance, ${UNMAPPED}, SMB, handed over (n)`, "2,000"],
    [`acceptance:${UNMAPPED}:SMB#floor`, `Acceptance, ${UNMAPPED}, SMB, floor`, "none"],
    ["acceptance_source:partner_referral#acceptance", "Acceptance, Partner referral", "80 %"],
    ["acceptance_segment:ENT#n", "Acceptance, all sources, Enterprise, handed over (n)", "6"],
    ["acceptance_total#acceptance", "Acceptance, all sources", "54.9 %"],
    ["rejection#rate", "Rejected, of all handed over", "0.2 %"],
    ["rejection#rejected", "Rejected, of all handed over, rejected", "4"],
    ["reason:bad_data#count", "Reason, Bad data", "4 of 4"],
    ["pipeline_rate:SMB#rate", "MQL → pipeline, SMB", "—"],
    ["cost:webinar#ratio", "Cost per pipeline dollar, Webinar", "0.2200"],
    ["cost:webinar#spend", "Cost per pipeline dollar, Webinar, spend", "22,000"],
    ["cost:webinar#pipeline", "Cost per pipeline dollar, Webinar, pipeline", "100,000"],
    ["cost:paid_search#ratio", "Cost per pipeline dollar, Paid search", "no pipeline"],
    ["cost:intent#ratio", "Cost per pipeline dollar, Intent", "no spend recorded"],
    ["cost:outbound_bdr#ratio", "Cost per pipeline dollar, Outbound BDR", "—"],
    ["cost_total#ratio", "Cost per pipeline dollar, all sources", "0.3810"],
    ["influence:webinar#credit", "Closed-won influence, Webinar, credit", "0.00"],
    ["sla#touched_rate", "First touch within the follow-up SLA", "0 %"],
    ["volume#volume", "Volume against SDR feed", "0"],
  ])("%s", (address, label, value) => {
    expect(cells.get(address)).toMatchObject({ address, value });
    expect(cellLabel(address, LABELS)).toBe(label);
  });

  test.each([
    "",
    "#",
    "#n",
    "acceptance:webinar:SMB",
    "acceptance:webinar:SMB#",
    "acceptance:webinar:SMB#constructor",
    "acceptance:webinar:SMB#spend",
    "quarter_cost:webinar#ratio",
    "constructor#n",
    "Acceptance#n",
  ])("“%s” is no cell of a review", (address) => {
    expect(shownCell(address)).toBeNull();
    expect(cells.has(address)).toBe(false);
    expect(cellLabel(address, LABELS)).toBe(address);
  });
});

test("every cell has an address of its own, which is parsed back into its figure and field", () => {
  const all = figuresOf(document);
  expect(new Set(all.map(({ address }) => address)).size).toBe(all.length);
  for (const { address, figure, place, field } of all) {
    expect(parseCell(address)).toEqual({ figure, place, field });
    expect(parseFigure(figure)).toEqual(place);
  }
});

test("a source that holds the sign of a field is still a source", () => {
  const figure = "acceptance_source:Unmapped: Expo #1";
  expect(parseCell(cellAddress(figure, "n"))).toMatchObject({ figure, place: { source: "Unmapped: Expo #1" } });
});

test("every figure of the Monday but those of the fiscal quarter has a cell", () => {
  const cited = new Set(figuresOf(document).map(({ figure }) => figure));
  const known = [...documentFigures(document).keys()].filter((figure) => !figure.startsWith("quarter_"));
  expect([...cited]).toEqual(known);
});

test("a partner review cites its lane alone", () => {
  const lane = citable("partner", document);
  expect(new Set(lane.map(({ place }) => place.source))).toEqual(new Set(["partner_referral"]));
  expect(lane.map(({ address }) => address)).toContain("acceptance:partner_referral:MM#accepted");
});

test("a unit of the loop is judged by the figure of its cell, source or reason", () => {
  expect(cellOfUnit("sales_sla:webinar:SMB")).toBe("acceptance:webinar:SMB#acceptance");
  expect(cellOfUnit("cost:webinar")).toBe("cost:webinar#ratio");
  expect(cellOfUnit("reason:bad_data")).toBe("reason:bad_data#count");
  expect(cellOfUnit("webinar")).toBeNull();
});

describe("what changed between two Mondays", () => {
  const figure = (number: number | null, unit: Figure["unit"] = "points") => ({ number, unit }) as Figure;
  test.each<[from: Figure | null, to: Figure | null, words: string | null]>([
    [figure(50), figure(54.25), "+4.3 points"],
    [figure(50), figure(49.96), "unchanged"],
    [figure(50), figure(40), "−10.0 points"],
    [figure(0.25, "ratio"), figure(0.2092, "ratio"), "−0.0408"],
    [figure(3, "count"), figure(5, "count"), "+2"],
    [figure(30_000, "whole"), figure(31_200, "whole"), "+1,200"],
    [figure(0.5, "money"), figure(0.25, "money"), "−0.25"],
    [figure(null), figure(40), null],
    [figure(40), figure(null), null],
    [null, figure(40), null],
    [figure(40), null, null],
  ])("%#", (from, to, words) => expect(changeText(from, to)).toBe(words));
});

import { expect, test } from "vitest";
import { accountabilityHalves, bdrHomeOptions, bdrTeamWords, bdrWarning } from "@/lib/view/agreement/accountability";

const people = { cro: ["Ida Moe"], cmo: ["Bo Lind", "Cy Park"], head_sdr: ["Di Roth"] };

test("marketing owns supply and sales conversion, by name", () => {
  const [supply, conversion] = accountabilityHalves(people, "VP Marketing");
  expect(supply).toMatchObject({
    owns: "Supply",
    title: "VP Marketing",
    names: "Bo Lind and Cy Park",
    breach: "Breaches: nobody yet, Head of demand-gen",
  });
  expect(conversion).toMatchObject({
    owns: "Conversion",
    title: "Chief Revenue Officer",
    names: "Ida Moe",
    breach: "Breaches: Di Roth, Head of SDR",
  });
  expect(accountabilityHalves({}, "VP Marketing")[0]?.names).toBeNull();
});

test("where the BDR team sits, and a warning under marketing alone", () => {
  expect(bdrTeamWords("cro", 4, people, "VP Marketing")).toBe(
    "The 4 active BDRs report to Ida Moe, Chief Revenue Officer.",
  );
  expect(bdrTeamWords("ceo", 1, people, "VP Marketing")).toBe("The one active BDR reports to the CEO.");
  const warned = bdrHomeOptions("VP Marketing").filter(({ value }) => bdrWarning(value) !== null);
  expect(warned).toEqual([{ value: "cmo", label: "VP Marketing" }]);
  expect(bdrWarning("cmo")?.caption).toContain("Forrester 2027");
});

import type { Page } from "@playwright/test";

export const FORMATS = ["A4", "Letter"] as const;

/** How many sheets a page takes when it is printed. */
export async function printedPages(page: Page, format: (typeof FORMATS)[number]): Promise<number> {
  const pdf = (await page.pdf({ format, preferCSSPageSize: false })).toString("latin1");
  return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

"use client";

import { Button } from "@/components/ui/button";

/** Opens the browser’s print dialog. */
export function PrintButton() {
  return (
    <Button type="button" onClick={() => window.print()} className="print:hidden">
      Print
    </Button>
  );
}

"use client";

import { PressForm } from "@/components/ui/press-form";
import { withdraw } from "@/lib/actions/disputes";

/** Takes a dispute back; it can be raised again. */
export function WithdrawForm({ dispute }: { dispute: string }) {
  return (
    <PressForm action={withdraw} values={{ dispute }} variant="quiet">
      Withdraw the dispute
    </PressForm>
  );
}

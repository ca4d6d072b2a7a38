"use client";

import { withdraw } from "@/lib/actions/disputes";
import { PressForm } from "./press-form";

/** Takes a dispute back; it can be raised again. */
export function WithdrawForm({ dispute }: { dispute: string }) {
  return (
    <PressForm action={withdraw} values={{ dispute }} variant="quiet">
      Withdraw the dispute
    </PressForm>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { editBrief, writeBrief } from "@/lib/actions/briefs";

type Props = {
  terms: {
    vendor: string;
    volume: string;
    price: string;
    currency: string;
    deliveryFrom: string;
    deliveryTo: string;
    creditTerms: string;
  };
  /** The brief that is rewritten; left out for a new one. */
  brief?: { id: string; seen: string; isSigned: boolean };
};

/** What is ordered, for how much, when, and what is credited. What a row must meet comes out of the agreement. */
export function BriefForm({ terms, brief }: Props) {
  const router = useRouter();
  const onDone = (id: string) => router.push(`/agreement/buying/${id}`);
  const { form, pending, refusal, errorOf } = useActionForm(brief ? editBrief : writeBrief, { onDone });
  return (
    <form {...form} className="grid gap-5 border-ink border-t pt-5">
      <UnsavedGuard when={refusal ? true : undefined} />
      {brief && <input type="hidden" name="id" value={brief.id} />}
      {brief && <input type="hidden" name="seen" value={brief.seen} />}
      <div className="grid items-start gap-x-10 gap-y-5 md:grid-cols-2">
        <Field
          name="vendor"
          label="Seller"
          hint="As it stands in bought_from; capitals and blanks do not matter."
          error={errorOf("vendor")}
          required
        >
          {(control) => <Input {...control} defaultValue={terms.vendor} autoComplete="off" />}
        </Field>
        <Field name="volume" label="Leads ordered" error={errorOf("volume")} required>
          {(control) => <Input {...control} inputMode="numeric" defaultValue={terms.volume} className="max-w-36" />}
        </Field>
        <Field name="price" label="Price of one lead" error={errorOf("price")} required>
          {(control) => <Input {...control} inputMode="decimal" defaultValue={terms.price} className="max-w-36" />}
        </Field>
        <Field name="currency" label="Currency" hint="ISO code such as USD." error={errorOf("currency")} required>
          {(control) => <Input {...control} defaultValue={terms.currency} spellCheck={false} className="max-w-28" />}
        </Field>
        <Field name="deliveryFrom" label="First day of the delivery" error={errorOf("deliveryFrom")} required>
          {(control) => <Input {...control} type="date" defaultValue={terms.deliveryFrom} className="max-w-44" />}
        </Field>
        <Field
          name="deliveryTo"
          label="Last day of the delivery"
          hint="Rows that come in before or after are refused."
          error={errorOf("deliveryTo")}
          required
        >
          {(control) => <Input {...control} type="date" defaultValue={terms.deliveryTo} className="max-w-44" />}
        </Field>
      </div>
      <Field
        name="creditTerms"
        label="Credit terms"
        hint="Which rows the seller credits, and until when they are claimed."
        error={errorOf("creditTerms")}
        required
      >
        {(control) => <Textarea {...control} rows={4} defaultValue={terms.creditTerms} />}
      </Field>
      <RefusalNotice refusal={refusal} many="Nothing was saved" />
      <div className="flex flex-wrap items-center gap-3">
        <SendButton pending={pending}>{brief ? "Save the brief" : "Write the brief"}</SendButton>
        {brief?.isSigned && <p className="text-muted text-s">A change voids the signature that one side has given.</p>}
      </div>
    </form>
  );
}

"use client";

import { useActionState } from "react";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { undoForm } from "@/lib/actions/decisions";

type Props = {
  kind: "info" | "warn";
  title: string;
  detail: string | null;
  leadHref: string;
  /** The cycle whose verdict this person may still take back; null without the button. */
  undoable: string | null;
  filters: string;
};

/** What became of a lead that is not in the list any more, with its undo; works without scripts. */
export function VerdictNotice({ kind, title, detail, leadHref, undoable, filters }: Props) {
  const [result, formAction] = useActionState(undoForm, null);
  return (
    <div className="border-line border-b px-4 py-3 md:px-5">
      <Notice
        kind={kind}
        live
        title={title}
        action={
          undoable && (
            <form action={formAction}>
              <input type="hidden" name="cycle" value={undoable} />
              <input type="hidden" name="filters" value={filters} />
              <SubmitButton variant="plain" pendingWords="Taking back…">
                Undo
              </SubmitButton>
            </form>
          )
        }
      >
        <p>
          {detail} <TextLink href={leadHref}>Open the lead</TextLink>
        </p>
        {result && !result.ok && <p className="font-medium text-breach">{result.message}</p>}
      </Notice>
    </div>
  );
}

import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

type Props = {
  /** From `bdrWarning` (lib/view/agreement/accountability.ts); null draws nothing. */
  warning: { title: string; text: string; caption: string } | null;
  action?: ReactNode;
};

/** The warning when the BDR team sits under marketing (product.md C14). */
export function BdrWarning({ warning, action }: Props) {
  if (!warning) return null;
  return (
    <Notice kind="warn" title={warning.title} action={action}>
      {warning.text} <span className="text-muted">{warning.caption}</span>
    </Notice>
  );
}

import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { ReasonRow } from "@/lib/view/loop/fixes";

type Props = { reasons: readonly ReasonRow[]; canName: boolean; canOpen: boolean };

/** The fixes that the latest Monday asks for and that are not there, with what to do. */
export function MissingFixes({ reasons, canName, canOpen }: Props) {
  const missing = reasons.filter((row) => row.missing !== null);
  if (missing.length === 0) return null;
  return (
    <div className="mb-8 grid gap-3">
      {missing.map(({ reason, label, share, missing: what, owner }) => (
        <Notice
          key={reason}
          kind="warn"
          title={
            what === "hand_over"
              ? `Hand over the fix of ${label}: the account of its owner is closed.`
              : `${label} needs an open fix: ${share} rejections of the latest Monday.`
          }
        >
          {what === "hand_over" &&
            (canOpen ? (
              <>
                <TextLink href="#open-fixes">Work on it</TextLink> and give it to somebody.
              </>
            ) : (
              "A head, the CMO or VP RevOps hands it over."
            ))}
          {what === "owner" && (
            <NoOwner closed={owner.flag === "account closed" ? owner.words : null} canName={canName} />
          )}
          {what === "fix" &&
            (canOpen ? (
              <>
                {owner.words} owns it. <TextLink href="#open-one">Open a fix</TextLink>.
              </>
            ) : (
              `${owner.words} owns it. A head, the CMO or VP RevOps opens the fix.`
            ))}
        </Notice>
      ))}
    </div>
  );
}

function NoOwner({ closed, canName }: { closed: string | null; canName: boolean }) {
  const who = closed ? `${closed} has no active account any more` : "Nobody owns this reason";
  if (!canName) return `${who}: VP RevOps names a person.`;
  return (
    <>
      {who}: <TextLink href="/settings/reasons">name a person</TextLink>.
    </>
  );
}

import { CommentForm } from "@/components/period/comment-form";
import { CommentList } from "@/components/period/comment-list";
import { SectionHead } from "@/components/ui/section-head";
import { may, type Person } from "@/lib/auth/actor";
import type { Period } from "@/lib/domain/periods";
import type { citeChoices, commentLines } from "@/lib/view/period/comments";

type Props = {
  actor: Person;
  period: Period;
  comments: ReturnType<typeof commentLines>;
  choices: ReturnType<typeof citeChoices>;
};

/** Comments of a review with the form for those who may write one; each cites a figure of a frozen Monday (product.md D7). */
export function Comments({ actor, period, comments, choices }: Props) {
  const hasLane = actor.onlyLane === null || period.kind === "partner";
  const canComment = may(actor, "review.comment") && hasLane;
  return (
    <section aria-labelledby="comments" className="mb-11">
      <SectionHead id="comments" title="Comments" note="data, not opinions: each cites a figure as it was frozen" />
      <CommentList lines={comments} />
      {comments.length === 0 && !canComment && <p className="pt-2.5 text-muted">Nobody has commented yet.</p>}
      {canComment && <CommentForm kind={period.kind} period={period.key} {...choices} />}
      {!hasLane && may(actor, "review.comment") && (
        <p className="pt-2.5 text-muted text-s">You comment the partner review: each week has its own.</p>
      )}
    </section>
  );
}

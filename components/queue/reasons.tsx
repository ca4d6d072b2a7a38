import { cx } from "@/components/ui/cx";
import { FieldError } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { needsDuplicate, REASON_TEXTS, REASONS, type Reason } from "@/lib/domain/reasons";
import type { QueueLead } from "@/lib/view/queue";

type Props = {
  chosen: Reason | null;
  /** The reason that the failed checks point to: marked, never chosen. */
  likely: QueueLead["likely"];
  error: string | null;
  onChoose: (reason: Reason) => void;
};

/** The closed list of five, none chosen beforehand. There is no "other". */
export function Reasons({ chosen, likely, error, onChoose }: Props) {
  return (
    <fieldset id="reasons" aria-describedby={error ? "reason-error" : undefined} className="mb-4">
      <legend className="mb-2 font-semibold text-s">Or reject, with one reason</legend>
      <div className="overflow-hidden rounded-md border border-line-strong bg-raised">
        {REASONS.map((reason, index) => (
          <ReasonRow
            key={reason}
            reason={reason}
            number={index + 1}
            isChosen={chosen === reason}
            hint={likely?.reason === reason ? likely.words : null}
            onChoose={onChoose}
          />
        ))}
      </div>
      {error && (
        <div className="mt-1.5">
          <FieldError id="reason-error">{error}</FieldError>
        </div>
      )}
    </fieldset>
  );
}

type RowProps = {
  reason: Reason;
  number: number;
  isChosen: boolean;
  hint: string | null;
  onChoose: (reason: Reason) => void;
};

function ReasonRow({ reason, number, isChosen, hint, onChoose }: RowProps) {
  const { label, description } = REASON_TEXTS[reason];
  return (
    <label
      className={cx(
        "relative grid min-h-13 grid-cols-[26px_1fr_auto] items-center gap-3 border-line-strong px-3.5 py-2 not-last:border-b",
        "has-checked:bg-accent-soft has-checked:shadow-[inset_3px_0_0_var(--accent)] has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus",
        !isChosen && "hover:bg-sunken",
      )}
    >
      <input
        type="radio"
        id={`reason-${reason}`}
        name="reason"
        value={reason}
        checked={isChosen}
        onChange={() => onChoose(reason)}
        data-names-duplicate={needsDuplicate(reason) || undefined}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
      <Kbd>{number}</Kbd>
      <span>
        <b className="font-medium">{label}</b>
        <span className="block text-muted text-xs">{description}</span>
      </span>
      <span className="text-right text-sla text-xs max-md:max-w-28">{hint}</span>
    </label>
  );
}

import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

type Props = {
  seats: {
    seat: string;
    role: string;
    name: string /** Null: presence says nothing any more. */;
    isHere: boolean | null;
    /** Left, or has another role by now. */
    isGone: boolean;
    /** How the seat is given to somebody else. */
    replace?: ReactNode;
  }[];
};

/** The five and who of them has the room open. */
export function Seats({ seats }: Props) {
  return (
    <ul aria-label="The five seats" className="border-line-strong border-t">
      {seats.map(({ seat, role, name, isHere, isGone, replace }) => (
        <li key={seat} className="border-line border-b py-1.5">
          <div className="flex items-baseline gap-3">
            <span className="min-w-0 flex-1">
              <span className="font-medium">{name}</span>
              <span className="block text-muted text-xs">{role}</span>
            </span>
            {isHere !== null && (
              <span className={cx("text-xs", isHere ? "font-medium text-good" : "text-muted")}>
                {isHere && <span aria-hidden="true">✓ </span>}
                {isGone ? "no longer in this role" : isHere ? "here" : "not here"}
              </span>
            )}
          </div>
          {replace}
        </li>
      ))}
    </ul>
  );
}

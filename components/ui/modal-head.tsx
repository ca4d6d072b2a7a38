import type { ReactNode } from "react";
import { Button } from "./button";

type Props = { id: string; title: ReactNode; onClose: () => void };

/** Title and close button of a dialog or drawer. */
export function ModalHead({ id, title, onClose }: Props) {
  return (
    <div className="flex items-start justify-between gap-4 border-line border-b px-6 py-4 max-md:px-4">
      <h2 id={id} className="font-semibold font-serif text-l">
        {title}
      </h2>
      <Button variant="quiet" size="s" className="-mr-2" onClick={onClose}>
        Close
      </Button>
    </div>
  );
}

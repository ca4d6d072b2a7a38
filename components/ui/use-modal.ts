import { type MouseEvent, type RefObject, type SyntheticEvent, useEffect, useRef } from "react";

type Modal = {
  ref: RefObject<HTMLDialogElement | null>;
  onCancel: (event: SyntheticEvent) => void;
  onClose: () => void;
  onClick: (event: MouseEvent<HTMLDialogElement>) => void;
};

/**
 * Drives a native modal `<dialog>` from a boolean. The browser traps the focus and gives it back on close;
 * Esc and a press on the backdrop ask the owner to close, who may refuse by leaving `open` true.
 */
export function useModal(open: boolean, onClose: () => void): Modal {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return {
    ref,
    onCancel: (event) => {
      event.preventDefault();
      onClose();
    },
    // The browser closes without asking on a second Esc; the owner must hear of it.
    onClose: () => {
      if (open) onClose();
    },
    onClick: (event) => {
      if (event.target === event.currentTarget && isOutside(event)) onClose();
    },
  };
}

/** The dialog's own padding is inside its box; only the backdrop lies outside. */
function isOutside(event: MouseEvent<HTMLDialogElement>): boolean {
  const box = event.currentTarget.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

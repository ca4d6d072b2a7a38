"use client";

import { type ReactNode, useId } from "react";
import { ModalHead } from "./modal-head";
import { useModal } from "./use-modal";

type Props = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** Buttons at the foot. */
  actions?: ReactNode;
};

/** A modal question or form. Its content exists only while it is open. */
export function Dialog({ open, onClose, title, children, actions }: Props) {
  const id = useId();
  const modal = useModal(open, onClose);
  return (
    <dialog
      {...modal}
      aria-labelledby={id}
      className="m-auto w-[min(34rem,calc(100vw-2rem))] max-w-none rounded-lg border border-line-strong bg-paper text-ink print:hidden"
    >
      {open && (
        <>
          <ModalHead id={id} title={title} onClose={onClose} />
          <div className="px-6 py-5 max-md:px-4">{children}</div>
          {actions && (
            <div className="flex flex-wrap justify-end gap-2 border-line border-t px-6 py-3 max-md:px-4">{actions}</div>
          )}
        </>
      )}
    </dialog>
  );
}

"use client";

import { type ReactNode, useId } from "react";
import { ModalHead } from "./modal-head";
import { useModal } from "./use-modal";

type Props = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
};

/** Detail at the right side of the page; the whole screen on a phone. */
export function Drawer({ open, onClose, title, children }: Props) {
  const id = useId();
  const modal = useModal(open, onClose);
  return (
    <dialog
      {...modal}
      aria-labelledby={id}
      className="m-0 ml-auto h-dvh max-h-none w-full max-w-none border-line-strong bg-paper text-ink md:w-[min(44rem,80vw)] md:border-l print:hidden"
    >
      {open && (
        <>
          <ModalHead id={id} title={title} onClose={onClose} />
          <div className="px-6 py-5 max-md:px-4">{children}</div>
        </>
      )}
    </dialog>
  );
}

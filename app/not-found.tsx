import type { Metadata } from "next";
import { buttonClass } from "@/components/ui/button-look";
import { Failure } from "@/components/ui/failure";

export const metadata: Metadata = { title: "Not found" };

/** Draws itself on the server alone: every page carries the scripts of this one. */
export default function NotFound() {
  return (
    <main id="content" tabIndex={-1}>
      <Failure
        title="Nothing at this address"
        actions={
          <a href="/" className={buttonClass({})}>
            Go to the Monday page
          </a>
        }
      >
        <p>The address may be mistyped, or what it pointed to was never here. Nothing has changed.</p>
        <p className="text-muted">
          Links from numbers carry their week, source and segment in the address; check that it was copied whole.
        </p>
      </Failure>
    </main>
  );
}

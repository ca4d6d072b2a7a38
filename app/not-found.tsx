import type { Metadata } from "next";
import { Failure } from "@/components/ui/failure";
import { LinkButton } from "@/components/ui/link-button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main id="content" tabIndex={-1}>
      <Failure title="Nothing at this address" actions={<LinkButton href="/">Go to the Monday page</LinkButton>}>
        <p>The address may be mistyped, or what it pointed to was never here. Nothing has changed.</p>
        <p className="text-muted">
          Links from numbers carry their week, source and segment in the address; check that it was copied whole.
        </p>
      </Failure>
    </main>
  );
}

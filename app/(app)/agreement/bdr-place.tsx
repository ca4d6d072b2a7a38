import { BdrWarning } from "@/components/agreement/bdr-warning";
import { TextLink } from "@/components/ui/text-link";
import { bdrHome } from "@/lib/data/accountability";
import { bdrWarning } from "@/lib/view/agreement/accountability";

/** One warning for pages about the agreement while the BDR team sits under marketing (product.md C14); else nothing. */
export async function BdrPlace() {
  const warning = bdrWarning(await bdrHome());
  return (
    <BdrWarning warning={warning} action={<TextLink href="/agreement/accountability">Who answers for what</TextLink>} />
  );
}

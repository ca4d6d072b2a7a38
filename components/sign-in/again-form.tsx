import { Button } from "@/components/ui/button";
import { signInDemo, signInWith } from "@/lib/actions/session";
import { ChoiceForm } from "./choice-form";

type Props = {
  /** The ways in, for those who have no password. */
  providers: { id: string; label: string }[];
  /** The role on the sample company, which has one-click sign-in alone; else null. */
  demo: { role: string; name: string } | null;
  callbackUrl: string;
};

/** Signs somebody in once more who is signed in already: before a signature. */
export function AgainForm({ providers, demo, callbackUrl }: Props) {
  return (
    <ChoiceForm action={demo ? signInDemo : signInWith} className="flex flex-wrap gap-3">
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <input type="hidden" name="again" value="1" />
      {demo && (
        <Button type="submit" name="role" value={demo.role}>
          Sign in again as {demo.name}
        </Button>
      )}
      {!demo &&
        providers.map(({ id, label }) => (
          <Button key={id} type="submit" name="provider" value={id}>
            Sign in again with {label}
          </Button>
        ))}
    </ChoiceForm>
  );
}

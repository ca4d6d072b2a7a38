import { Button } from "@/components/ui/button";
import { signInWith } from "@/lib/actions/session";
import { ChoiceForm } from "./choice-form";

type Props = {
  providers: { id: string; label: string }[];
  callbackUrl: string;
};

/** One button for each outside way to sign in. */
export function ProviderForm({ providers, callbackUrl }: Props) {
  return (
    <ChoiceForm action={signInWith} className="grid gap-2">
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      {providers.map(({ id, label }) => (
        <Button key={id} type="submit" name="provider" value={id} size="l" wide>
          Continue with {label}
        </Button>
      ))}
    </ChoiceForm>
  );
}

import { signInDemo } from "@/lib/actions/session";
import { ChoiceForm } from "./choice-form";

type Props = {
  accounts: { role: string; roleLabel: string; name: string }[];
  callbackUrl: string;
};

/** The people of the sample company: one click signs in as one of them. */
export function DemoForm({ accounts, callbackUrl }: Props) {
  return (
    <ChoiceForm action={signInDemo} className="grid gap-3">
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <ul className="overflow-hidden rounded-md border border-line-strong bg-raised">
        {accounts.map(({ role, roleLabel, name }) => (
          <li key={role} className="border-line border-t first:border-t-0">
            <button
              type="submit"
              name="role"
              value={role}
              className="flex min-h-11 w-full flex-wrap content-center items-baseline justify-between gap-x-4 px-3.5 py-2.5 text-left hover:bg-accent-soft focus-visible:-outline-offset-2"
            >
              <span className="font-medium">{roleLabel}</span>
              <span className="text-muted text-s">{name}</span>
            </button>
          </li>
        ))}
      </ul>
    </ChoiceForm>
  );
}

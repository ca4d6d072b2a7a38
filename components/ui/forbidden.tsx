import { Failure } from "./failure";
import { LinkButton } from "./link-button";

type Props = {
  /** What was asked for, as the end of "Your role does not include …": "editing floors". */
  what?: string;
  /** Label of the role the reader signed in with. */
  roleLabel?: string;
  /** Where this role's own work is. */
  home?: { href: string; label: string };
};

/** Signed in, but not allowed. Says which role, that nothing changed, and who can change that. */
export function Forbidden({
  what = "this page",
  roleLabel,
  home = { href: "/", label: "Go to the Monday page" },
}: Props) {
  return (
    <Failure title="Not open to your role" actions={<LinkButton href={home.href}>{home.label}</LinkButton>}>
      <p>
        {roleLabel ? `You are signed in as ${roleLabel}. That role` : "Your role"} does not include {what}. Nothing has
        changed.
      </p>
      <p className="text-muted">
        If it should, ask an admin to change your role under Settings, People. It takes effect with your next click.
      </p>
    </Failure>
  );
}

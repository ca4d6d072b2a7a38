import { signOut } from "@/lib/actions/session";

/** Signs out on all devices; a plain form where there is no JavaScript. */
export function SignOut() {
  return (
    <form action={signOut}>
      <button
        type="submit"
        className="min-h-6 text-xs underline-offset-4 hover:text-ink hover:underline pointer-coarse:min-h-11"
      >
        Sign out
      </button>
    </form>
  );
}

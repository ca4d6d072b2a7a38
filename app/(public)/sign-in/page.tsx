import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DemoForm } from "@/components/sign-in/demo-form";
import { PasswordForm } from "@/components/sign-in/password-form";
import { ProviderForm } from "@/components/sign-in/provider-form";
import { cx } from "@/components/ui/cx";
import { Notice } from "@/components/ui/notice";
import { SectionHead } from "@/components/ui/section-head";
import { signIn } from "@/lib/actions/session";
import { safeCallback } from "@/lib/auth/callback-url";
import { demoAccounts } from "@/lib/auth/demo";
import { currentActor } from "@/lib/auth/gate";
import { homePath } from "@/lib/auth/permissions";
import { configuredProviders } from "@/lib/auth/provider-settings";
import { readOrganisation } from "@/lib/data/organisation";
import { roleLabel } from "@/lib/domain/roles";
import { signInWords } from "@/lib/view/sign-in";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  const back = safeCallback(callbackUrl);
  const actor = await currentActor();
  if (actor) redirect(back ?? homePath(actor.role));
  const { cmoTitle } = await readOrganisation();
  const accounts = (await demoAccounts()).map((account) => ({
    ...account,
    roleLabel: roleLabel(account.role, cmoTitle),
  }));
  const providers = configuredProviders().map(({ id, label }) => ({ id, label }));
  const words = signInWords(error);
  return (
    <main
      id="content"
      className={cx("mx-auto px-4 py-10 md:py-20", accounts.length > 0 ? "max-w-[54rem]" : "max-w-[24rem]")}
    >
      <p className="mb-6 font-semibold font-serif text-figure leading-none tracking-[-0.01em]">Accord</p>
      <h1 className="font-normal font-serif text-[1.375rem] leading-[1.28] tracking-[-0.012em] md:text-xl">Sign in</h1>
      <p className="mt-2 mb-8 text-muted">One definition of a good lead, three numbers, one decision a week.</p>
      {words && (
        <div className="mb-6">
          <Notice kind="error" title={words} />
        </div>
      )}
      <div className={cx("grid gap-x-16 gap-y-10", accounts.length > 0 && "md:grid-cols-[20rem_minmax(0,1fr)]")}>
        <section aria-labelledby="own" className="grid content-start gap-4">
          <SectionHead id="own" title="Your account" />
          {providers.length > 0 && <ProviderForm providers={providers} callbackUrl={back ?? ""} />}
          <PasswordForm action={signIn} callbackUrl={back ?? ""} />
          <p className="text-muted text-xs">
            No account, or a forgotten password? An admin of your company gives you a new one.
          </p>
        </section>
        {accounts.length > 0 && (
          <section aria-labelledby="sample" className="grid content-start gap-4">
            <SectionHead id="sample" title="Sample company" note="one click, no password" />
            <DemoForm accounts={accounts} callbackUrl={back ?? ""} />
          </section>
        )}
      </div>
    </main>
  );
}

import type { ReactNode } from "react";
import { ProposeForm } from "@/components/agreement/propose-form";
import { SendBackForm } from "@/components/agreement/send-back-form";
import { SignForm } from "@/components/agreement/sign-form";
import { AgainForm } from "@/components/sign-in/again-form";
import { SectionHead } from "@/components/ui/section-head";
import { may, type Person } from "@/lib/auth/actor";
import { confirmationOf } from "@/lib/auth/confirm";
import { isDemoOpen } from "@/lib/auth/demo";
import { configuredProviders } from "@/lib/auth/provider-settings";
import type { VersionFacts } from "@/lib/data/agreement-versions";
import { readFiscal } from "@/lib/data/organisation";
import { holdWords, possibleStarts } from "@/lib/view/agreement/standing";

type Props = { judging: VersionFacts; open: VersionFacts; actor: Person };

/** What comes next for this reader: propose, sign, send back; and from when until when it would hold, for everybody. */
export async function NextStep({ judging, open, actor }: Props) {
  const fiscal = await readFiscal(new Date());
  const words = <p className="max-w-text pt-2.5">{holdWords(judging, open, fiscal)}</p>;
  if (open.status === "draft" && may(actor, "agreement.edit")) {
    return (
      <Step title="Propose it" words={words}>
        <ProposeForm version={open.version} starts={possibleStarts(judging, open, fiscal)} />
      </Step>
    );
  }
  const isSigner = may(actor, "agreement.sign");
  if (open.status === "draft" || !isSigner) return <Step title="When it holds" words={words} />;
  const canSign = open.status === "proposed" && !open.signatures.some(({ role }) => role === actor.role);
  return (
    <>
      <Step title={canSign ? "Your signature" : "When it holds"} words={words}>
        {canSign && <Signing open={open} actor={actor} />}
      </Step>
      <section aria-labelledby="back" className="mt-10">
        <SectionHead id="back" title="Not yet" note="all signatures are void, and the draft can be edited again" />
        <div className="pt-4">
          <SendBackForm version={open.version} />
        </div>
      </section>
    </>
  );
}

function Step({ title, words, children }: { title: string; words: ReactNode; children?: ReactNode }) {
  return (
    <section aria-labelledby="step">
      <SectionHead id="step" title={title} />
      {words}
      {children && <div className="pt-4">{children}</div>}
    </section>
  );
}

/** Who has a password types it; who comes in another way has just done so, or does it again. */
async function Signing({ open, actor }: { open: VersionFacts; actor: Person }) {
  const proof = await confirmationOf(actor, new Date());
  if (proof !== "again") {
    return (
      <SignForm version={open.version} hash={open.hash ?? ""} email={actor.email} asksPassword={proof === "password"} />
    );
  }
  const demo = (await isDemoOpen()) ? { role: actor.role, name: actor.name } : null;
  const providers = configuredProviders().map(({ id, label }) => ({ id, label }));
  return (
    <div className="grid gap-3">
      <p className="max-w-text text-muted text-s">
        Your account has no password. Sign in once more, so that the signature is yours; then sign within five minutes.
      </p>
      <AgainForm providers={providers} demo={demo} callbackUrl="/agreement/draft" />
    </div>
  );
}

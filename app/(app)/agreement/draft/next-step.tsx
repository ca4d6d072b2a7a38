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
import { readFiscal, readOrganisation } from "@/lib/data/organisation";
import { holdWords, lateWords, possibleStarts, signedWords } from "@/lib/view/agreement/standing";

type Props = { judging: VersionFacts; open: VersionFacts; actor: Person };

/** What comes next for this reader: propose, sign, send back; and from when until when it would hold, for everybody. */
export async function NextStep({ judging, open, actor }: Props) {
  const [clock, { cmoTitle }] = await Promise.all([readFiscal(new Date()), readOrganisation()]);
  const words = <p className="max-w-text pt-2.5">{holdWords(judging, open, clock)}</p>;
  if (open.status === "draft" && may(actor, "agreement.edit")) {
    return (
      <Step title="Propose it" words={words}>
        <ProposeForm version={open.version} starts={possibleStarts(judging, open, clock)} />
      </Step>
    );
  }
  const isLate = lateWords(judging, open, clock) !== null;
  const title = isLate ? "It can no longer be signed" : "When it holds";
  if (open.status === "draft" || !may(actor, "agreement.sign")) return <Step title={title} words={words} />;
  const signed = open.status === "proposed" ? signedWords(open, actor, cmoTitle) : null;
  const canSign = open.status === "proposed" && !isLate && signed === null;
  return (
    <>
      <Step title={canSign ? "Your signature" : title} words={words}>
        {canSign && <Signing open={open} actor={actor} />}
        {!isLate && signed !== null && <p className="max-w-text text-muted text-s">{signed}</p>}
      </Step>
      <section aria-labelledby="back" className="mt-10">
        <SectionHead
          id="back"
          title={isLate ? "Send it back" : "Not yet"}
          note="all signatures are void, and the draft can be edited again"
        />
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

import type { Metadata } from "next";
import { AnswerForm } from "@/components/agreement/answer-form";
import { AnswersTable } from "@/components/agreement/answers-table";
import { CallOffForm, OpenRoundForm, SingleAnswerForm } from "@/components/agreement/round-forms";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { isOpenRound, type Participant, type Round, readAnswers, readDiagnostic } from "@/lib/data/diagnostic";
import { readOrganisation } from "@/lib/data/organisation";
import { ANSWER_LIMIT, compareAnswers, type DiagnosticAnswer } from "@/lib/domain/diagnostic";
import { roleLabel } from "@/lib/domain/roles";
import {
  answerFields,
  askedWords,
  DIAGNOSTIC_NOTE,
  diagnosticTitle,
  roundWords,
} from "@/lib/view/agreement/diagnostic";
import { peopleChoices } from "@/lib/view/choices";

export const metadata: Metadata = { title: "Diagnostic" };

type Props = { searchParams: Promise<{ round?: string | string[] }> };

/** "What is a good lead?": both leaders apart, then side by side (product.md C9). */
export default async function DiagnosticPage({ searchParams }: Props) {
  const actor = await requireActor("agreement.read");
  const { round: asked } = await searchParams;
  const [{ rounds, candidates, own }, { timeZone: zone, cmoTitle }] = await Promise.all([
    readDiagnostic(actor),
    readOrganisation(),
  ]);
  const round = rounds.find(({ id }) => String(id) === asked) ?? rounds[0] ?? null;
  const answers = round?.revealedAt ? await readAnswers(actor, round.id) : null;
  const comparison = answers && compareAnswers(answers.cro, answers.cmo);
  const isNamed = round !== null && isOpenRound(round) && [round.cro.id, round.cmo.id].includes(actor.id);
  const isAsked = isNamed && may(actor, "diagnostic.answer");
  const canOpen = may(actor, "diagnostic.open");
  const canDraft = round?.revealedAt && may(actor, "agreement.edit");
  return (
    <>
      <PageHead
        title={diagnosticTitle(round, comparison)}
        note={DIAGNOSTIC_NOTE}
        actions={canDraft && <SingleAnswerForm round={String(round.id)} />}
      />
      {round && isOpenRound(round) && (
        <section aria-labelledby="asked" className="mb-12">
          <SectionHead
            id="asked"
            title="Who has answered"
            note="what they said stays hidden until both have"
            actions={canOpen && <CallOffForm round={String(round.id)} />}
          />
          <AskedList cro={round.cro} cmo={round.cmo} cmoTitle={cmoTitle} zone={zone} canCallOff={canOpen} />
        </section>
      )}
      {round && isAsked && (
        <section aria-labelledby="answer" className="mb-12">
          <SectionHead
            id="answer"
            title="Your answer"
            note={`only you see it until both are in; up to ${ANSWER_LIMIT} characters each`}
          />
          <AnswerForm round={String(round.id)} fields={answerFields(own)} isAnswered={own !== null} />
        </section>
      )}
      {round && answers && <Answers round={round} answers={answers} cmoTitle={cmoTitle} zone={zone} />}
      {rounds.length === 0 && !canOpen && (
        <EmptyState title="Nobody has been asked yet">The VP RevOps opens a round for the CRO and the CMO.</EmptyState>
      )}
      {canOpen && !rounds.some(isOpenRound) && (
        <section aria-labelledby="open" className="mb-12">
          <SectionHead id="open" title="Open a round" note="who answers is fixed from then on" />
          <OpenRoundForm
            cro={peopleChoices(candidates.cro)}
            cmo={peopleChoices(candidates.cmo)}
            cmoTitle={cmoTitle}
            isMain={!round?.revealedAt}
          />
        </section>
      )}
      {rounds.length > 1 && <Rounds rounds={rounds} shown={round} zone={zone} />}
    </>
  );
}

type AskedProps = { cro: Participant; cmo: Participant; cmoTitle: string; zone: string; canCallOff: boolean };

function AskedList({ cro, cmo, cmoTitle, zone, canCallOff }: AskedProps) {
  const lines = [
    { ...cro, title: roleLabel("cro") },
    { ...cmo, title: cmoTitle },
  ];
  return (
    <ul className="border-line-strong border-t">
      {lines.map(({ title, ...asked }) => (
        <li key={String(asked.id)} className="flex flex-wrap items-baseline gap-x-4 border-line border-b py-2.5">
          <span className="min-w-0 flex-1 basis-56 font-medium">
            {asked.name} <span className="font-normal text-muted">{title}</span>
          </span>
          <span className={asked.answeredAt ? "text-good" : "text-muted"}>
            <span aria-hidden="true">{asked.answeredAt ? "✓ " : "– "}</span>
            {askedWords(asked, canCallOff)}
            {asked.answeredAt && (
              <span className="ml-2 text-muted text-xs">
                <Time at={asked.answeredAt} zone={zone} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

type AnswersProps = {
  round: Round;
  answers: Record<"cro" | "cmo", DiagnosticAnswer>;
  cmoTitle: string;
  zone: string;
};

function Answers({ round, answers: { cro, cmo }, cmoTitle, zone }: AnswersProps) {
  const { fields } = compareAnswers(cro, cmo);
  const sentence = { key: "sentence", label: "A good lead is …", cro: cro.sentence, cmo: cmo.sentence, same: null };
  return (
    <section aria-labelledby="said" className="mb-12">
      <SectionHead
        id="said"
        title="What the two said"
        note={
          <>
            both in on <Time at={round.revealedAt ?? round.openedAt} zone={zone} look="date" />; case and punctuation do
            not count as a difference
          </>
        }
        actions={
          round.draftVersion !== null && (
            <TextLink alone href={`/agreement/versions/${round.draftVersion}`}>
              Version {round.draftVersion} was written from it
            </TextLink>
          )
        }
      />
      <AnswersTable
        lines={[sentence, ...fields]}
        cro={`${round.cro.name}, ${roleLabel("cro")}`}
        cmo={`${round.cmo.name}, ${cmoTitle}`}
      />
    </section>
  );
}

function Rounds({ rounds, shown, zone }: { rounds: Round[]; shown: Round | null; zone: string }) {
  return (
    <section aria-labelledby="rounds">
      <SectionHead id="rounds" title="All rounds" />
      <ul className="border-line-strong border-t">
        {rounds.map((round) => (
          <li key={String(round.id)} className="flex flex-wrap items-baseline gap-x-4 border-line border-b py-2.5">
            <TextLink
              alone
              href={`/agreement/diagnostic?round=${round.id}`}
              aria-current={round.id === shown?.id ? "page" : undefined}
              className="md:w-44"
            >
              <Time at={round.openedAt} zone={zone} look="date" />
            </TextLink>
            <span className="min-w-0 flex-1 basis-56">
              {round.cro.name}, {round.cmo.name}
            </span>
            <span className="text-muted">{roundWords(round)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

"use client";

import { useActionForm } from "@/components/ui/action-form";
import { RefusalNotice, SendButton } from "@/components/ui/form-foot";
import { Radio, RadioGroup } from "@/components/ui/radio";
import { SectionHead } from "@/components/ui/section-head";
import { acknowledge, takeCheck } from "@/lib/actions/receipts";
import type { CheckResult, OwnReceiptView } from "@/lib/view/agreement/receipts";

/** Confirms that one has read the version in force, and then, if one likes, answers three questions about it. */
export function ReadReceipt(receipt: OwnReceiptView) {
  const { version, readAt } = receipt;
  return (
    <section aria-labelledby="receipt" className="mt-12 print:hidden">
      <SectionHead
        id="receipt"
        title={readAt ? `You have read version ${version}` : "Have you read it?"}
        note={readAt ? `confirmed ${readAt}` : "once for each version"}
      />
      <div className="mt-4 grid justify-items-start gap-4">
        {readAt ? <Check {...receipt} /> : <Confirm version={version} />}
      </div>
    </section>
  );
}

function Confirm({ version }: { version: number }) {
  const { form, pending, refusal } = useActionForm(acknowledge);
  return (
    <form {...form} className="grid justify-items-start gap-3">
      <input type="hidden" name="version" value={version} />
      <p className="max-w-text text-muted text-s">
        Your name and the time are kept. The Monday page shows how many of each team have read it.
      </p>
      <SendButton pending={pending}>I have read version {version}</SendButton>
      <RefusalNotice refusal={refusal} />
    </form>
  );
}

/** The questions, or what came of them. */
function Check({ version, score, questions, results }: OwnReceiptView) {
  const { form, pending, refusal, errorOf, done } = useActionForm(takeCheck);
  const graded = done?.value ?? (score === null ? null : { score, results });
  if (graded) return <Results {...graded} />;
  return (
    <form {...form} className="grid max-w-text justify-items-start gap-5">
      <input type="hidden" name="version" value={version} />
      <p className="text-muted text-s">
        Three questions about it, if you like. Only the number of right answers is kept, once; the answers come with the
        line that says so.
      </p>
      {questions.map(({ prompt, options }, index) => {
        const name = `answer_${index + 1}`;
        return (
          <RadioGroup key={prompt} id={name} legend={`${index + 1}. ${prompt}`} error={errorOf(name)}>
            {options.map((option, place) => (
              <Radio
                key={option}
                name={name}
                value={place}
                label={option}
                aria-invalid={errorOf(name) ? true : undefined}
              />
            ))}
          </RadioGroup>
        );
      })}
      <SendButton variant="plain" pending={pending} pendingWords="Checking…">
        Check my answers
      </SendButton>
      {!refusal?.field && <RefusalNotice refusal={refusal} />}
    </form>
  );
}

function Results({ score, results }: { score: number; results: readonly CheckResult[] }) {
  return (
    <div className="w-full max-w-text">
      <p role="status" className="font-medium text-s">
        {score} of {results.length} right. This result is kept.
      </p>
      <ol className="mt-2">
        {results.map(({ prompt, right, line, chosen, isRight }) => (
          <li key={prompt} className="border-line border-b py-2.5 text-s">
            <span className="text-muted">{prompt}</span>{" "}
            <span className="font-medium">
              {isRight === true && (
                <span aria-hidden="true" className="text-good">
                  ✓{" "}
                </span>
              )}
              {right}
            </span>
            {isRight === false && (
              <span className="text-breach">
                {" "}
                <span aria-hidden="true">✕</span> you chose {chosen}
              </span>
            )}
            <span className="block text-muted text-xs">“{line}”</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

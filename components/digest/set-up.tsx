import { Notice } from "@/components/ui/notice";

type Props = { mailFrom: string | null; hasSlack: boolean };

const MAIL = [
  "SMTP_URL=smtp://user:password@mail.example.com:587   # or smtps://…:465",
  'MAIL_FROM="Accord <accord@example.com>"',
].join("\n");
const SLACK = "SLACK_WEBHOOK_URL=https://hooks.slack.com/services/…";

/** How the ways out that are missing are set up; what is set is only named, never shown. */
export function SetUp({ mailFrom, hasSlack }: Props) {
  const missing = [...(mailFrom === null ? [MAIL] : []), ...(hasSlack ? [] : [SLACK])].join("\n");
  return (
    <>
      <ul className="max-w-text py-2.5">
        <li>E-mail: {mailFrom === null ? "not set up" : `goes out as ${mailFrom}`}</li>
        <li>Slack: {hasSlack ? "goes to the incoming webhook of this installation" : "not set up"}</li>
      </ul>
      {missing !== "" && (
        <Notice title="Whoever runs Accord sets these in its environment and starts it again.">
          <pre className="mt-1 whitespace-pre-wrap wrap-anywhere font-mono text-xs">{missing}</pre>
        </Notice>
      )}
    </>
  );
}

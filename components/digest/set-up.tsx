import { Notice } from "@/components/ui/notice";
import { isLoopback } from "@/lib/view/digest/page";

type Props = {
  mailFrom: string | null;
  hasSlack: boolean;
  /** What links begin with. */
  base: string;
};

const MAIL = [
  "SMTP_URL=smtp://user:password@mail.example.com:587   # or smtps://…:465",
  'MAIL_FROM="Accord <accord@example.com>"',
].join("\n");
const SLACK = "SLACK_WEBHOOK_URL=https://hooks.slack.com/services/…";

const ADDRESS = "NEXTAUTH_URL=https://accord.example.com   # the address people open; links begin with it";

/** How the ways out that are missing are set up; what is set is only named, never shown. */
export function SetUp({ mailFrom, hasSlack, base }: Props) {
  const isLocal = isLoopback(base);
  const isBroken = isLocal && (mailFrom !== null || hasSlack);
  const missing = [
    ...(mailFrom === null ? [MAIL] : []),
    ...(hasSlack ? [] : [SLACK]),
    ...(isLocal ? [ADDRESS] : []),
  ].join("\n");
  return (
    <>
      <ul className="max-w-text py-2.5">
        <li>E-mail: {mailFrom === null ? "not set up" : `goes out as ${mailFrom}`}</li>
        <li>Slack: {hasSlack ? "goes to the incoming webhook of this installation" : "not set up"}</li>
        <li>Links: begin with {base}</li>
      </ul>
      {missing !== "" && (
        <Notice
          kind={isBroken ? "warn" : "info"}
          title={`${isBroken ? `Links in these messages begin with ${base}, which opens on the machine of Accord alone. ` : ""}Whoever runs Accord sets these in its environment and starts it again.`}
        >
          <pre className="mt-1 whitespace-pre-wrap wrap-anywhere font-mono text-xs">{missing}</pre>
        </Notice>
      )}
    </>
  );
}

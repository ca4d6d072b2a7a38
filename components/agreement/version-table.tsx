import { ScrollFrame } from "@/components/table/scroll-frame";
import { TextLink } from "@/components/ui/text-link";

type Props = {
  rows: readonly {
    version: number;
    status: string;
    /** In force since, or else written since. */
    since: string;
    signers: string;
    hash: string | null;
    /** The version before it, for the difference. */
    before: number | null;
  }[];
};

const HEAD = "whitespace-nowrap border-line-strong border-b pt-2 pb-1.5 text-left font-medium text-muted text-xs";
const CELL = "border-line border-b py-2.25 pl-4 align-top";

/** All versions, the latest first. */
export function VersionTable({ rows }: Props) {
  return (
    <ScrollFrame label="Versions">
      <table className="w-full min-w-[44rem] border-separate border-spacing-0 border-ink border-t">
        <caption className="sr-only">Versions of the agreement</caption>
        <thead>
          <tr>
            {["Version", "State", "Since", "Signed by", "Hash", "Difference"].map((name, index) => (
              <th key={name} scope="col" className={index === 0 ? HEAD : `${HEAD} pl-4`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ version, status, since, signers, hash, before }) => (
            <tr key={version}>
              <th scope="row" className="border-line border-b py-2.25 text-left align-top font-medium">
                <TextLink href={`/agreement/versions/${version}`}>Version {version}</TextLink>
              </th>
              <td className={CELL}>{status}</td>
              <td className={`${CELL} whitespace-nowrap tabular-nums`}>{since}</td>
              <td className={CELL}>{signers || "—"}</td>
              <td className={CELL}>{hash ? <code className="font-mono text-xs">{hash}</code> : "—"}</td>
              <td className={CELL}>
                {before === null ? (
                  "—"
                ) : (
                  <TextLink href={`/agreement/versions/${version}?against=${before}`}>to version {before}</TextLink>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

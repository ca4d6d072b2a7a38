import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { AddKey } from "@/components/settings/key-forms";
import { RowForm } from "@/components/settings/row-form";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { Time } from "@/components/ui/time";
import { revokeKeys } from "@/lib/actions/keys";
import { requireActor } from "@/lib/auth/gate";
import { type KeyRow, listKeys } from "@/lib/data/keys";
import { readOrganisation } from "@/lib/data/organisation";

export const metadata: Metadata = { title: "Keys" };

const SCOPE_WORDS = [
  { scope: "ingest", words: "Send records" },
  { scope: "read", words: "Read metrics" },
];

export default async function KeysSettings() {
  const actor = await requireActor("people.manage");
  const [keys, { timeZone }] = await Promise.all([listKeys(actor), readOrganisation()]);
  return (
    <>
      <PageHead
        title="Keys"
        note="For systems that call the API. A key never may more than the person who made it, and ends with their account."
      />
      <section aria-labelledby="keys">
        <SectionHead id="keys" title="Keys" />
        {keys.length === 0 && <p className="py-2.5 text-muted">No system has a key yet.</p>}
        <ul>
          {keys.map((key) => (
            <li
              key={String(key.id)}
              className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b py-2.5"
            >
              <KeyWords row={key} zone={timeZone} />
              {!key.revokedAt && (
                <RowForm action={revokeKeys} values={{ name: key.name }} label={`Revoke ${key.name}`}>
                  Revoke
                </RowForm>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="add" className="mt-12">
        <SectionHead id="add" title="Make a key" />
        <AddKey scopes={SCOPE_WORDS} />
      </section>
      <Feed objects={["api_keys", ...keys.map(({ id }) => `key:${id}`)]} />
    </>
  );
}

function KeyWords({ row, zone }: { row: KeyRow; zone: string }) {
  const { name, scopes, madeBy, createdAt, lastUsedAt, revokedAt } = row;
  const may = SCOPE_WORDS.filter(({ scope }) => scopes.includes(scope)).map(({ words }) => words.toLowerCase());
  return (
    <>
      <div className="min-w-0 flex-1 basis-56 wrap-anywhere">
        <span className="font-medium">{name}</span>
        <span className="block text-muted text-xs">
          may {may.join(" and ")} · made by {madeBy ?? "the command line"} on{" "}
          <Time at={createdAt} zone={zone} look="date" />
        </span>
      </div>
      <div className="basis-52 text-muted text-xs">
        {revokedAt && (
          <>
            revoked <Time at={revokedAt} zone={zone} look="date" />
          </>
        )}
        {!revokedAt && lastUsedAt && (
          <>
            last used <Time at={lastUsedAt} zone={zone} />
          </>
        )}
        {!revokedAt && !lastUsedAt && "never used"}
      </div>
    </>
  );
}

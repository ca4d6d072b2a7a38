import { ChangeFeed } from "@/components/ui/change-feed";
import { Time } from "@/components/ui/time";
import { recentChanges } from "@/lib/data/changes";
import { readOrganisation } from "@/lib/data/organisation";
import { type ChangeLabels, changeModel, plainLabels } from "@/lib/view/settings/changes";

type Props = {
  /** Objects of the audit log. The page has checked that its reader may see them. */
  objects: readonly string[];
  labels?: ChangeLabels;
};

/** The last ten changes of what a page sets, in words. */
export async function Feed({ objects, labels = plainLabels }: Props) {
  const [changes, { timeZone }] = await Promise.all([recentChanges(objects), readOrganisation()]);
  const entries = changes.map((change) => {
    const { at, ...model } = changeModel(change, labels);
    return { ...model, at: <Time at={at} zone={timeZone} /> };
  });
  return <ChangeFeed entries={entries} />;
}

import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";

/** A secret that nobody can look up again. */
export function ShownOnce({ title, secret, children }: { title: string; secret: string; children: string }) {
  return (
    <Notice live title={title} action={<CopyButton text={secret} label="Copy" />}>
      <code className="block select-all font-mono wrap-anywhere">{secret}</code>
      <span className="block text-muted text-xs">{children}</span>
    </Notice>
  );
}

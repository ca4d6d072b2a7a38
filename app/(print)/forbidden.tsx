import type { Metadata } from "next";
import { Forbidden } from "@/components/ui/forbidden";

export const metadata: Metadata = { title: "Not open to your role" };

/** Shown when the gate of a printed page refused; the answer has status 403. */
export default function ForbiddenPage() {
  return <Forbidden />;
}

"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { attend } from "@/lib/actions/reviews";

/** Several changes at once are looked at once. */
const GATHER_MS = 150;
/** How often the page looks for itself while no events come through. */
const POLL_MS = 10_000;

type Props = { week: string /** Has a seat, so that the page says that its reader is there. */; seated: boolean };

/** Keeps the room as it is in the database: draws the page anew whenever somebody has changed it. */
export function RoomLive({ week, seated }: Props) {
  const { refresh } = useRouter();
  const [isLive, setIsLive] = useState(true);
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | null = null;
    let polling: ReturnType<typeof setInterval> | null = null;
    const look = () => {
      gathering ??= setTimeout(() => {
        gathering = null;
        refresh();
      }, GATHER_MS);
    };
    const poll = () => {
      setIsLive(false);
      polling ??= setInterval(() => {
        if (seated) void attend(null, formOf(week)).catch(() => {});
        refresh();
      }, POLL_MS);
    };
    const source = new EventSource(`/api/reviews/${week}/events`);
    source.addEventListener("open", () => {
      setIsLive(true);
      if (polling) clearInterval(polling);
      polling = null;
      look();
    });
    source.addEventListener("change", look);
    source.addEventListener("signed-out", () => {
      source.close();
      refresh();
    });
    source.addEventListener("error", poll);
    return () => {
      source.close();
      if (gathering) clearTimeout(gathering);
      if (polling) clearInterval(polling);
    };
  }, [refresh, week, seated]);
  return (
    <p role="status" className="mb-4 text-muted text-xs print:hidden">
      {isLive ? "Everybody sees changes at once." : "No live connection: this page looks again every 10 seconds."}
    </p>
  );
}

function formOf(week: string): FormData {
  const form = new FormData();
  form.set("week", week);
  return form;
}

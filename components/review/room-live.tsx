"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { attend } from "@/lib/actions/reviews";
import { followEvents } from "./follow-events";

/** Several changes at once are looked at once. */
const GATHER_MS = 150;
/** How often the page looks for itself while no events come through. */
const POLL_MS = 10_000;
/** How often it says that its reader is there. A browser lets a tab that is behind another one speak once a minute. */
const BEAT_MS = 15_000;

type Props = { week: string /** Has a seat, so that the page says that its reader is there. */; seated: boolean };

/** Keeps the room as it is in the database: draws the page anew whenever somebody has changed it. */
export function RoomLive({ week, seated }: Props) {
  const { refresh } = useRouter();
  const [isLive, setIsLive] = useState<boolean | null>(null);
  useAttending(week, seated);
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | null = null;
    let polling: ReturnType<typeof setInterval> | null = null;
    const look = () => {
      gathering ??= setTimeout(() => {
        gathering = null;
        refresh();
      }, GATHER_MS);
    };
    const stopPolling = () => {
      if (polling) clearInterval(polling);
      polling = null;
    };
    const stopFollowing = followEvents(`/api/reviews/${week}/events`, {
      onOpen() {
        setIsLive(true);
        stopPolling();
        look();
      },
      onChange: look,
      onLost() {
        setIsLive(false);
        polling ??= setInterval(refresh, POLL_MS);
      },
      onSignedOut() {
        stopPolling();
        refresh();
      },
    });
    return () => {
      stopFollowing();
      if (gathering) clearTimeout(gathering);
      stopPolling();
    };
  }, [refresh, week]);
  return (
    <p role="status" className="mb-4 text-muted text-xs print:hidden">
      {isLive === null
        ? "Not connected yet: reload the page to see what others have changed."
        : isLive
          ? "Everybody sees changes at once."
          : "No live connection: this page looks again every 10 seconds."}
    </p>
  );
}

/** Says every 15 s that the reader has a seat and this page open, also while they look at a figure in another tab. */
function useAttending(week: string, seated: boolean): void {
  useEffect(() => {
    if (!seated) return;
    const beat = () => void attend(null, formOf(week)).catch(() => {});
    beat();
    const beating = setInterval(beat, BEAT_MS);
    return () => clearInterval(beating);
  }, [week, seated]);
}

function formOf(week: string): FormData {
  const form = new FormData();
  form.set("week", week);
  return form;
}

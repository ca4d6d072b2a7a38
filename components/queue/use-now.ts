import { useEffect, useState } from "react";

const TICK_MS = 20_000;

/**
 * Now in milliseconds by the server's clock, for countdowns; null until the page runs in the browser, so that its first
 * drawing is the server's. What passed since then is measured here: a browser's clock may be wrong, its seconds are not.
 */
export function useNow(serverNow: number): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const start = Date.now();
    const tick = () => setNow(serverNow + Math.max(0, Date.now() - start));
    tick();
    const timer = setInterval(tick, TICK_MS);
    // A tab that was asleep catches up when somebody looks at it.
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [serverNow]);
  return now;
}

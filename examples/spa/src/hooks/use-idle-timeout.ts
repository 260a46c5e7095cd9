/** How long the session lasts without another request, and the end of it on this page. */

import { useEffect, useRef, useState } from "react";
import { bank } from "@/lib/bank";
import { lastActivity } from "@/lib/bank-client/session-activity";

const TICK_MS = 1_000;
/** An active user's session is read again this often, to notice the absolute limit. */
const REREAD_MS = 30 * 60_000;
/** The API writes the time of the last request at most once a minute. */
const TOLERANCE_MS = 2 * 60_000;
/** The warning appears this long before the end, or in the last third of a shorter session. */
const WARNING_MS = 2 * 60_000;

interface Lifetime {
  /** From one request to the idle timeout. */
  idleMs: number;
  /** The absolute limit in this device's clock, once it is near. */
  endsAt: number;
  readAt: number;
}

/** The seconds left if a warning is due, or else null; and a function that keeps the session. */
export function useIdleTimeout(): { secondsLeft: number | null; stay: () => Promise<void> } {
  const [lifetime, setLifetime] = useState<Lifetime | null>(null);
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const isReading = useRef(false);
  const read = async () => {
    if (isReading.current) return;
    isReading.current = true;
    setLifetime(await readLifetime(lifetime));
    isReading.current = false;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only on mount
  useEffect(() => void read(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` changes with the lifetime
  useEffect(() => {
    if (!lifetime) return;
    const tick = () => {
      const { idleMs, readAt } = lifetime;
      const left = msLeft(lifetime);
      if (left <= 0) void bank.session.expire();
      setSecondsLeft(left <= Math.min(WARNING_MS, idleMs / 3) ? Math.max(0, Math.ceil(left / 1000)) : null);
      if (Date.now() - readAt > REREAD_MS && lastActivity() > readAt) void read();
    };
    // Timers are throttled in background tabs, and a device may have slept.
    document.addEventListener("visibilitychange", tick);
    const timer = setInterval(tick, TICK_MS);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [lifetime]);
  const stay = async () => {
    await read();
    setSecondsLeft(null);
  };
  return { secondsLeft, stay };
}

function msLeft({ idleMs, endsAt, readAt }: Lifetime): number {
  return Math.min(Math.max(lastActivity(), readAt) + idleMs, endsAt) - Date.now();
}

/** Uses differences of the API's times only: this device's clock may be wrong. */
async function readLifetime(before: Lifetime | null): Promise<Lifetime | null> {
  const { data } = await bank.api.GET("/api/sessions/").catch(() => ({ data: undefined }));
  const session = data?.results.find(({ current }) => current);
  // Without a response it is read again later.
  if (!session) return before && { ...before, readAt: Date.now() };
  const leftMs = Date.parse(session.expires_at) - Date.parse(session.last_active_at);
  const idleMs = Math.max(leftMs, before?.idleMs ?? 0);
  const endsAt = leftMs < idleMs - TOLERANCE_MS ? Date.now() + leftMs : Number.POSITIVE_INFINITY;
  return { idleMs, endsAt, readAt: Date.now() };
}

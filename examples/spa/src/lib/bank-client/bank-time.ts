/** The bank's days, which are days of the time zone in `/api/config/`. The user's device may be in another zone. */

import { send } from "./http";

const ITEM = "bank.time-zone";
const DAY_MS = 24 * 3600 * 1000;
/** How long the first page waits for the configuration. Without it, days are in UTC until the next start. */
const CONFIG_TIMEOUT_MS = 3_000;

interface Stored {
  timeZone: string;
  /** When it was read, in milliseconds of this device's clock. */
  readAt: number;
}

let timeZone = "UTC";

/** The zone for `Intl.DateTimeFormat`. */
export function bankTimeZone(): string {
  return timeZone;
}

/** Reads the zone from what is stored, and from the API if that is missing, unknown or a day old. Never throws. */
export async function loadBankTimeZone(apiUrl: string): Promise<void> {
  const stored = read();
  const usable = stored !== null && setTimeZone(stored.timeZone);
  if (usable && Date.now() - stored.readAt < DAY_MS) return;
  const fetched = fetchTimeZone(apiUrl);
  if (!usable) await fetched;
}

/** The present day, `YYYY-MM-DD`. */
export function today(): string {
  return bankDay(Date.now());
}

/** The day of an instant, `YYYY-MM-DD`. */
export function bankDay(time: string | number): string {
  const format = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const parts = Object.fromEntries(format.formatToParts(new Date(time)).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** Another day. Computed in UTC, where every day has 24 hours. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(day: string): number {
  return new Date(day).getUTCDay() || 7;
}

/** Ignores a name that this browser does not know. */
export function setTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return false;
  }
  timeZone = name;
  return true;
}

async function fetchTimeZone(apiUrl: string): Promise<void> {
  try {
    const signal = AbortSignal.timeout(CONFIG_TIMEOUT_MS);
    const response = await send(new Request(`${apiUrl}/api/config/`, { signal }));
    const { time_zone } = (await response.json()) as { time_zone: string };
    if (response.ok && setTimeZone(time_zone)) write({ timeZone: time_zone, readAt: Date.now() });
  } catch {
    // No network, or a limit: what is stored stays in use.
  }
}

function read(): Stored | null {
  try {
    const stored = JSON.parse(localStorage.getItem(ITEM) ?? "null") as Partial<Stored> | null;
    return stored?.timeZone && stored.readAt ? (stored as Stored) : null;
  } catch {
    return null;
  }
}

function write(stored: Stored): void {
  try {
    localStorage.setItem(ITEM, JSON.stringify(stored));
  } catch {
    // The browser does not let this page store anything.
  }
}

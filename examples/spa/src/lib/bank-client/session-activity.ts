/** When this browser last used the session, shared by its tabs. The API counts the idle time from its last request. */

const ITEM = "bank.last-activity";
/** A write notifies all tabs, so not every request writes. */
const WRITE_INTERVAL_MS = 5_000;

export function recordActivity(): void {
  if (Date.now() - lastActivity() < WRITE_INTERVAL_MS) return;
  try {
    localStorage.setItem(ITEM, String(Date.now()));
  } catch {
    // The browser does not let this page store anything.
  }
}

/** In milliseconds of this device's clock; 0 if it is not known. A time in the future comes from a changed clock. */
export function lastActivity(): number {
  const at = Number(localStorage.getItem(ITEM));
  return at <= Date.now() ? at : 0;
}

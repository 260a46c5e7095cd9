/** Helpers for tests with fake timers. */

import { vi } from "vitest";

export const HOUR_MS = 3600_000;

// The real one, taken before a test replaces it.
const realSetImmediate = globalThis.setImmediate;
const TURNS = 10;
const MAX_TIMERS = 200;

/** Lets everything happen that needs no timer. */
export async function flushPromises(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => realSetImmediate(resolve));
}

/** The result of `work`. While it waits for a timer, the clock advances to the next one. */
export async function runTimersUntilSettled<T>(work: Promise<T>): Promise<T> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  work.then(settle, settle);
  for (let timer = 0; timer < MAX_TIMERS; timer += 1) {
    await flushPromises();
    if (isSettled) return work;
    await vi.advanceTimersToNextTimerAsync();
  }
  throw new Error("The promise does not settle.");
}

/** Waiting in tests, where time stands still until it is told to move. */

import { vi } from "vitest";

// The real one, taken before a test puts a fake in its place.
const realTurn = globalThis.setImmediate;
const TURNS = 10;
const JUMPS = 200;

/** Lets everything happen that needs no time. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => realTurn(resolve));
}

/** The outcome of `work`. Only while it waits for a timer the clock jumps, to the next one. */
export async function afterTimers<T>(work: Promise<T>): Promise<T> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  work.then(settle, settle);
  for (let jump = 0; jump < JUMPS; jump += 1) {
    await turns();
    if (isSettled) return work;
    await vi.advanceTimersToNextTimerAsync();
  }
  throw new Error("It waits for ever.");
}

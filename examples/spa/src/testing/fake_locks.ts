/** Web Locks, as far as the application needs them: exclusive, one queue a name, given up when a tab is closed. */

import { AsyncLocalStorage } from "node:async_hooks";

interface Wait {
  tab: unknown;
  run: () => Promise<unknown>;
}

export class FakeLocks {
  #waiting = new Map<string, Wait[]>();
  #held = new Map<string, Wait>();

  constructor(private readonly tabNow: () => unknown) {}

  request = <T>(name: string, { signal }: { signal?: AbortSignal }, work: () => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      // Whoever lets go of the lock runs the next one's work: it must go on in its own tab.
      const run = AsyncLocalStorage.bind(() => work().then(resolve, reject));
      const wait = { tab: this.tabNow(), run };
      const queue = this.#queue(name);
      queue.push(wait);
      signal?.addEventListener("abort", () => {
        if (!queue.includes(wait)) return;
        queue.splice(queue.indexOf(wait), 1);
        reject(signal.reason);
      });
      this.#grant(name);
    });

  /** What a closed tab held is free; what it waited for it gets no more. */
  close(tab: unknown): void {
    for (const queue of this.#waiting.values())
      queue.splice(0, queue.length, ...queue.filter((one) => one.tab !== tab));
    for (const [name, holder] of this.#held) if (holder.tab === tab) this.#release(name, holder);
  }

  #grant(name: string): void {
    if (this.#held.has(name)) return;
    const next = this.#queue(name).shift();
    if (!next) return;
    this.#held.set(name, next);
    void next.run().finally(() => this.#release(name, next));
  }

  #release(name: string, holder: Wait): void {
    if (this.#held.get(name) !== holder) return;
    this.#held.delete(name);
    this.#grant(name);
  }

  #queue(name: string): Wait[] {
    const queue = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, queue);
    return queue;
  }
}

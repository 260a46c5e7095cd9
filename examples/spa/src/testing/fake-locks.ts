/** The part of the Web Locks API that the client uses: exclusive locks, a queue per name, released when a tab closes. */

import { AsyncLocalStorage } from "node:async_hooks";

interface LockRequest {
  tab: unknown;
  run: () => Promise<unknown>;
}

export class FakeLocks {
  #waiting = new Map<string, LockRequest[]>();
  #held = new Map<string, LockRequest>();

  constructor(private readonly currentTab: () => unknown) {}

  request = <T>(name: string, { signal }: { signal?: AbortSignal }, work: () => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      // The tab that releases the lock starts the next tab's work, which must run in its own tab's context.
      const run = AsyncLocalStorage.bind(() => work().then(resolve, reject));
      const request = { tab: this.currentTab(), run };
      const queue = this.#queue(name);
      queue.push(request);
      signal?.addEventListener("abort", () => {
        if (!queue.includes(request)) return;
        queue.splice(queue.indexOf(request), 1);
        reject(signal.reason);
      });
      this.#grant(name);
    });

  /** Releases the locks that a closed tab holds and removes its requests from the queues. */
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

  #release(name: string, holder: LockRequest): void {
    if (this.#held.get(name) !== holder) return;
    this.#held.delete(name);
    this.#grant(name);
  }

  #queue(name: string): LockRequest[] {
    const queue = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, queue);
    return queue;
  }
}

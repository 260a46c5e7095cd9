/**
 * One browser with several tabs: they share the cookies, localStorage and Web Locks, and hear of each other's writes.
 *
 * All run in one JavaScript here. Which tab the running code belongs to is kept with its asynchronous context, so that
 * a write is told to the others and never to the writer, and what a closed tab still does reaches nobody.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { vi } from "vitest";
import { type Bank, openBank } from "../bank/bank";
import type { Transport } from "../bank/tokens";
import { afterTimers } from "./clock";
import type { FakeBank } from "./fake_bank";
import { FakeLocks } from "./fake_locks";
import { abortAfter, aborted, type Reply, responseOf } from "./fake_wire";
import type { Fault } from "./faults";

const running = new AsyncLocalStorage<Tab>();

export class FakeBrowser {
  jar = new Map<string, string>();
  tabs: Tab[] = [];
  #locks = new FakeLocks(() => running.getStore());
  #faults = new Map<string, Fault[]>();

  /** From here to the end of the test the globals are this browser's. */
  constructor(
    readonly bank: FakeBank,
    readonly transport: Transport,
    { hasLocks = true } = {},
  ) {
    localStorage.clear();
    vi.stubGlobal("fetch", this.#fetch);
    vi.stubGlobal("navigator", hasLocks ? { locks: this.#locks } : {});
    vi.stubGlobal("addEventListener", (type: string, hear: Hear) => running.getStore()?.hears.add({ type, hear }));
    vi.stubGlobal("removeEventListener", (type: string, hear: Hear) => {
      for (const tab of this.tabs) tab.ignore(type, hear);
    });
    vi.spyOn(AbortSignal, "timeout").mockImplementation(abortAfter);
    this.#spyOnStorage("setItem");
    this.#spyOnStorage("removeItem");
  }

  open(): Tab {
    const tab = new Tab(this);
    this.tabs.push(tab);
    return tab;
  }

  /** The tab is gone in the middle of what it did, as with a reload. */
  close(tab: Tab): void {
    tab.isClosed = true;
    this.#locks.close(tab);
  }

  /** What happens to the next requests for a path, one each. */
  next(path: string, ...faults: Fault[]): void {
    this.#faults.set(path, [...(this.#faults.get(path) ?? []), ...faults]);
  }

  #fetch = async (request: Request, { signal }: { signal?: AbortSignal } = {}): Promise<Response> => {
    const tab = running.getStore();
    if (!tab) throw new Error("A request that comes from no tab.");
    const path = new URL(request.url).pathname;
    const fault = this.#faults.get(path)?.shift();
    const cookies = request.credentials === "include" ? this.#cookiesFor(path) : {};
    const { method, headers } = request;
    const text = await request.text();
    const body = text ? JSON.parse(text) : {};
    const serve = () => this.bank.answer({ method, path, headers, cookies, body });
    const reply = await Promise.race([(async () => (fault ? fault(serve) : serve()))(), aborted(signal)]);
    if (tab.isClosed) return new Promise(() => {});
    this.#keep(reply);
    return responseOf(reply);
  };

  #cookiesFor(path: string): Record<string, string> {
    const all = Object.fromEntries(this.jar);
    if (!path.startsWith("/api/users/")) delete all.refresh_token;
    return all;
  }

  #keep({ cookies = {} }: Reply): void {
    for (const [name, value] of Object.entries(cookies)) {
      if (value === null) this.jar.delete(name);
      else this.jar.set(name, value);
    }
  }

  #spyOnStorage(name: "setItem" | "removeItem"): void {
    const original = Storage.prototype[name] as (key: string, value?: string) => void;
    const { tabs } = this;
    vi.spyOn(Storage.prototype, name).mockImplementation(function (this: Storage, key: string, value?: string) {
      const writer = running.getStore();
      if (writer?.isClosed) return;
      const before = this.getItem(key);
      original.call(this, key, value);
      if (this.getItem(key) === before) return;
      for (const tab of tabs) if (tab !== writer) tab.hear("storage", new StorageEvent("storage", { key }));
    });
  }
}

type Hear = (event: Event) => void;

export class Tab {
  isClosed = false;
  hears = new Set<{ type: string; hear: Hear }>();
  /** Asleep in the back/forward cache, where no event is heard. */
  #isAsleep = false;
  #bank: Bank;

  constructor({ transport, bank }: FakeBrowser) {
    const options = { apiUrl: "http://localhost:8000", transport, accessTokenLifetime: bank.accessSeconds };
    this.#bank = running.run(this, () => openBank(options));
  }

  /** Does something with the bank's client; while it waits, the clock jumps from timer to timer. */
  does<T>(work: (bank: Bank) => Promise<T>): Promise<T> {
    return afterTimers(this.begins(work));
  }

  /** Begins something that the test goes on beside. */
  begins<T>(work: (bank: Bank) => Promise<T>): Promise<T> {
    const begun = this.asks(work);
    begun.catch(() => {});
    return begun;
  }

  asks<T>(question: (bank: Bank) => T): T {
    return running.run(this, () => question(this.#bank));
  }

  get state() {
    return this.#bank.session.getState();
  }

  sleep(): void {
    this.#isAsleep = true;
  }

  wake(): void {
    this.#isAsleep = false;
    this.hear("pageshow", Object.assign(new Event("pageshow"), { persisted: true }));
  }

  hear(type: string, event: Event): void {
    if (this.#isAsleep || this.isClosed) return;
    for (const one of [...this.hears]) {
      if (one.type === type) queueMicrotask(() => running.run(this, () => one.hear(event)));
    }
  }

  ignore(type: string, hear: Hear): void {
    for (const one of this.hears) if (one.type === type && one.hear === hear) this.hears.delete(one);
  }
}

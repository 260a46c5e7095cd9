/**
 * A browser with several tabs that share cookies, localStorage and Web Locks, and receive each other's storage events.
 *
 * All tabs run in one JavaScript environment. Asynchronous context tracks which tab the running code belongs to, so a
 * write notifies the other tabs but not the writer, and a closed tab has no further effect.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { vi } from "vitest";
import { type BankClient, createBankClient } from "@/lib/bank-client/client";
import type { Transport } from "@/lib/bank-client/token-record";
import type { FakeBank } from "./fake-bank";
import { abortAfter, aborted, type FakeResponse, toResponse } from "./fake-http";
import { FakeLocks } from "./fake-locks";
import type { Fault } from "./network-faults";
import { runTimersUntilSettled } from "./timers";

const running = new AsyncLocalStorage<Tab>();

export class FakeBrowser {
  cookies = new Map<string, string>();
  tabs: Tab[] = [];
  #locks = new FakeLocks(() => running.getStore());
  #faults = new Map<string, Fault[]>();

  /** Replaces the globals until the end of the test. */
  constructor(
    readonly bank: FakeBank,
    readonly transport: Transport,
    hasLocks = true,
  ) {
    localStorage.clear();
    vi.stubGlobal("fetch", this.#fetch);
    vi.stubGlobal("navigator", hasLocks ? { locks: this.#locks } : {});
    vi.stubGlobal("addEventListener", (type: string, listener: Listener) =>
      running.getStore()?.listeners.add({ type, listener }),
    );
    vi.stubGlobal("removeEventListener", (type: string, listener: Listener) => {
      for (const tab of this.tabs) tab.removeListener(type, listener);
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

  /** Closes a tab in the middle of its work, as a reload does. */
  close(tab: Tab): void {
    tab.isClosed = true;
    this.#locks.close(tab);
  }

  /** Applies one fault to each of the next requests for a path. */
  failNext(path: string, ...faults: Fault[]): void {
    this.#faults.set(path, [...(this.#faults.get(path) ?? []), ...faults]);
  }

  #fetch = async (request: Request, { signal }: { signal?: AbortSignal } = {}): Promise<Response> => {
    const tab = running.getStore();
    if (!tab) throw new Error("The request belongs to no tab.");
    const path = new URL(request.url).pathname;
    const fault = this.#faults.get(path)?.shift();
    const cookies = request.credentials === "include" ? this.#cookiesFor(path) : {};
    const { method, headers } = request;
    const text = await request.text();
    const body = text ? JSON.parse(text) : {};
    const serve = () => this.bank.handle({ method, path, headers, cookies, body });
    const response = await Promise.race([(async () => (fault ? fault(serve) : serve()))(), aborted(signal)]);
    if (tab.isClosed) return new Promise(() => {});
    this.#storeCookies(response);
    return toResponse(response);
  };

  #cookiesFor(path: string): Record<string, string> {
    const all = Object.fromEntries(this.cookies);
    if (!path.startsWith("/api/users/")) delete all.refresh_token;
    return all;
  }

  #storeCookies({ cookies = {} }: FakeResponse): void {
    for (const [name, value] of Object.entries(cookies)) {
      if (value === null) this.cookies.delete(name);
      else this.cookies.set(name, value);
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
      for (const tab of tabs) if (tab !== writer) tab.dispatch("storage", new StorageEvent("storage", { key }));
    });
  }
}

type Listener = (event: Event) => void;

export class Tab {
  isClosed = false;
  listeners = new Set<{ type: string; listener: Listener }>();
  /** In the back/forward cache, where no events are dispatched. */
  #isCached = false;
  #client: BankClient;

  constructor({ transport, bank }: FakeBrowser) {
    const options = { apiUrl: "http://localhost:8000", transport, accessTokenLifetime: bank.accessSeconds };
    this.#client = running.run(this, () => createBankClient(options));
  }

  /** Runs `work` with the tab's client; while it waits, the clock advances from timer to timer. */
  run<T>(work: (client: BankClient) => Promise<T>): Promise<T> {
    return runTimersUntilSettled(this.start(work));
  }

  /** Starts `work` and leaves the clock to the test. */
  start<T>(work: (client: BankClient) => Promise<T>): Promise<T> {
    const started = this.call(work);
    started.catch(() => {});
    return started;
  }

  /** Calls `work` and returns its result. */
  call<T>(work: (client: BankClient) => T): T {
    return running.run(this, () => work(this.#client));
  }

  get state() {
    return this.#client.session.getState();
  }

  /** Puts the page into the back/forward cache. */
  hide(): void {
    this.#isCached = true;
  }

  /** Restores the page from the back/forward cache. */
  show(): void {
    this.#isCached = false;
    this.dispatch("pageshow", Object.assign(new Event("pageshow"), { persisted: true }));
  }

  dispatch(type: string, event: Event): void {
    if (this.#isCached || this.isClosed) return;
    for (const one of [...this.listeners]) {
      if (one.type === type) queueMicrotask(() => running.run(this, () => one.listener(event)));
    }
  }

  removeListener(type: string, listener: Listener): void {
    for (const one of this.listeners) {
      if (one.type === type && one.listener === listener) this.listeners.delete(one);
    }
  }
}

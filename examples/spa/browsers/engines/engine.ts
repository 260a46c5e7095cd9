/** The browser interface of the scenarios, which each engine implements. */

/** A browser engine under automation. */
export interface Engine {
  name: string;
  /** Known after the first profile is opened. */
  version(): string;
  /** A new browser profile with its own cookies and storage. */
  profile(): Promise<Profile>;
  close(): Promise<void>;
}

export interface Profile {
  tab(): Promise<Tab>;
  cookies(): Cookies;
  close(): Promise<void>;
}

/** The cookies of the API's host, HttpOnly ones included. */
export interface Cookies {
  read(name: string): Promise<string | null>;
  write(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface Tab {
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs the body of an async function in the page. `args` is its argument, passed as JSON. */
  run<T = void>(body: string, args?: unknown): Promise<T>;
  /** Runs a body that returns an element, and clicks the element as a user does. */
  click(body: string, args?: unknown): Promise<void>;
  /** Runs a body that returns a field, and replaces its content by `text`. */
  type(body: string, args: unknown, text: string): Promise<void>;
  press(key: "Tab" | "Enter"): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  screenshot(): Promise<Uint8Array>;
  /** Adds a device that creates and uses passkeys without asking. Only where the automation of the browser has one. */
  addPasskeyDevice?(): Promise<void>;
  close(): Promise<void>;
}

/** What the scenarios ask of a browser, whichever engine it is. */

/** One engine that can be driven. */
export interface Engine {
  name: string;
  /** Known once a profile was opened. */
  version(): string;
  /** A browser as somebody just installed it: its own cookies, its own storage. */
  profile(): Promise<Profile>;
  close(): Promise<void>;
}

export interface Profile {
  tab(): Promise<Tab>;
  cookies(): Cookies;
  close(): Promise<void>;
}

/** The cookies of the API's host, HttpOnly ones included, as somebody with the browser's tools sees them. */
export interface Cookies {
  read(name: string): Promise<string | null>;
  write(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface Tab {
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs the body of an async function in the page; `args` is what it was given, as JSON. */
  run<T = void>(body: string, args?: unknown): Promise<T>;
  /** As `run`, for a body that returns an element, which is then clicked as a person does. */
  click(body: string, args?: unknown): Promise<void>;
  /** As `click`; what the field held is replaced by `text`. */
  type(body: string, args: unknown, text: string): Promise<void>;
  press(key: "Tab" | "Enter"): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  picture(): Promise<Uint8Array>;
  close(): Promise<void>;
}

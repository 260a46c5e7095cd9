/** A user of one tab, who finds elements by role and name, as people and screen readers do. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Tab } from "./engines/engine.ts";
import { type Member, PASSWORD } from "./members.ts";

const LIBRARY = readFileSync(
  createRequire(import.meta.url).resolve("@testing-library/dom/dist/@testing-library/dom.umd.js"),
  "utf8",
);
const TIMEOUT_MS = 15_000;

/** Runs in the page before each query: timeouts and name matching. A name that starts with `^` is a regular expression. */
const PRELUDE = `
  const options = { timeout: ${TIMEOUT_MS} };
  const { findByRole, findAllByRole, findByLabelText, waitFor } = TestingLibraryDom;
  const name = args.name?.startsWith("^") ? new RegExp(args.name) : args.name;
  /** Waits until the element has stopped moving; a click would miss it. */
  const whenStill = async (element) => {
    for (let last = ""; ; ) {
      const { x, y, width, height } = element.getBoundingClientRect();
      const now = [x, y, width, height].join();
      if (now === last) return element;
      last = now;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  };`;
const BY_ROLE = `${PRELUDE} return whenStill(await findByRole(document.body, args.role, { name }, options));`;
const HAS_ROLE = `${PRELUDE} await findByRole(document.body, args.role, { name }, options);`;
const BY_LABEL = `${PRELUDE}
  const selector = { selector: "input, textarea" };
  return whenStill(await findByLabelText(document.body, new RegExp("^" + args.label), selector, options));`;
const BUTTON_INSIDE = `${PRELUDE}
  const container = await findByRole(document.body, args.role, {}, options);
  return whenStill(await findByRole(container, "button", { name }, options));`;
const LABEL_OF_RADIO = `${PRELUDE}
  return whenStill((await findByRole(document.body, "radio", { name }, options)).labels[0]);`;
const OPTION = `${PRELUDE} return whenStill((await findAllByRole(document.body, "option", {}, options))[args.index]);`;
const BY_TEXT = `${PRELUDE}
  await waitFor(() => {
    const { innerText } = document.body;
    if (!innerText.includes(args.text)) throw new Error("Text not found: " + args.text + "\\n" + innerText);
  }, options);`;

const NO_DIALOG = `${PRELUDE}
  await waitFor(() => {
    if (document.querySelector("[role=dialog]")) throw new Error("The dialog is still open.");
  }, options);`;
const LOADED = `${PRELUDE}
  await waitFor(() => {
    if (document.querySelector(".mantine-Skeleton-root, .mantine-Loader-root")) throw new Error("The page is still loading.");
  }, options);`;

export class BrowserUser {
  constructor(
    readonly tab: Tab,
    private readonly appUrl: string,
  ) {}

  async goTo(path: string): Promise<void> {
    await this.tab.open(this.appUrl + path);
  }

  async click(name: string, role = "button"): Promise<void> {
    await this.#loadLibrary();
    await this.tab.click(BY_ROLE, { role, name });
  }

  /** Clicks a button inside an element with this role, for example a dialog. */
  async clickIn(role: string, name: string): Promise<void> {
    await this.#loadLibrary();
    await this.tab.click(BUTTON_INSIDE, { role, name });
  }

  async fill(label: string, text: string): Promise<void> {
    await this.#loadLibrary();
    await this.tab.type(BY_LABEL, { label }, text);
  }

  /** Chooses one of several by its label: the input itself may be hidden. */
  async choose(name: string): Promise<void> {
    await this.#loadLibrary();
    await this.tab.click(LABEL_OF_RADIO, { name });
  }

  /** Opens a select field and picks the option at this index. */
  async selectOption(label: string, index: number): Promise<void> {
    await this.#loadLibrary();
    await this.tab.click(BY_LABEL, { label });
    await this.tab.click(OPTION, { index });
  }

  /** Waits until the page contains this text. */
  async expectText(text: string): Promise<void> {
    await this.#loadLibrary();
    await this.tab.run(BY_TEXT, { text });
  }

  /** Waits until the page shows no placeholders any more. */
  async waitUntilLoaded(): Promise<void> {
    await this.#loadLibrary();
    await this.tab.run(LOADED, {});
  }

  /** Waits for an element with this role and name. */
  async expectRole(name: string, role: string): Promise<void> {
    await this.#loadLibrary();
    await this.tab.run(HAS_ROLE, { role, name });
  }

  /** Waits until a dialog has closed: it covers the page while it fades. */
  async expectNoDialog(): Promise<void> {
    await this.#loadLibrary();
    await this.tab.run(NO_DIALOG, {});
  }

  async signIn({ email }: Pick<Member, "email">, password = PASSWORD): Promise<void> {
    await this.fill("E-mail", email);
    await this.fill("Password", password);
    await this.click("Sign in");
  }

  async signOut(): Promise<void> {
    await this.click("^Your account");
    await this.click("Sign out", "menuitem");
    await this.expectRole("Sign in", "button");
  }

  /** By how many pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.tab.run("return Math.max(document.documentElement.scrollWidth - window.innerWidth, 0)");
  }

  /** Fails if the page is wider than its window. */
  async expectNoHorizontalScroll(): Promise<void> {
    const pixels = await this.overflow();
    if (pixels > 0) throw new Error(`The page is ${pixels} px wider than its window.`);
  }

  /** Loads the Testing Library into the current page. */
  async #loadLibrary(): Promise<void> {
    if (await this.tab.run<boolean>("return !window.TestingLibraryDom")) await this.tab.run(LIBRARY);
  }
}

/** A person at a tab: finds things by what they are called, as people and screen readers do. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Tab } from "./engines/engine.ts";
import { type Member, PASSWORD } from "./people.ts";

const LIBRARY = readFileSync(
  createRequire(import.meta.url).resolve("@testing-library/dom/dist/@testing-library/dom.umd.js"),
  "utf8",
);
const PATIENCE_MS = 15_000;

/** In the page: the patience that its questions have, and how a name is meant. One that begins with `^` is a pattern. */
const ASKING = `
  const patience = { timeout: ${PATIENCE_MS} };
  const { findByRole, findAllByRole, findByLabelText, waitFor } = TestingLibraryDom;
  const name = args.name?.startsWith("^") ? new RegExp(args.name) : args.name;
  /** What still slides into its place would be missed by the pointer. */
  const atRest = async (element) => {
    for (let was = ""; ; ) {
      const { x, y, width, height } = element.getBoundingClientRect();
      const now = [x, y, width, height].join();
      if (now === was) return element;
      was = now;
      await new Promise((later) => setTimeout(later, 60));
    }
  };`;
const BY_ROLE = `${ASKING} return atRest(await findByRole(document.body, args.role, { name }, patience));`;
const FINDS = `${ASKING} await findByRole(document.body, args.role, { name }, patience);`;
const BY_LABEL = `${ASKING}
  const fields = { selector: "input, textarea" };
  return atRest(await findByLabelText(document.body, new RegExp("^" + args.label), fields, patience));`;
const INSIDE = `${ASKING}
  const whole = await findByRole(document.body, args.role, {}, patience);
  return atRest(await findByRole(whole, "button", { name }, patience));`;
const OPTION = `${ASKING} return atRest((await findAllByRole(document.body, "option", {}, patience))[args.place]);`;
const BY_TEXT = `${ASKING}
  await waitFor(() => {
    const { innerText } = document.body;
    if (!innerText.includes(args.text)) throw new Error("Not seen: " + args.text + "\\n" + innerText);
  }, patience);`;

const COMPLETE = `${ASKING}
  await waitFor(() => {
    if (document.querySelector(".mantine-Skeleton-root, .mantine-Loader-root")) throw new Error("Something is to come.");
  }, patience);`;

export class Person {
  constructor(
    readonly tab: Tab,
    private readonly appUrl: string,
  ) {}

  async goTo(path: string): Promise<void> {
    await this.tab.open(this.appUrl + path);
  }

  async press(name: string, role = "button"): Promise<void> {
    await this.#able();
    await this.tab.click(BY_ROLE, { role, name });
  }

  /** The button of this name inside of something, a dialog for instance. */
  async pressIn(role: string, name: string): Promise<void> {
    await this.#able();
    await this.tab.click(INSIDE, { role, name });
  }

  async fill(label: string, text: string): Promise<void> {
    await this.#able();
    await this.tab.type(BY_LABEL, { label }, text);
  }

  /** Takes the option at this place of a list that opens when its field is pressed. */
  async choose(label: string, place: number): Promise<void> {
    await this.#able();
    await this.tab.click(BY_LABEL, { label });
    await this.tab.click(OPTION, { place });
  }

  /** Waits until this is written somewhere on the page. */
  async sees(text: string): Promise<void> {
    await this.#able();
    await this.tab.run(BY_TEXT, { text });
  }

  /** Waits until everything that the page asked the bank for is there. */
  async seesAll(): Promise<void> {
    await this.#able();
    await this.tab.run(COMPLETE, {});
  }

  /** Waits for something of this role and name. */
  async finds(name: string, role: string): Promise<void> {
    await this.#able();
    await this.tab.run(FINDS, { role, name });
  }

  async signIn({ email }: Pick<Member, "email">, password = PASSWORD): Promise<void> {
    await this.fill("E-mail", email);
    await this.fill("Password", password);
    await this.press("Sign in");
  }

  async signOut(): Promise<void> {
    await this.press("^Your menu");
    await this.press("Sign out", "menuitem");
    await this.finds("Sign in", "button");
  }

  /** Fails if the page must be scrolled sideways. */
  async fits(): Promise<void> {
    const { wide, window } = await this.tab.run<{ wide: number; window: number }>(
      "return { wide: document.documentElement.scrollWidth, window: window.innerWidth }",
    );
    if (wide > window) throw new Error(`The page is ${wide} px wide in a window of ${window}.`);
  }

  /** Gives the page of now the library that finds by role and name. */
  async #able(): Promise<void> {
    if (await this.tab.run<boolean>("return !window.TestingLibraryDom")) await this.tab.run(LIBRARY);
  }
}

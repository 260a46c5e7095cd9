/** Checks the accessibility of the page with axe, in the dark and the light scheme. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "vitest";
import type { BrowserUser } from "./browser-user.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Waits for the end of transitions, during which contrast cannot be measured. Loaders, which never end, are stopped. */
const ANIMATIONS_FINISHED = `
  for (const one of document.getAnimations()) if (one.effect.getComputedTiming().iterations === Infinity) one.cancel();
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));`;

/** Also checks that the page fits its window. `name` is for the message of a failure. */
export async function expectAccessible(user: BrowserUser, name: string, { isLoaded = true } = {}): Promise<void> {
  if (isLoaded) await user.waitUntilLoaded();
  await user.tab.run(ANIMATIONS_FINISHED);
  await user.expectNoHorizontalScroll();
  for (const scheme of ["dark", "light"]) {
    await setScheme(user, scheme);
    expect(await violations(user), `${name}, ${scheme}`).toEqual([]);
  }
}

/** Shows the page in a scheme, and waits for the end of its transitions. */
export async function setScheme(user: BrowserUser, scheme: string): Promise<void> {
  await user.tab.run("document.documentElement.setAttribute('data-mantine-color-scheme', args)", scheme);
  await user.tab.run(ANIMATIONS_FINISHED);
}

/** What axe finds: the rule, and the element. */
export async function violations(user: BrowserUser): Promise<string[]> {
  if (await user.tab.run<boolean>("return !window.axe")) await user.tab.run(AXE);
  return user.tab.run<string[]>(`
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html));`);
}

/** Stubs the browser APIs that Mantine needs and jsdom lacks, and cleans up after each test. */

import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { currentLanguage, setLanguage } from "@/lib/i18n";
import "./catalogues";
import { failOnUnexpectedRequests, server } from "./server";

// Long enough for a busy machine.
configure({ asyncUtilTimeout: 10_000 });

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterAll(() => server.close());

beforeEach(() => {
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
  }));
  vi.stubGlobal("ResizeObserver", Observer);
  vi.stubGlobal("IntersectionObserver", Observer);
  Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });
  Element.prototype.scrollIntoView = () => {};
});

afterEach(async () => {
  cleanup();
  if (currentLanguage() !== "en") await setLanguage("en");
  localStorage.clear();
  sessionStorage.clear();
  server.resetHandlers();
  failOnUnexpectedRequests();
});

/** Does nothing, because jsdom has no layout. */
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

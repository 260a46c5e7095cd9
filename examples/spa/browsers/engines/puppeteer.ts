/** Chromium through its own protocol and Firefox through WebDriver BiDi. Puppeteer needs no driver for either. */

import puppeteer, {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type ElementHandle,
  type LaunchOptions,
  type Page,
} from "puppeteer-core";
import type { Cookies, Engine, Profile, Tab } from "./engine.ts";

const TIMEOUT_MS = 30_000;

/** Pages download to the folder `downloads`, if it is given. */
export function chromium(downloads?: string): Engine {
  const context = downloads ? { downloadBehavior: { policy: "allow" as const, downloadPath: downloads } } : {};
  const launch: LaunchOptions = {
    browser: "chrome",
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox", // Chromium has no sandbox for root, which runs the tests in containers
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--hide-scrollbars",
      "--lang=en",
      "--no-proxy-server",
    ],
  };
  return engine("Chromium", launch, context);
}

export function firefox(): Engine {
  return engine("Firefox ESR", {
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    extraPrefsFirefox: { "network.proxy.type": 0, "intl.accept_languages": "en" },
  });
}

function engine(name: string, options: LaunchOptions, context: BrowserContextOptions = {}): Engine {
  let browser: Browser | null = null;
  let version = "";
  return {
    name,
    version: () => version,
    async profile() {
      browser ??= await puppeteer.launch({ headless: true, protocolTimeout: 180_000, ...options });
      version ||= (await browser.version()).split("/")[1] ?? "";
      return profile(await browser.createBrowserContext(context));
    },
    async close() {
      await browser?.close();
    },
  };
}

function profile(context: BrowserContext): Profile {
  return {
    tab: async () => tab(await context.newPage()),
    cookies: () => cookies(context),
    close: () => context.close(),
  };
}

function cookies(context: BrowserContext): Cookies {
  const find = async (name: string) => (await context.cookies()).find((cookie) => cookie.name === name) ?? null;
  return {
    read: async (name) => (await find(name))?.value ?? null,
    async write(name, value) {
      const { domain, path, httpOnly, sameSite, expires } = (await find(name)) ?? { domain: "localhost", path: "/" };
      await context.setCookie({
        name,
        value,
        domain,
        path,
        httpOnly: httpOnly ?? true,
        ...(sameSite ? { sameSite } : {}),
        ...(expires ? { expires } : {}),
      } as Parameters<BrowserContext["setCookie"]>[0]);
    },
    async remove(name) {
      const cookie = await find(name);
      if (cookie) await context.deleteCookie(cookie);
    },
  };
}

function tab(page: Page): Tab {
  page.setDefaultTimeout(TIMEOUT_MS);
  const source = (body: string, args: unknown) => `(async (args) => {${body}})(${JSON.stringify(args ?? null)})`;
  const find = async (body: string, args: unknown) => {
    // A background tab does not render, so scrolling in it would never finish.
    await page.bringToFront();
    return (await page.evaluateHandle(source(body, args))) as ElementHandle<HTMLInputElement>;
  };
  return {
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    run: async (body, args) => (await page.evaluate(source(body, args))) as never,
    click: async (body, args) => (await find(body, args)).click(),
    async type(body, args, text) {
      const field = await find(body, args);
      await field.evaluate((input) => {
        input.focus();
        input.select();
      });
      await field.type(text);
    },
    press: (key) => page.keyboard.press(key),
    resize: (width, height) => page.setViewport({ width, height }),
    async screenshot() {
      // Moves the pointer away, because elements under it show tooltips.
      await page.mouse.move(0, 0);
      return page.screenshot({ type: "png" });
    },
    close: () => page.close(),
    async addPasskeyDevice() {
      const devtools = await page.createCDPSession();
      await devtools.send("WebAuthn.enable");
      await devtools.send("WebAuthn.addVirtualAuthenticator", {
        options: {
          protocol: "ctap2",
          transport: "internal",
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      });
    },
  };
}

/** WebKitGTK through its own WebDriver, on a virtual screen (Xvfb). One process for each profile. */

import { type ChildProcess, spawn } from "node:child_process";
import { globSync } from "node:fs";
import { Builder, Capabilities, Key, type WebDriver, type WebElement } from "selenium-webdriver";
import { freePort, waitUntil } from "../system.ts";
import type { Cookies, Engine, Profile, Tab } from "./engine.ts";

const BROWSER = globSync("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")[0] ?? "MiniBrowser";
const KEYS = { Tab: Key.TAB, Enter: Key.ENTER };

export function webkit(apiUrl: string): Engine {
  let version = "";
  const open: Profile[] = [];
  return {
    name: "WebKitGTK",
    version: () => version,
    async profile() {
      const { driver, stop } = await start();
      version ||= (await driver.getCapabilities()).getBrowserVersion() ?? "";
      const one = profile(driver, apiUrl, stop);
      open.push(one);
      return one;
    },
    async close() {
      await Promise.all(open.map((one) => one.close()));
    },
  };
}

async function start(): Promise<{ driver: WebDriver; stop: () => void }> {
  const port = await freePort();
  // A process group of its own, so that the screen and the browser end with the driver.
  const command = ["-a", "-s", "-screen 0 1600x1200x24", "WebKitWebDriver", `--port=${port}`];
  const process = spawn("xvfb-run", command, { stdio: "ignore", detached: true });
  try {
    return { driver: await driverAt(`http://127.0.0.1:${port}`), stop: () => endGroup(process) };
  } catch (error) {
    endGroup(process);
    throw error;
  }
}

async function driverAt(url: string): Promise<WebDriver> {
  await waitUntil("WebKitWebDriver to listen", async () => (await fetch(`${url}/status`)).ok);
  const options = { binary: BROWSER, args: ["--automation"] };
  const capabilities = new Capabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options });
  const driver = await new Builder().usingServer(url).withCapabilities(capabilities).build();
  await driver.manage().setTimeouts({ script: 180_000, pageLoad: 90_000 });
  return driver;
}

function endGroup({ pid }: ChildProcess): void {
  if (pid) process.kill(-pid, "SIGTERM");
}

function profile(driver: WebDriver, apiUrl: string, stop: () => void): Profile {
  const first = driver.getWindowHandle();
  let opened = 0;
  let isOpen = true;
  const inTurn = createQueue();
  const cookieJar = cookies(driver, apiUrl, inTurn);
  return {
    async tab() {
      if (opened++ === 0) return tab(driver, await first, inTurn);
      const handle = await inTurn(async () => {
        await driver.switchTo().newWindow("tab");
        return driver.getWindowHandle();
      });
      return tab(driver, handle, inTurn);
    },
    cookies: () => cookieJar,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await driver.quit().finally(stop);
    },
  };
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** A driver controls one window at a time, so the actions of the tabs run one after the other. */
function createQueue(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

/**
 * WebDriver returns the cookies of the current page, so an extra tab shows a page of the API under the narrowest cookie
 * path.
 */
function cookies(driver: WebDriver, apiUrl: string, inTurn: InTurn): Cookies {
  let handle: string | null = null;
  const onApiPage = <T>(work: () => Promise<T>) =>
    inTurn(async () => {
      if (handle) await driver.switchTo().window(handle);
      else {
        await driver.switchTo().newWindow("tab");
        handle = await driver.getWindowHandle();
        await driver.get(`${apiUrl}/api/users/me/`);
      }
      return work();
    });
  const find = async (name: string) => (await driver.manage().getCookies()).find((one) => one.name === name) ?? null;
  return {
    read: (name) => onApiPage(async () => (await find(name))?.value ?? null),
    write: (name, value) =>
      onApiPage(async () => {
        const { path, httpOnly, sameSite } = (await find(name)) ?? { path: "/", httpOnly: true, sameSite: "Lax" };
        await driver
          .manage()
          .addCookie({ name, value, path: path ?? "/", httpOnly: httpOnly ?? true, sameSite: sameSite ?? "Lax" });
      }),
    remove: (name) => onApiPage(() => driver.manage().deleteCookie(name)),
  };
}

function tab(driver: WebDriver, handle: string, inTurn: InTurn): Tab {
  const inTab = <T>(work: () => Promise<T>) =>
    inTurn(async () => {
      await driver.switchTo().window(handle);
      return work();
    });
  const evaluate = async <T>(body: string, args: unknown): Promise<T> => {
    const { value, error } = await driver.executeAsyncScript<{ value: T; error?: string }>(
      `const [args, done] = arguments;
       (async (args) => {${body}})(args).then((value) => done({ value }), (error) => done({ error: String(error) }));`,
      args ?? null,
    );
    if (error) throw new Error(error);
    return value;
  };
  return {
    open: (url) => inTab(() => driver.get(url)),
    reload: () => inTab(() => driver.navigate().refresh()),
    run: (body, args) => inTab(() => evaluate(body, args)),
    click: (body, args) => inTab(async () => (await evaluate<WebElement>(body, args)).click()),
    type: (body, args, text) =>
      inTab(async () => {
        const field = await evaluate<WebElement>(body, args);
        await field.clear();
        await field.sendKeys(text);
      }),
    press: (key) => inTab(() => driver.actions().sendKeys(KEYS[key]).perform()),
    resize: (width, height) =>
      inTab(async () => {
        await driver.manage().window().setRect({ width, height });
      }),
    screenshot: () => inTab(async () => Buffer.from(await driver.takeScreenshot(), "base64")),
    close: () => inTab(() => driver.close()),
  };
}

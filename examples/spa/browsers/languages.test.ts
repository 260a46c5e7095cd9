/** The pages in Arabic, from right to left on the smallest phone, and in Spanish, in Chromium. */

import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { expectAccessible } from "./accessibility.ts";
import { ApiScript } from "./api-script.ts";
import { BrowserUser } from "./browser-user.ts";
import type { Profile } from "./engines/engine.ts";
import { chromium } from "./engines/puppeteer.ts";
import { createOneMember, type Member, PASSWORD } from "./members.ts";

const { API_URL = "", APP_URL = "", TRANSPORT = "" } = process.env;

const engine = chromium();
let profile: Profile;
let user: BrowserUser;

beforeEach(async () => {
  profile = await engine.profile();
  user = new BrowserUser(await profile.tab(), APP_URL);
});
afterEach(() => profile.close());
afterAll(() => engine.close());

// The pages look the same in both transports.
describe.skipIf(TRANSPORT !== "cookie")("languages", () => {
  test("a member signs in and finds the way in Arabic at 320 px, from right to left", async () => {
    const lina = await createOneMember(API_URL, "Lina", "languages");
    await (await scriptOf(lina)).patch("/api/users/me/", { language: "ar" });
    await user.tab.resize(320, 720);
    await user.goTo("/");
    await user.expectRole("Language", "combobox");
    await user.tab.run(CHOOSE, "ar");
    await user.expectRole("تسجيل الدخول", "heading");
    await expectAccessible(user, "sign-in in Arabic");
    await user.fill("البريد الإلكتروني", lina.email);
    await user.fill("كلمة المرور", PASSWORD);
    await user.click("تسجيل الدخول");
    await user.expectRole("نظرة عامة", "heading");
    expect(await user.tab.run(PAGE_LANGUAGE)).toEqual({ lang: "ar", dir: "rtl", isRight: true });
    await expectAccessible(user, "overview in Arabic");
    await user.click("فتح القائمة");
    await expectAccessible(user, "menu in Arabic");
    await user.click("الأمان", "link");
    await user.expectRole("الأمان", "heading");
    for (const path of ["/security", "/security/factors", "/profile", "/accounts", "/transfer", "/loans"]) {
      await user.goTo(path);
      await user.tab.run(UNTIL_TITLE);
      await expectAccessible(user, `${path} in Arabic`);
    }
  });

  test("a member changes the language to Spanish, which stays after a reload and a new sign-in", async () => {
    const eva = await createOneMember(API_URL, "Eva", "languages");
    await user.goTo("/");
    await user.signIn(eva);
    await user.expectRole("Overview", "heading");
    await user.click("^Your account");
    await user.click("español", "menuitemradio");
    await user.expectRole("Resumen", "heading");
    await user.expectText("500,00");
    await user.tab.reload();
    await user.expectRole("Resumen", "heading");
    await expectAccessible(user, "overview in Spanish");
    expect(await (await scriptOf(eva)).get("/api/users/me/")).toMatchObject({ language: "es" });
    await user.click("^Su cuenta de usuario");
    await user.click("Cerrar sesión", "menuitem");
    await user.expectRole("Iniciar sesión", "heading");
  });
});

async function scriptOf({ email }: Member): Promise<ApiScript> {
  const script = new ApiScript(API_URL);
  await script.post("/api/users/login/", { body: { email, password: PASSWORD, transport: "cookie" } });
  return script;
}

const UNTIL_TITLE =
  "while (!document.querySelector('main h1')) await new Promise((resolve) => setTimeout(resolve, 50));";
const CHOOSE = `
  const select = document.querySelector("select");
  select.value = args;
  select.dispatchEvent(new Event("change", { bubbles: true }));`;
/** And whether the button of the menu is on the right, where lines begin. */
const PAGE_LANGUAGE = `
  const { lang, dir } = document.documentElement;
  const button = document.querySelector("header button").getBoundingClientRect();
  return { lang, dir, isRight: button.left > innerWidth / 2 };`;

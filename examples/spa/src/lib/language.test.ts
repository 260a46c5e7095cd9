/** Which language the pages are in: the user's, the last one on this browser, the browser's, or the bank's first. */

import { beforeEach, expect, test, vi } from "vitest";
import { bank } from "@/lib/bank";
import { errorResponse, json, storeConfig } from "@/testing/api-mock";
import { mockApi } from "@/testing/server";
import { chooseLanguage, languageName, offeredLanguages, preferredLanguage, startLanguage } from "./language";

const MARIA = { id: 1, email: "member@example.com", full_name: "Maria Member", role: "member" };
const ALL = ["en", "es", "ar"];
const LOGIN = "POST /api/users/login/";
const ME = "GET /api/users/me/";
const PATCH = "PATCH /api/users/me/";

function browserPrefers(...languages: string[]) {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
}

function pageLanguage() {
  const { lang, dir } = document.documentElement;
  return { lang, dir };
}

async function signIn(language: string, more: Record<string, Response[]> = {}): Promise<Request[]> {
  const sent = mockApi({
    [LOGIN]: [json({ user: MARIA, session: { id: 1, expires_at: "" } })],
    [ME]: [json({ ...MARIA, language })],
    ...more,
  });
  await bank.session.signIn(MARIA.email, "demo-pass-2026");
  return sent;
}

beforeEach(async () => {
  storeConfig({ languages: ALL });
  mockApi({ "POST /api/users/logout/": [new Response(null, { status: 204 })] });
  await bank.session.signOut();
});

test.each([
  [
    ["en", "es", "fr"],
    ["en", "es"],
  ],
  [
    ["es", "en"],
    ["es", "en"],
  ],
  [["fr"], ["en"]],
])("a bank with %j offers %j", (languages, offered) => {
  expect(offeredLanguages(languages)).toEqual(offered);
});

test.each([
  [["es-MX", "en"], ALL, "es"],
  [["fr", "ar-EG"], ALL, "ar"],
  [["fr"], ["es", "en"], "es"],
  [["ar", "es"], ["en", "es"], "es"],
])("a browser with %j at a bank with %j starts in %s", (languages, bankLanguages, expected) => {
  browserPrefers(...languages);
  expect(preferredLanguage(bankLanguages)).toBe(expected);
});

test("the last language on this browser comes before those of the browser", async () => {
  browserPrefers("en");
  await chooseLanguage("es");
  expect(preferredLanguage(ALL)).toBe("es");
  expect(preferredLanguage(["en", "ar"])).toBe("en");
});

test("the page is in the language of the user who signs in, and the language is read once", async () => {
  browserPrefers("es");
  await startLanguage();
  expect(pageLanguage()).toEqual({ lang: "es", dir: "ltr" });
  const sent = await signIn("ar");
  await expect.poll(pageLanguage).toEqual({ lang: "ar", dir: "rtl" });
  expect(sent.filter(({ method }) => method === "GET")).toHaveLength(1);
});

test("a change by a signed-in user is stored at the bank, and sent with its requests", async () => {
  await signIn("en");
  const sent = await signIn("es", { [PATCH]: [json({})] });
  await chooseLanguage("es");
  expect(pageLanguage()).toEqual({ lang: "es", dir: "ltr" });
  const patch = sent.find(({ method }) => method === "PATCH");
  expect(await patch?.json()).toEqual({ language: "es" });
  expect(patch?.headers.get("Accept-Language")).toBe("es");
  expect(bank.session.getState()).toMatchObject({ user: { language: "es" } });
});

test("a change that the bank does not store is an error", async () => {
  await signIn("en", { [PATCH]: [errorResponse(503, "unavailable")] });
  await expect(chooseLanguage("es")).rejects.toMatchObject({ code: "unavailable" });
});

test("each language is named in itself", () => {
  expect(ALL.map(languageName)).toEqual(["English", "español", "العربية"]);
});

/** The sign-in page in each language: its texts, the direction, the requests, and a change while the user types. */

import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { bank } from "@/lib/bank";
import { type Language, loadCatalogues, setLanguage } from "@/lib/i18n";
import { errorResponse, storeConfig } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { SignInPage } from "./sign-in";

const LOGIN = "POST /api/users/login/";

interface Expected {
  dir: string;
  email: string;
  password: string;
  action: string;
  select: string;
  error: string;
}

const CASES: [Language, Expected][] = [
  [
    "en",
    {
      dir: "ltr",
      email: "E-mail",
      password: "Password",
      action: "Sign in",
      select: "Language",
      error: "Incorrect e-mail or password.",
    },
  ],
  [
    "es",
    {
      dir: "ltr",
      email: "Correo electrónico",
      password: "Contraseña",
      action: "Iniciar sesión",
      select: "Idioma",
      error: "Correo electrónico o contraseña incorrectos.",
    },
  ],
  [
    "ar",
    {
      dir: "rtl",
      email: "البريد الإلكتروني",
      password: "كلمة المرور",
      action: "تسجيل الدخول",
      select: "اللغة",
      error: "البريد الإلكتروني أو كلمة المرور غير صحيحة.",
    },
  ],
];

beforeEach(async () => {
  storeConfig({ languages: ["en", "es", "ar"] });
  await loadCatalogues("auth");
  mockApi({ "POST /api/users/logout/": [new Response(null, { status: 204 })] });
  await bank.session.signOut();
});

test.each(CASES)(
  "in %s the page has its texts and direction, and asks for replies in it",
  async (language, expected) => {
    await setLanguage(language);
    const user = userEvent.setup();
    const sent = mockApi({ [LOGIN]: [errorResponse(401, "invalid_credentials")] });
    renderPage(<SignInPage />);
    expect(document.documentElement).toMatchObject({ lang: language, dir: expected.dir });
    expect(screen.getByRole("heading", { name: expected.action })).toBeDefined();
    await user.type(screen.getByLabelText(expected.email), "member@example.com");
    await user.type(screen.getByLabelText(expected.password), "guess{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe(expected.error);
    expect(sent.map(({ headers }) => headers.get("Accept-Language"))).toEqual([language]);
  },
);

test("a change of the language keeps what was typed", async () => {
  const user = userEvent.setup();
  renderPage(<SignInPage />);
  await user.type(screen.getByLabelText("E-mail"), "member@example.com");
  await user.type(screen.getByLabelText("Password"), "demo-pass-2026");
  await user.selectOptions(screen.getByLabelText("Language"), "العربية");
  expect((await screen.findByLabelText<HTMLInputElement>("البريد الإلكتروني")).value).toBe("member@example.com");
  expect(screen.getByLabelText<HTMLInputElement>("كلمة المرور").value).toBe("demo-pass-2026");
  expect(document.documentElement).toMatchObject({ lang: "ar", dir: "rtl" });
});

test("a bank with one language shows no choice", () => {
  storeConfig({ languages: ["en"] });
  renderPage(<SignInPage />);
  expect(screen.queryByLabelText("Language")).toBeNull();
});

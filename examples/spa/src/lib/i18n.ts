/** The texts of the pages (i18next): the languages, their catalogues in src/locales, and the language of this page. */

import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import app from "@/locales/en/app";
import common from "@/locales/en/common";
import type { Namespace } from "@/types/i18next";

export const LANGUAGES = ["en", "es", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

type Catalogue = Record<string, unknown>;

/** Each is a file of its own, which is loaded when it is needed. English has two in the first script, for its errors. */
const catalogues = import.meta.glob<Catalogue>(["../locales/*/*.ts", "!../locales/en/{app,common}.ts"], {
  import: "default",
});

/** The catalogues that the pages of this visit use, in every language. */
const used = new Set<Namespace>(["common", "app"]);
/** The language that was asked for last: its catalogues may still be on their way. */
let requested: Language = "en";

export const i18n = i18next.createInstance();
void i18n.use(initReactI18next).init({
  // The resources are there: without this, `init` would wait for the next turn of the event loop.
  initAsync: false,
  lng: "en",
  fallbackLng: "en",
  defaultNS: "common",
  resources: { en: { app, common } },
  // React escapes HTML.
  interpolation: { escapeValue: true, escape: isolate },
});

/** A value in a text from right to left keeps its own direction: names, e-mail addresses, groups of digits (Unicode FSI, PDI). */
function isolate(value: string): string {
  return i18n.dir() === "rtl" ? `\u2068${value}\u2069` : value;
}

/** Loads the catalogues of a page in the language of this page. */
export async function loadCatalogues(...namespaces: Namespace[]): Promise<void> {
  for (const namespace of namespaces) used.add(namespace);
  await loadMissing(currentLanguage());
}

/** Shows the pages in this language once its catalogues are loaded. Throws if they cannot be loaded. */
export async function setLanguage(language: Language): Promise<void> {
  requested = language;
  // In a loop, because the user may open another page meanwhile.
  while (missing(language).length > 0) await loadMissing(language);
  if (requested !== language) return;
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = i18n.dir(language);
}

export function currentLanguage(): Language {
  return i18n.language as Language;
}

export function isLanguage(code: string): code is Language {
  return (LANGUAGES as readonly string[]).includes(code);
}

const LOCALES: Record<Language, string> = {
  en: "en",
  es: "es",
  // With the digits 0 to 9, also where the browser's default for Arabic is ٠ to ٩: amounts and account numbers are copied
  // into forms and other programs, and compared with cards, receipts and statements.
  ar: "ar-u-nu-latn",
};

/** For `Intl`. */
export function currentLocale(): string {
  return LOCALES[currentLanguage()];
}

function missing(language: Language): Namespace[] {
  return [...used].filter((namespace) => !i18n.hasResourceBundle(language, namespace));
}

async function loadMissing(language: Language): Promise<void> {
  await Promise.all(missing(language).map((namespace) => load(language, namespace)));
}

async function load(language: Language, namespace: Namespace): Promise<void> {
  const catalogue = await catalogues[`../locales/${language}/${namespace}.ts`]?.();
  i18n.addResourceBundle(language, namespace, catalogue);
}

/** The catalogues: every language has every text, with the same placeholders and all of its plural forms. */

import { expect, test } from "vitest";
import { LANGUAGES } from "@/lib/i18n";
import { flatten, PLURAL } from "@/testing/texts";

const files = import.meta.glob<object>("./*/*.ts", { eager: true, import: "default" });
const NAMESPACES = [...new Set(Object.keys(files).map((path) => path.replace(/^.*\/(.*)\.ts$/, "$1")))];
const TRANSLATIONS = LANGUAGES.filter((language) => language !== "en");

const cases = TRANSLATIONS.flatMap((language) => NAMESPACES.map((namespace) => [language, namespace] as const));

test.each(cases)("%s/%s has the keys of English", (language, namespace) => {
  expect([...stems(language, namespace)].sort()).toEqual([...stems("en", namespace)].sort());
});

test.each([...cases, ...NAMESPACES.map((one) => ["en", one] as const)])(
  "%s/%s has all plural forms of the language",
  (language, namespace) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const keys = [...texts(language, namespace).keys()];
    const plurals = new Set(keys.filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, "")));
    for (const stem of plurals) {
      const forms = keys.filter((key) => key.replace(PLURAL, "") === stem && PLURAL.test(key));
      expect(forms.sort(), stem).toEqual(categories.map((category) => `${stem}_${category}`).sort());
    }
  },
);

test.each(cases)("%s/%s has the placeholders and tags of English", (language, namespace) => {
  const english = texts("en", namespace);
  for (const [key, text] of texts(language, namespace)) {
    const original = english.get(key) ?? english.get(key.replace(PLURAL, "_other")) ?? "";
    // "One month" and "two months" need no number in a language that has a form for exactly one or two.
    const optional = /_(zero|one|two)$/.test(key) ? ["{{count}}"] : [];
    expect(parts(text).concat(optional).sort(), key).toEqual(expect.arrayContaining(parts(original)));
    expect(parts(original), key).toEqual(expect.arrayContaining(parts(text)));
  }
});

test.each(cases)("no text of %s/%s is empty", (language, namespace) => {
  for (const [key, text] of texts(language, namespace)) expect(text.trim(), key).not.toBe("");
});

/** Each key, such as `role.member`, with its text. */
function texts(language: string, namespace: string): Map<string, string> {
  return flatten(files[`./${language}/${namespace}.ts`] ?? {});
}

/** The keys without plural forms. */
function stems(language: string, namespace: string): Set<string> {
  return new Set([...texts(language, namespace).keys()].map((key) => key.replace(PLURAL, "")));
}

/** `{{name}}`, `<tag>`, `</tag>` and `<tag/>` in order of the alphabet. */
function parts(text: string): string[] {
  return (text.match(/\{\{\w+\}\}|<\/?\w+\s*\/?>/g) ?? []).sort();
}

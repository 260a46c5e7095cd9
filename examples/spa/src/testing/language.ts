/** Shows the pages of a test in another language. */

import { type Language, loadCatalogues, setLanguage } from "@/lib/i18n";
import type { Namespace } from "@/types/i18next";

/** `namespaces`: the catalogues of the page, as its route loads them. After the test the language is English again. */
export async function showIn(language: Language, ...namespaces: Namespace[]): Promise<void> {
  await loadCatalogues(...namespaces);
  await setLanguage(language);
}

/** A value as it is in a text from right to left. */
export function isolated(value: string): string {
  return `\u2068${value}\u2069`;
}

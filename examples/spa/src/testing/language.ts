/** Shows the pages of a test in another language. */

import { afterEach } from "vitest";
import { currentLanguage, type Language, loadCatalogues, setLanguage } from "@/lib/i18n";
import type { Namespace } from "@/types/i18next";

afterEach(async () => {
  if (currentLanguage() !== "en") await setLanguage("en");
});

/** `namespaces`: the catalogues of the page, as its route loads them. The test ends in English again. */
export async function showIn(language: Language, ...namespaces: Namespace[]): Promise<void> {
  await loadCatalogues(...namespaces);
  await setLanguage(language);
}

/** Which language the pages are in: the signed-in user's, or else the last one on this browser, or else the browser's. */

import { bank } from "./bank";
import { unwrap } from "./bank-client/errors";
import type { components } from "./bank-client/schema";
import { storedBankConfig } from "./config";
import { currentLanguage, isLanguage, LANGUAGES, type Language, setLanguage } from "./i18n";

type ProfileLanguage = NonNullable<components["schemas"]["PatchedProfileRequest"]["language"]>;

const ITEM = "bank.language";

/** The languages that both the bank and this application have, the bank's default first. */
export function offeredLanguages(bankLanguages: readonly string[] = LANGUAGES): Language[] {
  const offered = bankLanguages.filter(isLanguage);
  return offered.length > 0 ? offered : ["en"];
}

/** The language in which the pages start: the last one on this browser, or else the first offered one of the browser. */
export function preferredLanguage(bankLanguages: readonly string[] | undefined): Language {
  const offered = offeredLanguages(bankLanguages);
  const wanted = [localStorage.getItem(ITEM) ?? "", ...navigator.languages].map((tag) => tag.split("-")[0] ?? "");
  return wanted.filter(isLanguage).find((language) => offered.includes(language)) ?? offered[0] ?? "en";
}

/** Shows the pages in this language, now and at the next visit. */
async function showLanguage(language: Language): Promise<void> {
  if (language !== currentLanguage()) await setLanguage(language);
  try {
    localStorage.setItem(ITEM, language);
  } catch {
    // The browser does not let this page store anything.
  }
}

/** The user chooses a language. For a signed-in user it is stored at the bank, which also writes mails in it. */
export async function chooseLanguage(language: Language): Promise<void> {
  await showLanguage(language);
  if (bank.session.getState().status !== "signed-in") return;
  const body = { language: language as ProfileLanguage };
  await unwrap(bank.api.PATCH("/api/users/me/", { body }));
  await bank.session.reload();
}

/** Sets the language of the first page, and follows the user's from then on. Never throws: the pages stay English. */
export async function startLanguage(): Promise<void> {
  await setLanguage(preferredLanguage(storedBankConfig()?.languages)).catch(() => {});
  followUserLanguage();
}

/** The language's name in the language itself. */
export function languageName(language: string): string {
  return new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
}

/** Follows the language of the signed-in user, in all tabs. */
function followUserLanguage(): void {
  let followed: { id: number; language: string | undefined } | null = null;
  const follow = () => {
    const state = bank.session.getState();
    if (state.status !== "signed-in") {
      followed = null;
      return;
    }
    const { id, language } = state.user;
    if (followed?.id === id && followed.language === language) return;
    followed = { id, language };
    if (language && isLanguage(language)) void showLanguage(language).catch(() => {});
    // The response to a sign-in does not contain it.
    if (!language) void bank.session.reload().catch(() => {});
  };
  bank.session.subscribe(follow);
  follow();
}

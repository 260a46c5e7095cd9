/** The names of the reports, and what each is for. */

import { i18n } from "@/lib/i18n";
import type reports from "@/locales/en/reports";

type Key = keyof (typeof reports)["name"];

/** `title`: the API's, for a report that is new in the API. */
export function reportTitle(name: string, title: string): string {
  return i18n.t(`reports:name.${catalogueKey(name)}`, { defaultValue: title });
}

export function reportNote(name: string): string {
  return i18n.t(`reports:note.${catalogueKey(name)}`, { defaultValue: "" });
}

/** `trial-balance` gives `trial_balance`. */
function catalogueKey(name: string): Key {
  return name.replaceAll("-", "_") as Key;
}

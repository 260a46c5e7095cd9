/** The texts of codes of the API, such as audit events and columns of reports. */

import { i18n } from "@/lib/i18n";
import type { Namespace } from "@/types/i18next";

/** The text of a code, whose key may be missing: a code that is new in the API is shown as words. */
export function codeText(key: `${Namespace}:${string}`, code: string): string {
  return i18n.t(key as "save", { defaultValue: codeWords(code) });
}

/** `outstanding_principal` as `Outstanding principal`. */
function codeWords(code: string): string {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

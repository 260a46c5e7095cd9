/**
 * Drafts of forms, which survive a reload and a sign-in after an expired session. They are stored for this tab and this
 * user only, and removed when the user signs out or another user signs in.
 */

import { bank } from "./bank";

const PREFIX = "bank.draft.";

export function readDraft<T extends object>(name: string): Partial<T> {
  try {
    return JSON.parse(sessionStorage.getItem(itemName(name)) ?? "{}") as Partial<T>;
  } catch {
    return {};
  }
}

export function saveDraft(name: string, draft: object): void {
  try {
    sessionStorage.setItem(itemName(name), JSON.stringify(draft));
  } catch {
    // The browser does not let this page store anything: the draft lives as long as the page.
  }
}

export function clearDraft(name: string): void {
  sessionStorage.removeItem(itemName(name));
}

function itemName(name: string): string {
  return `${PREFIX}${currentUserId() ?? ""}.${name}`;
}

function currentUserId(): number | null {
  const state = bank.session.getState();
  return state.status === "signed-in" ? state.user.id : null;
}

bank.session.subscribe(() => {
  const state = bank.session.getState();
  if (state.status === "signed-in") removeExcept(`${PREFIX}${state.user.id}.`);
  else if (state.status === "signed-out" && state.reason === null) removeExcept(null);
});

function removeExcept(prefix: string | null): void {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(PREFIX) && !(prefix && name.startsWith(prefix))) sessionStorage.removeItem(name);
  }
}

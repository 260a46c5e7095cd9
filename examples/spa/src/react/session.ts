/** Who is signed in, for React. */

import { useSyncExternalStore } from "react";
import type { SignedInUser } from "../bank/records";
import type { SessionState } from "../bank/session";
import { bank } from "../settings";

export function useSession(): SessionState {
  return useSyncExternalStore(bank.session.subscribe, bank.session.getState);
}

/** For pages behind the sign-in, which are only shown to somebody. */
export function useUser(): SignedInUser {
  const state = useSession();
  if (state.status !== "signed-in") throw new Error("This page is for somebody who is signed in.");
  return state.user;
}

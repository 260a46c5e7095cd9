/** React hooks for the session state and the signed-in user. */

import { useSyncExternalStore } from "react";
import { bank } from "@/lib/bank";
import type { SessionState } from "@/lib/bank-client/session";
import type { SignedInUser } from "@/lib/bank-client/session-storage";

export function useSession(): SessionState {
  return useSyncExternalStore(bank.session.subscribe, bank.session.getState);
}

/** The signed-in user. For pages that require a sign-in. */
export function useUser(): SignedInUser {
  const state = useSession();
  if (state.status !== "signed-in") throw new Error("This page requires a signed-in user.");
  return state.user;
}

/** How answers are kept: TanStack Query's client. */

import { QueryClient } from "@tanstack/react-query";
import { bank } from "../settings";

// A device that thinks itself offline may be wrong, and what it holds back it would send later by itself: money must
// not move when nobody looks. So everything is asked at once, and says at once that there is no answer.
const networkMode = "always";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode,
      // The bank's client has waited and retried already (bank/door.ts); a second layer would only multiply it.
      retry: false,
      staleTime: 10_000,
    },
    mutations: { networkMode, retry: false },
  },
});

// What one person read is not for the next one. Here, and not in an effect: this runs before React draws for the new
// one, and StrictMode does not run it twice.
let reader = readerNow();
bank.session.subscribe(() => {
  const now = readerNow();
  if (now !== reader) queries.clear();
  reader = now;
});

function readerNow(): number | null {
  const state = bank.session.getState();
  return state.status === "signed-in" ? state.user.id : null;
}

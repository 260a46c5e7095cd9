/** The TanStack Query client, which caches API responses. */

import { MutationCache, QueryClient } from "@tanstack/react-query";
import { bank } from "./bank";

// By default, requests of a device that seems offline are held back and sent later. A payment must not be sent after
// the user has given up on it, so every request is sent, or fails, at once.
const networkMode = "always";

/** The configuration (lib/config.ts) does not depend on what users write. */
const CONFIG_KEY = "config";

export function createQueryClient(): QueryClient {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        networkMode,
        // The bank's client retries already (bank-client/authenticated-fetch.ts); a second layer would multiply the attempts.
        retry: false,
        staleTime: 10_000,
      },
      mutations: { networkMode, retry: false },
    },
    mutationCache: new MutationCache({
      // Every write can change what other pages show, and after an error they may be out of date, too.
      onSettled: (_data, _error, _variables, _result, { meta }) => {
        if (!meta?.isRead)
          void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== CONFIG_KEY });
      },
    }),
  });
  return queryClient;
}

export const queryClient = createQueryClient();

// One user's data must not be shown to the next user. This is not an effect, because it must run before React renders for
// the new user, and only once in StrictMode.
let currentUserId = getUserId();
bank.session.subscribe(() => {
  const userId = getUserId();
  if (userId !== currentUserId) queryClient.clear();
  currentUserId = userId;
});

function getUserId(): number | null {
  const state = bank.session.getState();
  return state.status === "signed-in" ? state.user.id : null;
}

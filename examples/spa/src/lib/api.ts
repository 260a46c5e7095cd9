/** The query layer: TanStack Query hooks for every operation of the API, typed by its OpenAPI document. */

import createHooks from "openapi-react-query";
import { bank } from "./bank";
import { unwrap } from "./bank-client/errors";
import type { Api } from "./bank-client/http";

type Send = (path: never, init: never) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** Errors are thrown as `BankError` or `NetworkError`, as everywhere else. */
function throwing(send: Send): Send {
  return async (path, init) => {
    const call = send(path, init);
    const data = await unwrap(call);
    return { data, response: (await call).response };
  };
}

const { GET, POST, PATCH, DELETE } = bank.api as unknown as Record<string, Send>;

export const $api = createHooks({
  GET: throwing(GET as Send),
  POST: throwing(POST as Send),
  PATCH: throwing(PATCH as Send),
  DELETE: throwing(DELETE as Send),
} as unknown as Api);

/** Options of an infinite query over a list: each page after the first starts at the cursor in `next`. */
export const cursorPagination = {
  pageParamName: "cursor",
  // Null and not undefined, for which openapi-react-query sends 0.
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }: { next: string | null }) => (next ? new URL(next).searchParams.get("cursor") : null),
};

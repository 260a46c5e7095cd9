/** Sends HTTP requests: with cookies, with a timeout, and with a missing response as an error of its own. */

import createClient, { type Client } from "openapi-fetch";
import { NetworkError } from "./errors";
import type { paths } from "./schema";

export type Send = (request: Request) => Promise<Response>;
export type Api = Client<paths>;

/** How long a response may take, up to its last byte. */
export const REQUEST_TIMEOUT_MS = 15_000;

/** Statuses without a body: the `Response` constructor throws if it gets one. */
const NO_BODY_STATUSES = [204, 205, 304];

/** Sends one request. Throws `NetworkError` without a complete response; an abort by the caller stays an abort. */
export async function send(request: Request): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    const response = await fetch(request, { signal: AbortSignal.any([request.signal, timeout]) });
    // The body is read here, so that a response that is cut off counts as a missing response.
    const body = await response.arrayBuffer();
    return new Response(NO_BODY_STATUSES.includes(response.status) ? null : body, response);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new NetworkError("The bank did not respond.", { cause: error });
  }
}

/** The typed client. It always sends cookies: no token is valid without the `browserId` cookie (docs/spa.md). */
export function createApiClient(apiUrl: string, fetchRequest: Send, language?: () => string): Api {
  const client = createClient<paths>({ baseUrl: apiUrl, credentials: "include", fetch: fetchRequest });
  if (language) client.use({ onRequest: ({ request }) => request.headers.set("Accept-Language", language()) });
  return client;
}

/** Resolves after `ms`; rejects with the signal's reason as soon as `signal` aborts. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

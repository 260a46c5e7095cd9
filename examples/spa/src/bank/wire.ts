/** Requests as they go out: with cookies, within a time, and silence as an error of its own. */

import createClient, { type Client } from "openapi-fetch";
import { NoAnswer } from "./errors";
import type { paths } from "./schema";

export type Send = (request: Request) => Promise<Response>;
export type Api = Client<paths>;

/** How long an answer may take, to its last byte. */
export const PATIENCE_MS = 15_000;

/** These have no body, and a `Response` refuses to be made with one. */
const BARE = [204, 205, 304];

/** One request, sent as it is. Throws `NoAnswer` where no whole answer comes; what its caller aborted stays an abort. */
export async function send(request: Request): Promise<Response> {
  const inTime = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(request, { signal: AbortSignal.any([request.signal, inTime]) });
    // Read here, and not by whoever parses it: an answer that breaks off in the middle is no answer either.
    const body = await response.arrayBuffer();
    return new Response(BARE.includes(response.status) ? null : body, response);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new NoAnswer("The bank did not answer.", { cause: error });
  }
}

/** The typed client. `include` always: without the `browserId` cookie no token is good (docs/spa.md). */
export function clientOf(apiUrl: string, through: Send): Api {
  return createClient<paths>({ baseUrl: apiUrl, credentials: "include", fetch: through });
}

/** Waits; throws the reason at once where `signal` aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
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

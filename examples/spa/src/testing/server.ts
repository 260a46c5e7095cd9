/** The mock API of the page tests (MSW). The tests of the client use a fake bank instead (fake-browser.ts). */

import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";

type Reply = Response | "no response";

export const server = setupServer();

/** `METHOD /path` of requests that a test did not expect. They fail it. */
const unexpected: string[] = [];

/** Maps `METHOD /path` to its responses in order; the last one repeats. Returns the requests that were sent. */
export function mockApi(responses: Record<string, Reply[]>): Request[] {
  const sent: Request[] = [];
  server.resetHandlers(
    http.all("*", ({ request }) => {
      sent.push(request.clone());
      const route = `${request.method} ${new URL(request.url).pathname}`;
      const queue = responses[route];
      if (!queue) unexpected.push(route);
      const reply = queue && queue.length > 1 ? queue.shift() : queue?.[0];
      return !reply || reply === "no response" ? HttpResponse.error() : reply.clone();
    }),
  );
  return sent;
}

/** Throws if a request had no response in `mockApi`. */
export function failOnUnexpectedRequests(): void {
  const routes = [...new Set(unexpected.splice(0))];
  if (routes.length) throw new Error(`Unexpected requests: ${routes.join(", ")}.`);
}

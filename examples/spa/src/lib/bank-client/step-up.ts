/** Requests that wait for a second factor. A page shows `current` in a dialog, and answers with `allow` or `cancel`. */

import type { components } from "./schema";

/** What the API needs before it accepts the request. */
export type StepUpPrompt =
  /** A confirmation of exactly this request: `POST /api/confirmations/`. */
  | { kind: "confirmation"; request: components["schemas"]["NewConfirmationRequest"] }
  /** A proof of the last minutes that the user is the owner: `POST /api/users/factors/proof/`. */
  | { kind: "proof" };

interface Waiting {
  prompt: StepUpPrompt;
  settle: (confirmation: string | null) => void;
}

/** Changes of one's own factors need a proof, all other requests a confirmation. */
const OWN_FACTORS = "/api/users/factors/";
/** A proof allows the next requests without a header. */
const PROVED = "";

export class StepUp {
  #waiting: Waiting[] = [];
  #listeners = new Set<() => void>();
  /** Confirmations of payments by idempotency key: they are sent again if the response is lost. */
  #confirmations = new Map<string, string>();

  /** The request to ask the user about, or null. */
  current = (): StepUpPrompt | null => this.#waiting[0]?.prompt ?? null;

  /** With `current` for React's `useSyncExternalStore`. Returns the unsubscriber. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The user has given a factor; `confirmation` is the id of a confirmation, if one was asked for. */
  allow(confirmation = PROVED): void {
    this.#settle(confirmation);
  }

  cancel(): void {
    this.#settle(null);
  }

  /** Cancels all, when the user leaves. */
  cancelAll(): void {
    while (this.#waiting.length) this.#settle(null);
    this.#confirmations.clear();
  }

  /** The request with the header `Confirmation`, if the user has confirmed this payment before. */
  confirmed(request: Request): Request {
    const confirmation = this.#confirmations.get(keyOf(request));
    return confirmation ? withConfirmation(request, confirmation) : request;
  }

  /** Asks the user to confirm this request, after any earlier one. Resolves to the request to send, or null if cancelled. */
  async ask(request: Request): Promise<Request | null> {
    const prompt = await toPrompt(request);
    // Without a page that shows a dialog nobody can answer.
    if (this.#listeners.size === 0) return null;
    const confirmation = await new Promise<string | null>((settle) => {
      this.#waiting.push({ prompt, settle });
      this.#notify();
    });
    if (!confirmation) return confirmation === PROVED ? request : null;
    if (keyOf(request)) this.#confirmations.set(keyOf(request), confirmation);
    return withConfirmation(request, confirmation);
  }

  #settle(confirmation: string | null): void {
    this.#waiting.shift()?.settle(confirmation);
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

function keyOf(request: Request): string {
  return request.headers.get("Idempotency-Key") ?? "";
}

function withConfirmation(request: Request, confirmation: string): Request {
  const copy = request.clone();
  copy.headers.set("Confirmation", confirmation);
  return copy;
}

async function toPrompt(request: Request): Promise<StepUpPrompt> {
  const path = new URL(request.url).pathname;
  if (path.startsWith(OWN_FACTORS)) return { kind: "proof" };
  const text = await request.clone().text();
  const key = keyOf(request);
  return {
    kind: "confirmation",
    request: {
      method: request.method as components["schemas"]["NewConfirmationMethodEnum"],
      path,
      ...(text ? { body: JSON.parse(text) } : {}),
      ...(key ? { idempotency_key: key } : {}),
    },
  };
}

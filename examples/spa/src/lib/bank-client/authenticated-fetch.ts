/** Sends every authenticated request: adds the token, refreshes it in time, recovers from a 401, retries short waits. */

import { BankError, errorCode, isUnauthenticated, retryAfterSeconds, UNPARSEABLE } from "./errors";
import { delay, type Send } from "./http";
import { recordActivity } from "./session-activity";
import { readSession, readSessionOf, type SessionRecord } from "./session-storage";
import type { StepUp } from "./step-up";

export interface AuthContext {
  send: Send;
  /** Whether the pages show the user of this record. If they show another user, they switch to this one. */
  isCurrentUser: (record: SessionRecord | null) => boolean;
  /** Resolves when newer tokens than those of this generation are stored. A refused refresh ends the session and throws. */
  refresh: (generation: string) => Promise<void>;
  /** Ends the sign-in of this generation; `code` is the API's reason. */
  end: (generation: string, code: string) => void;
  /** The bank requires a second factor of this role, and the user has none. */
  requireFactorSetup: () => void;
  /** Asks the user for a second factor where the API demands one. */
  stepUp: StepUp;
}

/** A read that is refused for a moment is retried if `Retry-After` is not longer than this. */
const MAX_RETRY_SECONDS = 5;
const RETRIES = 2;
/** The session lives on: the request itself needs a second factor. */
const STEP_UP_REQUIRED = "step_up_required";
const FACTOR_SETUP_REQUIRED = "factor_setup_required";

/** Sends a request as the user who is signed in now, and never as a user who signs in while the request waits. */
export async function authenticatedFetch(request: Request, context: AuthContext): Promise<Response> {
  const stored = readSession();
  const response = await fetchSignedIn(context.stepUp.confirmed(request), context);
  if (response.status === 403 && (await errorCode(response)) === FACTOR_SETUP_REQUIRED) context.requireFactorSetup();
  if (response.status !== 401 || (await errorCode(response)) !== STEP_UP_REQUIRED) return response;
  const allowed = await context.stepUp.ask(request);
  // The dialog can stay open for long: the user may be another one by now.
  if (!allowed || !stored || !readSessionOf(stored.user.id)) return response;
  return authenticatedFetch(allowed, context);
}

async function fetchSignedIn(request: Request, context: AuthContext): Promise<Response> {
  const stored = readSession();
  if (!context.isCurrentUser(stored)) throw sessionEndedError();
  const record = await withFreshToken(stored, context);
  const response = await fetchWithRetry(request, record, context.send);
  if (response.status !== 401) recordActivity();
  if (response.status !== 401 || !record) return response;
  const recovered = await recover(await errorCode(response), record, context);
  return recovered ? fetchWithRetry(request, recovered, context.send) : response;
}

/** The record, with new tokens if its access token expires soon. */
async function withFreshToken(record: SessionRecord | null, context: AuthContext): Promise<SessionRecord | null> {
  if (!record || Date.now() < record.refreshAt) return record;
  await context.refresh(record.generation).catch((error: unknown) => {
    // After any other error the old token is still tried: it may be valid for another minute.
    if (isUnauthenticated(error)) throw error;
  });
  const current = readSessionOf(record.user.id);
  if (!current) throw sessionEndedError();
  return current;
}

/** After a 401: a record with other tokens to retry the request with, or null if a retry cannot help. */
async function recover(code: string, used: SessionRecord, context: AuthContext): Promise<SessionRecord | null> {
  if (readSession()?.generation === used.generation) {
    // Without an access cookie (deleted, or a day old) no token was sent that could expire: only a refresh can tell.
    const needsRefresh = code === "token_expired" || (code === "not_authenticated" && !used.tokens);
    if (!needsRefresh) {
      if (code !== UNPARSEABLE && code !== STEP_UP_REQUIRED) context.end(used.generation, code);
      return null;
    }
    await context.refresh(used.generation);
  }
  return readSessionOf(used.user.id);
}

function withAuthorization(request: Request, record: SessionRecord | null): Request {
  const copy = request.clone();
  if (record?.tokens) copy.headers.set("Authorization", `Bearer ${record.tokens.access}`);
  return copy;
}

async function fetchWithRetry(request: Request, record: SessionRecord | null, send: Send): Promise<Response> {
  let response = await send(withAuthorization(request, record));
  for (let retries = 0; retries < RETRIES && isRetryable(request, response); retries += 1) {
    await delay((retryAfterSeconds(response) ?? 1) * 1000, request.signal);
    // The browser would send the cookie of the user who is signed in by now.
    if (record && !readSessionOf(record.user.id)) return response;
    response = await send(withAuthorization(request, record));
  }
  return response;
}

/** Reads only: `payments.ts` retries payments, with their idempotency key. */
function isRetryable({ method }: Request, response: Response): boolean {
  const seconds = retryAfterSeconds(response);
  return method === "GET" && [429, 503].includes(response.status) && seconds !== null && seconds <= MAX_RETRY_SECONDS;
}

function sessionEndedError(): BankError {
  return new BankError("This session has ended.", 401, "session_ended");
}

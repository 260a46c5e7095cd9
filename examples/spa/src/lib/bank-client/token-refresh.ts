/** Refreshes the tokens: one tab at a time, retried under the same idempotency key while the response is missing. */

import { BankError, NetworkError, retryDelay, unwrap } from "./errors";
import { type Api, delay } from "./http";
import { randomId } from "./random";
import { readSession, type SessionRecord, waitForChange } from "./session-storage";
import { nextGeneration, type Transport, toTokenRecord } from "./token-record";

export interface RefreshOptions {
  /** The client that adds no token. */
  api: Api;
  transport: Transport;
  /** Of an access token, in seconds. Used where the token cannot be read. */
  lifetime: number;
  /** Stores the record with the new tokens. */
  write: (record: SessionRecord) => void;
}

const LOCK_NAME = "bank.refresh";
/** How long to wait for another tab's refresh: a frozen tab may never release the lock. */
const LOCK_TIMEOUT_MS = 20_000;
/**
 * After `token_superseded`: how long to wait for another tab to store its tokens, and how often to retry after that. A
 * retry helps only with cookies, where the browser may hold the newer token by now. The total stays well below the ten
 * seconds after which the API treats a spent token as stolen.
 */
const SUPERSEDED = { body: { waitMs: 3_000, retries: 0 }, cookie: { waitMs: 1_000, retries: 3 } };
/** Delays before the second and the third attempt. They stay within the minute in which the API replays a response. */
const RETRY_DELAYS_MS = [500, 2_000];

/**
 * Resolves when newer tokens than those of `generation` are stored, by this tab or another one, or when nobody is signed
 * in. Throws the `BankError` that ends the session, or the error that prevented a response.
 */
export async function refreshTokens(generation: string, options: RefreshOptions): Promise<void> {
  await withLock(async (hasLock) => {
    const record = readSession();
    // Another tab has refreshed or signed out in the meantime: there is nothing left to do.
    if (record?.generation !== generation) return;
    await refreshRecord(record, hasLock, options);
  });
}

/** Tells `work` whether it holds the lock, so that no other tab refreshes at the same time. */
async function withLock(work: (hasLock: boolean) => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return work(false);
  let entered = false;
  try {
    await navigator.locks.request(LOCK_NAME, { signal: AbortSignal.timeout(LOCK_TIMEOUT_MS) }, () => {
      entered = true;
      return work(true);
    });
  } catch (error) {
    if (entered) throw error;
    await work(false);
  }
}

async function refreshRecord(record: SessionRecord, hasLock: boolean, options: RefreshOptions): Promise<void> {
  const key = idempotencyKey(record, hasLock);
  const exchange = async () => storeTokens(record, await retry(() => post(record, key, options.api)), options);
  const { waitMs, retries } = SUPERSEDED[options.transport];
  for (let left = retries; ; left -= 1) {
    try {
      return await exchange();
    } catch (error) {
      if (!(error instanceof BankError) || error.code !== "token_superseded") throw error;
      // Another tab was faster: it has stored the newer tokens, or will in a moment.
      if (await waitForChange(waitMs, record.generation)) return;
      if (left === 0) throw error;
    }
  }
}

/**
 * The generation is the key, so a reloaded tab or another tab repeats the same request without storing anything first.
 * Cookies that no lock protects are the exception: a late replay would overwrite the new cookies with spent ones.
 */
function idempotencyKey({ tokens, generation }: SessionRecord, hasLock: boolean): string {
  return hasLock || tokens ? generation : `${generation}.${randomId()}`;
}

function post({ tokens }: SessionRecord, key: string, api: Api) {
  return unwrap(
    api.POST("/api/users/token/refresh/", {
      body: tokens ? { refresh: tokens.refresh } : {},
      params: { header: { "Idempotency-Key": key } },
    }),
  );
}

type Tokens = Parameters<typeof toTokenRecord>[0];

/** Replaces the old tokens, unless a user signed out or in while the response was on its way. */
function storeTokens({ generation }: SessionRecord, tokens: Tokens, { lifetime, write }: RefreshOptions): void {
  const current = readSession();
  if (current?.generation !== generation) return;
  write({ user: current.user, ...toTokenRecord(tokens, lifetime, nextGeneration(generation)) });
}

async function retry<T>(request: () => Promise<T>): Promise<T> {
  for (const minimum of RETRY_DELAYS_MS) {
    try {
      return await request();
    } catch (error) {
      const isUndetermined = error instanceof NetworkError || (error instanceof BankError && error.status >= 500);
      const wait = retryDelay(error, minimum);
      if (!isUndetermined || wait === null) throw error;
      await delay(wait);
    }
  }
  return request();
}

/** Refreshing the tokens: one at a time in all tabs, repeated with one key while its answer is not known. */

import { answered, BankError, NoAnswer, waitAfter } from "./errors";
import { randomName } from "./random";
import { changesWithin, readRecord, type SignInRecord } from "./records";
import { kept, nextRotation, type Transport } from "./tokens";
import { type Api, pause } from "./wire";

export interface Renewing {
  raw: Api;
  transport: Transport;
  /** Of an access token, in seconds, where it cannot be read off the token. */
  lifetime: number;
  /** Stores the record with the new tokens. */
  write: (record: SignInRecord) => void;
}

const LOCK = "bank.refresh";
/** How long to wait for another tab that is refreshing; a frozen tab may hold the lock for ever. */
const LOCK_MS = 20_000;
/**
 * After `token_superseded`: how long another tab may take to write down the tokens that it got, and how often to ask
 * anew after that. The jar of cookies may have the newer token by now; a token in hand is not asked with again. All of it
 * stays well within the ten seconds after which a spent token counts as stolen.
 */
const SUPERSEDED = { body: { waitMs: 3_000, again: 0 }, cookie: { waitMs: 1_000, again: 3 } };
/** Waits before the second and the third try: within the minute in which the bank answers a repeat. */
const AGAIN_MS = [500, 2_000];

/**
 * Returns when there are newer tokens than those of the rotation `seen`, whoever fetched them, or nobody is signed in.
 * Throws the `BankError` that ends the session, or what kept the bank from answering.
 */
export async function renew(seen: string, renewing: Renewing): Promise<void> {
  await oneAtATime(async (isAlone) => {
    const record = readRecord();
    // Another tab was faster, or has signed out meanwhile: either way there is nothing to do here.
    if (record?.rotation !== seen) return;
    await refresh(record, isAlone, renewing);
  });
}

/** `work` is told whether no other tab does the same meanwhile. */
async function oneAtATime(work: (isAlone: boolean) => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return work(false);
  let begun = false;
  try {
    await navigator.locks.request(LOCK, { signal: AbortSignal.timeout(LOCK_MS) }, () => {
      begun = true;
      return work(true);
    });
  } catch (error) {
    if (begun) throw error;
    await work(false);
  }
}

async function refresh(record: SignInRecord, isAlone: boolean, renewing: Renewing): Promise<void> {
  const key = keyFor(record, isAlone);
  const exchange = async () => replace(record, await repeated(() => ask(record, key, renewing.raw)), renewing);
  const { waitMs, again } = SUPERSEDED[renewing.transport];
  for (let left = again; ; left -= 1) {
    try {
      return await exchange();
    } catch (error) {
      if (!(error instanceof BankError) || error.code !== "token_superseded") throw error;
      // Another tab was faster and has the newer tokens, or will have them in a moment.
      if (await changesWithin(waitMs, record.rotation)) return;
      if (left === 0) throw error;
    }
  }
}

/**
 * The rotation is the key: a reloaded tab, or another one, repeats the very same call, and nothing need be written first.
 * Not so for cookies that no lock guards: the repeat's answer, if it comes late, would put spent cookies back in the jar.
 */
function keyFor({ tokens, rotation }: SignInRecord, isAlone: boolean): string {
  return isAlone || tokens ? rotation : `${rotation}.${randomName()}`;
}

function ask({ tokens }: SignInRecord, key: string, raw: Api) {
  return answered(
    raw.POST("/api/users/token/refresh/", {
      body: tokens ? { refresh: tokens.refresh } : {},
      params: { header: { "Idempotency-Key": key } },
    }),
  );
}

type Tokens = Parameters<typeof kept>[0];

/** Puts new tokens in the place of the old, unless somebody signed out or in while they were on their way. */
function replace({ rotation }: SignInRecord, tokens: Tokens, { lifetime, write }: Renewing): void {
  const now = readRecord();
  if (now?.rotation === rotation) write({ user: now.user, ...kept(tokens, lifetime, nextRotation(rotation)) });
}

async function repeated<T>(call: () => Promise<T>): Promise<T> {
  for (const usual of AGAIN_MS) {
    try {
      return await call();
    } catch (error) {
      const isOpen = error instanceof NoAnswer || (error instanceof BankError && error.status >= 500);
      const wait = waitAfter(error, usual);
      if (!isOpen || wait === null) throw error;
      await pause(wait);
    }
  }
  return call();
}

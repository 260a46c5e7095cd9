/** The one way to the API for whoever is signed in: tokens on, renewed in time, refusals of them understood. */

import { BankError, codeOf, isSignedOut, secondsToWait, UNREADABLE } from "./errors";
import { readRecord, recordOf, type SignInRecord } from "./records";
import { pause, type Send } from "./wire";

export interface Door {
  send: Send;
  /** Whether the pages show the person of this record; where they show another, they are told. */
  isShown: (record: SignInRecord | null) => boolean;
  /** Returns when there are newer tokens than those of this rotation. */
  renew: (seen: string) => Promise<void>;
  /** The bank knows the sign-in of this rotation no more, and says why with a code. */
  end: (seen: string, code: string) => void;
}

/** A read that was refused for a moment is asked again, if the moment is no longer than this. */
const RETRY_SECONDS = 5;
const RETRIES = 2;

/** Sends a request as the one who is signed in now; never as somebody who signs in while it is on its way. */
export async function passDoor(request: Request, door: Door): Promise<Response> {
  const asker = readRecord();
  if (!door.isShown(asker)) throw hasLeft();
  const record = await inTime(asker, door);
  const response = await patiently(request, record, door.send);
  if (response.status !== 401 || !record) return response;
  const fresh = await mended(await codeOf(response), record, door);
  return fresh ? patiently(request, fresh, door.send) : response;
}

/** The record, its tokens renewed if their time is nearly over. */
async function inTime(asker: SignInRecord | null, door: Door): Promise<SignInRecord | null> {
  if (!asker || Date.now() < asker.renewAt) return asker;
  await orEnd(asker, door).catch((error: unknown) => {
    // Whatever else went wrong, the old token is tried: it may have a minute left.
    if (isSignedOut(error)) throw error;
  });
  const record = recordOf(asker.user.id);
  if (!record) throw hasLeft();
  return record;
}

/** After a 401: the record with other tokens, with which the request is worth a second try, or null. */
async function mended(code: string, used: SignInRecord, door: Door): Promise<SignInRecord | null> {
  if (readRecord()?.rotation === used.rotation) {
    // Where the access cookie is gone (deleted, or a day old) nothing was sent that could have expired: the refresh tells.
    const isOver = code === "token_expired" || (code === "not_authenticated" && !used.tokens);
    if (!isOver) {
      if (code !== UNREADABLE) door.end(used.rotation, code);
      return null;
    }
    await orEnd(used, door);
  }
  return recordOf(used.user.id);
}

async function orEnd({ rotation }: SignInRecord, door: Door): Promise<void> {
  try {
    await door.renew(rotation);
  } catch (error) {
    if (isSignedOut(error)) door.end(rotation, error.code);
    throw error;
  }
}

function authorised(request: Request, record: SignInRecord | null): Request {
  const copy = request.clone();
  if (record?.tokens) copy.headers.set("Authorization", `Bearer ${record.tokens.access}`);
  return copy;
}

async function patiently(request: Request, record: SignInRecord | null, send: Send): Promise<Response> {
  let response = await send(authorised(request, record));
  for (let tries = 0; tries < RETRIES && isWorthWaiting(request, response); tries += 1) {
    await pause((secondsToWait(response) ?? 1) * 1000, request.signal);
    // A cookie would go along as whoever it is now.
    if (record && !recordOf(record.user.id)) return response;
    response = await send(authorised(request, record));
  }
  return response;
}

/** Reads only: a payment is repeated by `payments.ts`, with its key. */
function isWorthWaiting({ method }: Request, response: Response): boolean {
  const seconds = secondsToWait(response);
  return method === "GET" && [429, 503].includes(response.status) && seconds !== null && seconds <= RETRY_SECONDS;
}

function hasLeft(): BankError {
  return new BankError("This sign-in has ended.", 401, "session_ended");
}

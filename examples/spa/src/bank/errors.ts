/** What can go wrong between this application and the bank, as two errors. */

/** The bank refused. `code` is the API's machine name, `message` its plain sentence. */
export class BankError extends Error {
  override name = "BankError";

  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    /** Sentences by field, on a 400 for input. */
    readonly fields: Record<string, string[]> = {},
    /** Seconds to wait before asking again, where the bank said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

/** The bank did not answer: no network, no server, or not in time. What was asked may have happened all the same. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
}

/** The code of a refusal that is not in the bank's words: a proxy's page, most likely. It proves nothing. */
export const UNREADABLE = "unreadable";

/** The longest that is waited for the bank, in seconds. */
const PATIENCE_SECONDS = 10;

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer of the typed client; throws a `BankError` for a refusal. */
export async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch(silence);
  if (!response.ok) throw refusal(error, response);
  return data as T;
}

/** A page where there should be data (a proxy's, a hotel's) is as good as no answer. */
function silence(error: unknown): never {
  throw error instanceof SyntaxError ? new NoAnswer("The bank's answer could not be read.", { cause: error }) : error;
}

/** The refusal that this response is; `body` as it was parsed, whatever a proxy in between made of it. */
export function refusal(body: unknown, response: Response): BankError {
  const said = isShaped(body) ? body : { error: "The bank's answer could not be read.", code: UNREADABLE };
  return new BankError(said.error, response.status, said.code, said.fields ?? {}, secondsToWait(response));
}

/** The refusal's code, read without using the response up. */
export async function codeOf(response: Response): Promise<string> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return refusal(body, response).code;
}

/** What the bank finds wrong with what was typed, by field. */
export function sentencesOf({ fields }: BankError): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, sentences]) => [name, sentences.join(" ")]));
}

/** Whether the bank says, in its own words, that the tokens are good for nothing. */
export function isSignedOut(error: unknown): error is BankError {
  return error instanceof BankError && error.status === 401 && error.code !== UNREADABLE;
}

/** Milliseconds to wait before asking again: what the bank asked for, and no less than `usual`; null if it is too long. */
export function waitAfter(error: unknown, usual: number): number | null {
  const seconds = error instanceof BankError ? (error.retryAfter ?? 0) : 0;
  return seconds > PATIENCE_SECONDS ? null : Math.max(usual, seconds * 1000);
}

/** `Retry-After`, which this API gives in whole seconds. */
export function secondsToWait(response: Response): number | null {
  const value = response.headers.get("Retry-After");
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : null;
}

function isShaped(body: unknown): body is { error: string; code: string; fields?: Record<string, string[]> } {
  if (typeof body !== "object" || body === null || !("error" in body) || !("code" in body)) return false;
  return typeof body.error === "string" && typeof body.code === "string";
}

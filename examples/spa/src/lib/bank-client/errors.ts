/** The two errors of a request, `BankError` and `NetworkError`, and what can be read from them. */

/** The API answered with an error. `code` is its machine-readable code, `message` its sentence. */
export class BankError extends Error {
  override name = "BankError";

  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    /** Messages by field, on a 400 for invalid input. */
    readonly fields: Record<string, string[]> = {},
    /** `Retry-After` in seconds, if the API sent it. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

/** No response: no network, no server, or a timeout. The API may have processed the request all the same. */
export class NetworkError extends Error {
  override name = "NetworkError";
}

/** The code of an error response that the API did not write, usually a proxy's page. It proves nothing. */
export const UNPARSEABLE = "unparseable";

/** A longer `Retry-After` than this is not waited for. */
const MAX_RETRY_AFTER_SECONDS = 10;

interface ApiResult<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a response of the typed client. Throws a `BankError` for an error response. */
export async function unwrap<T>(call: Promise<ApiResult<T>>): Promise<T> {
  const { data, error, response } = await call.catch(toNetworkError);
  if (!response.ok) throw toBankError(error, response);
  return data as T;
}

/** An HTML page in place of data (from a proxy or a captive portal) counts as a missing response. */
function toNetworkError(error: unknown): never {
  throw error instanceof SyntaxError
    ? new NetworkError("The bank's response could not be parsed.", { cause: error })
    : error;
}

/** The error of this response; `body` is its parsed body, which a proxy may have replaced. */
function toBankError(body: unknown, response: Response): BankError {
  const parsed = isErrorBody(body) ? body : { error: "The bank's response could not be parsed.", code: UNPARSEABLE };
  return new BankError(parsed.error, response.status, parsed.code, parsed.fields ?? {}, retryAfterSeconds(response));
}

/** The error code of a response. Leaves its body readable. */
export async function errorCode(response: Response): Promise<string> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return toBankError(body, response).code;
}

/** The API's messages for invalid input, one text for each field. */
export function fieldErrors({ fields }: BankError): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, messages]) => [name, messages.join(" ")]));
}

/** Whether the API itself says that the tokens are not valid. */
export function isUnauthenticated(error: unknown): error is BankError {
  return error instanceof BankError && error.status === 401 && error.code !== UNPARSEABLE;
}

/** Whether the API says that an object does not exist, or that the user has no access to it. */
export function isNotFound(error: unknown): boolean {
  return error instanceof BankError && error.status === 404;
}

/** Whether the request may have been processed, or is still in progress. */
export function isUndetermined(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  if (!(error instanceof BankError)) return false;
  return error.status >= 500 || error.code === UNPARSEABLE || error.code === "idempotency_in_progress";
}

/** Milliseconds to wait before a retry: `Retry-After`, and at least `minimum`. Null if the wait is too long. */
export function retryDelay(error: unknown, minimum: number): number | null {
  const seconds = error instanceof BankError ? (error.retryAfter ?? 0) : 0;
  return seconds > MAX_RETRY_AFTER_SECONDS ? null : Math.max(minimum, seconds * 1000);
}

/** `Retry-After`, which this API sends in whole seconds. */
export function retryAfterSeconds(response: Response): number | null {
  const value = response.headers.get("Retry-After");
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : null;
}

function isErrorBody(body: unknown): body is { error: string; code: string; fields?: Record<string, string[]> } {
  if (typeof body !== "object" || body === null || !("error" in body) || !("code" in body)) return false;
  return typeof body.error === "string" && typeof body.code === "string";
}

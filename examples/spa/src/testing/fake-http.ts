/** The requests and responses between the fake browser and the fake bank. */

export interface FakeRequest {
  method: string;
  path: string;
  headers: Headers;
  body: Record<string, string>;
  /** The cookies that the browser sent. */
  cookies: Record<string, string>;
}

/** `cookies` are stored when the response arrives; null deletes one. A text body is an HTML page. */
export interface FakeResponse {
  status: number;
  body?: object | string;
  headers?: Record<string, string>;
  cookies?: Record<string, string | null>;
}

export function errorReply(status: number, code: string, headers: Record<string, string> = {}): FakeResponse {
  return { status, body: { error: `Error: ${code}.`, code }, headers };
}

export function toResponse({ status, body, headers }: FakeResponse): Response {
  if (headers?.["x-cut-off"]) return new Response(interruptedStream(), { status });
  if (typeof body === "string") return new Response(body, { status, headers: { "Content-Type": "text/html" } });
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: headers ?? {} });
}

function interruptedStream(): ReadableStream {
  return new ReadableStream({ start: (controller) => controller.error(new TypeError("network error")) });
}

export function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason));
  });
}

/** `AbortSignal.timeout` with the fake timers of the test. */
export function abortAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new DOMException("Timed out.", "TimeoutError")), ms);
  return controller.signal;
}

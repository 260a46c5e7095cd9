/** What goes between the fake browser and the fake bank. */

export interface Asked {
  method: string;
  path: string;
  headers: Headers;
  body: Record<string, string>;
  /** What the browser sent of its jar. */
  cookies: Record<string, string>;
}

/** `cookies` are set when the answer arrives, not when it leaves; null takes one away. A text body is a page. */
export interface Reply {
  status: number;
  body?: object | string;
  headers?: Record<string, string>;
  cookies?: Record<string, string | null>;
}

export function refusal(status: number, code: string, headers: Record<string, string> = {}): Reply {
  return { status, body: { error: `Refused: ${code}.`, code }, headers };
}

export function responseOf({ status, body, headers }: Reply): Response {
  if (headers?.["x-cut-off"]) return new Response(brokenOff(), { status });
  if (typeof body === "string") return new Response(body, { status, headers: { "Content-Type": "text/html" } });
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: headers ?? {} });
}

function brokenOff(): ReadableStream {
  return new ReadableStream({ start: (controller) => controller.error(new TypeError("network error")) });
}

export function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason));
  });
}

/** `AbortSignal.timeout` by the test's clock. */
export function abortAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new DOMException("Too late.", "TimeoutError")), ms);
  return controller.signal;
}

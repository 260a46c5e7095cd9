/** Faults of the network between the client and the fake bank. */

import { errorReply, type FakeResponse } from "./fake-http";

/** Replaces the transport of one request; `serve` lets the bank process it. */
export type Fault = (serve: () => FakeResponse) => FakeResponse | Promise<FakeResponse>;

export const unreachable: Fault = () => {
  throw new TypeError("Failed to fetch");
};

/** The bank processes the request, but the connection fails before the response arrives. */
export const lost: Fault = (serve) => {
  serve();
  return unreachable(serve);
};

/** The bank processes the request, but no response ever arrives. */
export const silent: Fault = (serve) => {
  serve();
  return new Promise(() => {});
};

/** The bank processes the request, but the response is cut off. */
export const cutOff: Fault = (serve) => ({ ...serve(), headers: { "x-cut-off": "yes" } });

/** The bank processes the request, but a proxy replaces the response by an HTML page. */
export function servedBehindHtmlPage(status: number): Fault {
  return (serve) => {
    serve();
    return htmlPage(status)(serve);
  };
}

/** A proxy responds with an HTML page; the bank does not receive the request. */
export function htmlPage(status: number): Fault {
  return () => ({ status, body: "<html><h1>Bad gateway</h1></html>" });
}

/** The API responds with an error before it processes the request. */
export function apiError(status: number, code: string, retryAfter?: number): Fault {
  return () => errorReply(status, code, retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) });
}

/** The bank processes the request; the response waits until `release` is called. */
export function delayedResponse(): { fault: Fault; release: () => void } {
  const { opened, release } = gate();
  const fault: Fault = async (serve) => {
    const response = serve();
    await opened;
    return response;
  };
  return { fault, release };
}

/** The request waits until `release` is called; then `fault` applies, or the bank processes it. */
export function delayedRequest(fault: Fault = (serve) => serve()): { fault: Fault; release: () => void } {
  const { opened, release } = gate();
  return { fault: (serve) => opened.then(() => fault(serve)), release };
}

function gate() {
  let release = () => {};
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, release };
}

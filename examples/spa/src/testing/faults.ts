/** What can happen to a request on its way to the bank, or to the answer on its way back. */

import { type Reply, refusal } from "./fake_wire";

/** Stands between a request and the bank; `serve` is the bank doing what it was asked for. */
export type Fault = (serve: () => Reply) => Reply | Promise<Reply>;

export const unreachable: Fault = () => {
  throw new TypeError("Failed to fetch");
};

/** The bank did it, but the answer never arrives. */
export const lost: Fault = (serve) => {
  serve();
  return unreachable(serve);
};

/** The bank did it, and then there is silence. */
export const silent: Fault = (serve) => {
  serve();
  return new Promise(() => {});
};

/** The bank did it; the answer breaks off in the middle. */
export const cutOff: Fault = (serve) => ({ ...serve(), headers: { "x-cut-off": "yes" } });

/** The bank did it, and a proxy says this page instead. */
export function doneBehindPage(status: number): Fault {
  return (serve) => {
    serve();
    return page(status)(serve);
  };
}

/** A proxy's page; the bank was not asked. */
export function page(status: number): Fault {
  return () => ({ status, body: "<html><h1>Bad gateway</h1></html>" });
}

/** The bank refuses before it has looked at anything. */
export function refused(status: number, code: string, retryAfter?: number): Fault {
  return () => refusal(status, code, retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) });
}

/** The answer waits on its way until `release` is called. */
export function held(): { fault: Fault; release: () => void } {
  const { opened, release } = gate();
  const fault: Fault = async (serve) => {
    const reply = serve();
    await opened;
    return reply;
  };
  return { fault, release };
}

/** The request waits on its way to the bank, which then does this (what it was asked for, if nothing is said). */
export function heldOnTheWay(then: Fault = (serve) => serve()): { fault: Fault; release: () => void } {
  const { opened, release } = gate();
  return { fault: (serve) => opened.then(() => then(serve)), release };
}

function gate() {
  let release = () => {};
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, release };
}

/** Free ports, and waiting for conditions. */

import { createServer } from "node:net";

/** The `preferred` port if it is free, or another free port. */
export async function freePort(preferred = 0): Promise<number> {
  return (await portIfFree(preferred)) ?? freePort();
}

function portIfFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}

/** Waits until `condition` returns true. An error counts as false. */
export async function waitUntil(what: string, condition: () => Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if (await condition().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Timed out waiting for ${what}.`);
}

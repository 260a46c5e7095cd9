/** Unique ids that cannot be guessed. */

/** 128 random bits. `crypto.randomUUID` does not exist on pages that are served without TLS. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
